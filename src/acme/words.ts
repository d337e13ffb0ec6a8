const longest = 400;
const longestLink = 2048;
const mostLinks = 3;

/**
 * A stranger's text as part of one line: no control characters, no final full stop, and at most 400 characters; but its
 * links in full, since a cut one leads nowhere (Let's Encrypt's, for a paused name, has over 500).
 */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  if (line.length <= longest) return line.replace(/\.$/, "");
  const start = line
    .slice(0, longest)
    .replace(/\S*https?:\/\/\S*$/, "")
    .trimEnd();
  const links = linksIn(line).filter((link) => !start.includes(link));
  return [`${start}…`, ...links].join(" ");
}

function linksIn(line: string): readonly string[] {
  const found = line.slice(0, 64 * 1024).match(/https?:\/\/[^\s"'<>]+/g) ?? [];
  return [...new Set(found)].filter((link) => link.length <= longestLink).slice(0, mostLinks);
}

/** badNonce to bad-nonce. */
export function kebabCase(word: string): string {
  return word.replace(/([a-z\d])([A-Z])/g, "$1-$2").toLowerCase();
}
