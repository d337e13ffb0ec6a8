/** The one file of nginx that may contain a line of ours. */
export const mainFile = "/etc/nginx/nginx.conf";

const line = "keepalive_min_timeout 5s; # httpsidecar: pooled clients may leave before a reload ends their connections";
const ours = /^[ \t]*keepalive_min_timeout 5s; # httpsidecar:.*\n/gm;
const plainHttp = /^[ \t]*http[ \t]*\{[ \t]*(?:#.*)?\r?\n/gm;

/** The main file with our line first in its http block; undefined when that block does not begin in one plain line. */
export function withOurLine(content: Buffer): Buffer | undefined {
  const text = content.toString("latin1");
  const [start, ...more] = [...text.matchAll(plainHttp)];
  if (!start || more.length > 0) return undefined;
  const at = start.index + start[0].length;
  return Buffer.from(`${text.slice(0, at)}    ${line}\n${text.slice(at)}`, "latin1");
}

export function withoutOurLine(content: Buffer): Buffer {
  return Buffer.from(content.toString("latin1").replaceAll(ours, ""), "latin1");
}

export function countOurLine(dump: string): number {
  return [...dump.matchAll(ours)].length;
}
