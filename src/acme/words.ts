const longest = 400;

/** Text of a stranger as part of one line: no control characters, no final full stop, at most 400 characters. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  const short = line.length > longest ? `${line.slice(0, longest)}…` : line;
  return short.replace(/\.$/, "");
}

/** badNonce to bad-nonce. */
export function kebabCase(word: string): string {
  return word.replace(/([a-z\d])([A-Z])/g, "$1-$2").toLowerCase();
}

/** Of a stranger and part of a command to paste: only what a host name can have, with a port or not; else undefined. */
export function plainHost(text: string | undefined): string | undefined {
  return text !== undefined && /^[\w.*:[\]-]+$/.test(text) ? text : undefined;
}
