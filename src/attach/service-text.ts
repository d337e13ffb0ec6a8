/**
 * Edits of one service in the text of our own template, whose form is known: two spaces a level, a key a line.
 * A key's lines are those up to the next key of the service.
 */
export function setKey(template: string, service: string, key: string, lines: readonly string[]): string {
  const all = template.split("\n");
  const start = all.indexOf(`  ${service}:`);
  if (start < 0) return template;
  const at = all.findIndex((line, index) => index > start && line.startsWith(`    ${key}:`));
  const isIn = at > 0 && at < endOf(all, start);
  const from = isIn ? at : start + 1;
  const to = isIn ? all.findIndex((line, index) => index > at && !/^ {6}/.test(line)) : from;
  return [...all.slice(0, from), ...lines.map((line) => `    ${line}`), ...all.slice(to)].join("\n");
}

/** Without the lines that match. */
export function withoutLines(template: string, lines: RegExp): string {
  return template
    .split("\n")
    .filter((line) => !lines.test(line))
    .join("\n");
}

function endOf(all: readonly string[], start: number): number {
  const end = all.findIndex((line, index) => index > start && /^(?: {2})?\S/.test(line));
  return end < 0 ? all.length : end;
}
