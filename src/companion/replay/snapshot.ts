import { phrase } from "../../model/phrase.ts";
import { extrasFile, withoutIncludeLine } from "../extras/include-line.ts";
import type { Inside } from "../nginx/inside.ts";
import { mainFile, withoutOurLine } from "../nginx/our-line.ts";
import { readFiles, recordMark, removeFiles, writeFile } from "../nginx/shell-scripts.ts";
import type { RenderedFile } from "../parts.ts";
import { refusal } from "../refusal.ts";

export type Snapshot = readonly RenderedFile[];

const maxFiles = 300;
const maxBytes = 4 * 1024 * 1024;
const kibibyte = 1024;

/** Room for the output of `readFiles`. */
export const snapshotBytes = 2 * maxBytes;

/** All regular files under /etc/nginx, read inside the container. Throws Problem `unknown-shape` when they are too many. */
export async function takeSnapshot(inside: Inside): Promise<Snapshot> {
  const { stdout } = await inside.shell(readFiles, [], { maxBytes: snapshotBytes });
  return readSnapshot(stdout).files;
}

/**
 * Parses the output of `readFiles`; `rest` is what follows it. Throws Problem `not-ready` when it is not whole,
 * `unknown-shape` when the files are too many.
 */
export function readSnapshot(printed: Buffer): { files: Snapshot; rest: Buffer } {
  const { files, rest } = wholeSnapshot(printed);
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  if (files.length > 0 && files.length <= maxFiles && bytes <= maxBytes) return { files, rest };
  throw refusal(
    "unknown-shape",
    phrase`/etc/nginx cannot be backed up while it is changed: ${files.length} files, ${Math.ceil(bytes / kibibyte)} KiB`,
    phrase`keep at most ${maxFiles} files and ${maxBytes / kibibyte} KiB under /etc/nginx, all readable`,
  );
}

/** The same of any number of files. Nothing is to be concluded from what changed while it was read. */
export function wholeSnapshot(printed: Buffer): { files: Snapshot; rest: Buffer } {
  const { isWhole, ...snapshot } = parseSnapshot(printed);
  if (isWhole) return snapshot;
  throw refusal(
    "not-ready",
    phrase`nginx's files were changed while they were read`,
    phrase`wait; it is checked again in a minute`,
  );
}

/** How `now` differs from `before`: files to write back, and new files. */
export function differences(before: Snapshot, now: Snapshot): { changed: Snapshot; added: readonly string[] } {
  const nowAt = new Map(now.map(({ path, content }) => [path, content]));
  const known = new Set(before.map(({ path }) => path));
  return {
    changed: before.filter(({ path, content }) => !nowAt.get(path)?.equals(content)),
    added: now.map(({ path }) => path).filter((path) => !known.has(path)),
  };
}

/** As a render leaves them: without our lines, and our file, that were put in afterwards. */
export function withoutOurs(files: Snapshot): Snapshot {
  const theirs = files.filter(({ path }) => path !== extrasFile);
  return theirs.map(({ path, content }) => {
    const plain = withoutIncludeLine(content);
    return { path, content: path === mainFile ? withoutOurLine(plain) : plain };
  });
}

/** Files that a render left empty and that were not so before: the sign of a full disk. */
export function emptied(before: Snapshot, now: Snapshot): readonly string[] {
  const emptyBefore = new Set(before.filter(({ content }) => content.length === 0).map(({ path }) => path));
  return now.filter(({ path, content }) => content.length === 0 && !emptyBefore.has(path)).map(({ path }) => path);
}

/** Restores everything under /etc/nginx, written in place. Throws Problem `no-space` when a file cannot be written. */
export async function putBack(inside: Inside, before: Snapshot): Promise<void> {
  const { changed, added } = differences(before, await takeSnapshot(inside));
  if (added.length > 0) await inside.shell(removeFiles, added);
  for (const { path, content } of changed) await writeBack(inside, path, content);
}

export function full(what: string): Error {
  return refusal(
    "no-space",
    phrase`${what} in the nginx container is full or read-only`,
    phrase`free some space: df -h; or make it writable`,
  );
}

async function writeBack(inside: Inside, path: string, content: Buffer) {
  const { exitCode } = await inside.shell(writeFile, [path], { stdin: content });
  if (exitCode !== 0) throw full(path);
}

/** First "size path" lines (and wc's totals), then a mark, then all contents in the order of the lines, then a mark. */
export function parseSnapshot(printed: Buffer): { files: Snapshot; rest: Buffer; isWhole: boolean } {
  const mark = printed.indexOf(recordMark);
  const lines = printed.subarray(0, Math.max(mark, 0)).toString().split("\n");
  let at = mark + 1;
  const files = lines.flatMap((line) => {
    const [, size, path] = /^\s*(\d+) (\/.*)$/.exec(line) ?? [];
    if (!size || !path) return [];
    const content = printed.subarray(at, at + Number(size));
    at += Number(size);
    return [{ path, content }];
  });
  // a file that grew or shrank after its size was asked for moves the end
  return { files, rest: printed.subarray(at + 1), isWhole: mark >= 0 && printed[at] === recordMark.charCodeAt(0) };
}
