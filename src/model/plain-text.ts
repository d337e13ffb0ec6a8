/** What a terminal executes or hides, except tab and line feed. */
const hidden = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text that is safe on a terminal, with its lines. `most`: characters, of which the last is an ellipsis then. */
export function plainText(text: string, most = 100_000): string {
  const plain = text.slice(0, 4 * most).replace(hidden, " ");
  return plain.length <= most ? plain : `${plain.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Colours (SGR, ECMA-48 section 8.3.117), which are our own by the time that a line is written. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what colours begin with
const colours = /(\u001b\[[\d;]*m)/;

/** A line as it may be written to a terminal: of all that it obeys, colours stay. */
export function plainOutput(line: string): string {
  return line
    .split(colours)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(hidden, " ")))
    .join("");
}

/** The same in one line, as every text of a stranger is shown. */
export function plainLine(text: string, most = 10_000): string {
  const line = text
    .slice(0, 4 * most)
    .replace(hidden, " ")
    .replace(/\s+/g, " ");
  return plainText(line.trim(), most);
}

/** A message with its further lines set in: they are a stranger's, and must not look like a line of our own. */
export function setIn(message: string): string {
  return message.replaceAll("\n", "\n    ");
}

/** The name of a file of somebody else's as it may stand in a command to paste: NAME where a shell would read more. */
export function plainName(text: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$/u.test(text) ? text : "NAME";
}

/** The same for a path: FILE where a shell would read more, or a program an option. */
export function plainPath(path: string): string {
  return /^[\p{L}\p{N}/._@+:-]+$/u.test(path) && !/(?:^|\/)-/.test(path) ? path : "FILE";
}

/** A path of the operator's own in a command to paste, between quotes where a shell would read more (POSIX). */
export function shellWord(path: string): string {
  return plainPath(path) === path ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** A host name that may stand in a command to paste; undefined for anything else. */
export function plainHost(text: string | undefined): string | undefined {
  return text !== undefined && /^(?=.{1,253}$)[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i.test(text) ? text : undefined;
}

/** The same for a name, a wildcard or an IP address, with a port or without (RFC 3986, section 3.2). */
export function plainHostPort(text: string | undefined): string | undefined {
  return text !== undefined && /^(?!-)[\w.*:[\]-]{1,261}$/.test(text) ? text : undefined;
}
