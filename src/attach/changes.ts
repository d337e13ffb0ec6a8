import { chown, mkdir, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { phrase } from "../model/phrase.ts";
import { type Place, type PlainFile, readPlain } from "../stack-files/plain-file.ts";
import { settingsRefused } from "../stack-files/refused.ts";
import { rehearseReplacement, removeLeftover, removePlain, replacePlain } from "../stack-files/replace.ts";
import { diff } from "./diff.ts";
import { credentialsFile } from "./template-bundle.ts";

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
  /** of a file that is new */
  mode?: number;
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

/** A new file of more lines is only named. */
const most = 12;

/** For the operator: each file and its lines that come and go; `whole`: long new files too. */
export function describeChanges(changes: readonly Change[], whole: boolean): readonly string[] {
  return changes.flatMap(({ file, bytes }) => {
    const shown = file.name === credentialsFile ? withoutSecrets : (lines: readonly string[]) => lines;
    const lines = shown(diff(file.text, bytes?.toString("utf8") ?? ""));
    if (bytes && !file.seen && lines.length > most && !whole) {
      return ["", phrase`${file.name} (new, ${lines.length - 1} lines; --show prints them)`];
    }
    return ["", titleOf({ file, bytes }), ...lines.map((line) => `  ${line}`)];
  });
}

/** Lines of a file of secrets: the names alone. */
const withoutSecrets = (lines: readonly string[]) =>
  lines.map((line) => (line.startsWith("@@") ? line : line.replace(/^([-+] )(?:(\w+=).*|.*)$/, "$1$2…")));

function titleOf({ file: { name, seen }, bytes }: Change): string {
  if (!bytes) return phrase`${name} (removed)`;
  return seen ? name : phrase`${name} (new)`;
}

/**
 * In their order, each whole or not at all, with the mode and the owner it had; before the first one it is tried
 * whether all of them can be. Throws Problem `settings-refused`.
 */
export async function makeChanges(folder: string, changes: readonly Change[]): Promise<void> {
  await rehearseChanges(folder, changes);
  for (const change of changes) await makeChange(placeOf(folder, change.file.name), change);
}

/** Does all of it short of the last step. Throws Problem `settings-refused` where it would fail. */
export async function rehearseChanges(folder: string, changes: readonly Change[]): Promise<void> {
  // What is new in a folder of our own can be written where the others can.
  for (const { file, bytes } of changes.filter(({ file: { name, seen } }) => seen || dirname(name) === ".")) {
    await rehearseReplacement(placeOf(folder, file.name), file.seen, bytes ?? file.bytes);
  }
}

async function makeChange(place: Place, { file: { seen }, bytes, mode }: Change): Promise<void> {
  const folder = join(place.root, dirname(place.name));
  if (bytes) await makeFolder(folder, place.root);
  await removeLeftover(place);
  if (!bytes) return removeWithFolder(place, folder);
  if (await replacePlain(place, seen, bytes, mode)) return;
  throw settingsRefused(
    phrase`${place.name} was changed by someone else at the same moment`,
    phrase`wait until that is done, and run this again`,
  );
}

/** A folder of our own, with the owner of the stack's. */
async function makeFolder(folder: string, root: string): Promise<void> {
  if ((await mkdir(folder, { recursive: true })) === undefined) return;
  const { uid, gid } = await stat(root);
  await chown(folder, uid, gid);
}

async function removeWithFolder(place: Place, folder: string): Promise<void> {
  await removePlain(place);
  // One with something else in it stays.
  if (folder !== join(place.root)) await rmdir(folder).catch(() => undefined);
}

const placeOf = (root: string, name: string): Place => ({ root, name, mounts: "/proc/self/mountinfo" });
