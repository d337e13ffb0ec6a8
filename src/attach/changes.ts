import { type Place, type PlainFile, readPlain } from "../stack-files/plain-file.ts";
import { settingsRefused } from "../stack-files/refused.ts";
import { rehearseReplacement, removeLeftover, removePlain, replacePlain } from "../stack-files/replace.ts";
import { diff } from "./diff.ts";

/** A file of the stack's folder as it was read. */
export interface StackFile {
  name: string;
  seen: PlainFile | undefined;
  bytes: Buffer;
  text: string;
}

/** What a file is to become; undefined bytes: it goes. */
export interface Change {
  file: StackFile;
  bytes: Buffer | undefined;
}

/** Throws Problem `settings-refused` for a link, a mount of its own and what cannot be read. */
export async function readFileOf(folder: string, name: string): Promise<StackFile> {
  const seen = await readPlain(placeOf(folder, name));
  const bytes = seen?.bytes ?? Buffer.alloc(0);
  return { name, seen, bytes, text: bytes.toString("utf8") };
}

/** Those that differ from what is there. */
export function realChanges(changes: readonly Change[]): readonly Change[] {
  return changes.filter(({ file, bytes }) =>
    bytes ? !file.seen || !file.bytes.equals(bytes) : file.seen !== undefined,
  );
}

/** For people: each file and its lines that come and go. */
export function describeChanges(changes: readonly Change[]): readonly string[] {
  return changes.flatMap(({ file, bytes }) => {
    return ["", titleOf({ file, bytes }), ...diff(file.text, bytes?.toString("utf8") ?? "").map((line) => `  ${line}`)];
  });
}

function titleOf({ file: { name, seen }, bytes }: Change): string {
  if (!bytes) return `${name} (removed)`;
  return seen ? name : `${name} (new)`;
}

/**
 * In their order, each whole or not at all, with the mode and the owner it had; before the first one it is tried
 * whether all of them can be. Throws Problem `settings-refused`.
 */
export async function makeChanges(folder: string, changes: readonly Change[]): Promise<void> {
  await rehearseChanges(folder, changes);
  for (const { file, bytes } of changes) await makeChange(placeOf(folder, file.name), file, bytes);
}

/** Does all of it short of the last step. Throws Problem `settings-refused` where it would fail. */
export async function rehearseChanges(folder: string, changes: readonly Change[]): Promise<void> {
  for (const { file, bytes } of changes) {
    await rehearseReplacement(placeOf(folder, file.name), file.seen, bytes ?? file.bytes);
  }
}

async function makeChange(place: Place, { seen }: StackFile, bytes: Buffer | undefined): Promise<void> {
  await removeLeftover(place);
  if (!bytes) return removePlain(place);
  if (await replacePlain(place, seen, bytes)) return;
  throw settingsRefused(
    `${place.name} was changed by someone else at the same moment`,
    "wait until that is done, and run this again",
  );
}

const placeOf = (root: string, name: string): Place => ({ root, name, mounts: "/proc/self/mountinfo" });
