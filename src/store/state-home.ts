import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../base/atomic-file.ts";
import { fileStateNow } from "../base/file-state.ts";
import { isDirectory, isThere, makeFolder, namesIn, syncFolder } from "../base/files.ts";
import { missingToUndefined } from "../base/system-error.ts";
import { Problem } from "../model/problem.ts";
import type { Folders } from "../model/settings.ts";
import { onDisk } from "./disk-problem.ts";
import { takeLock } from "./lock.ts";
import { readLedgerText } from "./read-text.ts";

type Homes = Pick<Folders, "config" | "state">;

/** How the state came to lie where it lies at this start. */
export type StateMove = "no volume" | "moved" | "new" | "moved before";

const ours = "httpsidecar";
/** Written last: until it is there, the files beside the certificates are the ones that count; afterwards none of them does. */
const mark = "moved-here";
const moved = ["notices.json", "dns-records.json", "weekly-look.json"];

/**
 * The folder in which `httpsidecar/` has what decides something: our own volume once `moveState` has made it so, else
 * certbot's folder, which nginx can write in some stacks.
 */
export async function stateHome({ config, state }: Homes): Promise<string> {
  return fileStateNow(join(state, ours, mark)) === undefined ? config : state;
}

/**
 * Moves the state into the volume at its first start, with certbot's lock. Whole at any kill: what is moved is removed
 * after all of it lies in the volume. The ledger stays as well, for a version before this one and for a volume that is
 * lost. Throws Problem, and then the former place counts as before.
 */
export async function moveState(homes: Homes, isVolume = isMounted): Promise<StateMove> {
  const [from, to] = [join(homes.config, ours), join(homes.state, ours)];
  if (await isThere(join(to, mark))) return "moved before";
  if (!(await isVolume(to))) return "no volume";
  const release = await takeLock(homes.config);
  try {
    // what lies behind a link is somebody else's
    const found = (await isDirectory(from)) ? await stateIn(from) : [];
    await onDisk(to, () => copyAll(found, from, to));
    await onDisk(from, () => removeAll(found.filter(isMoved), from));
    await onDisk(to, () => replaceFile(join(to, mark), "", { mode: 0o600 }));
    return found.length > 0 ? "moved" : "new";
  } finally {
    await release();
  }
}

const isMoved = (name: string) => name !== "ledger.json";

async function stateIn(from: string): Promise<readonly string[]> {
  const top = (await namesIn(from)).filter((name) => name === "ledger.json" || moved.includes(name));
  if (!(await isDirectory(join(from, "orders")))) return top;
  const orders = (await namesIn(join(from, "orders"))).filter((name) => /^[^.].*\.json$/.test(name));
  return [...top, ...orders.map((name) => join("orders", name))];
}

async function copyAll(names: readonly string[], from: string, to: string): Promise<void> {
  if (names.some((name) => name.startsWith("orders"))) await makeFolder(join(to, "orders"), 0o700);
  for (const name of names) {
    // what is no small file was of no use before either
    const text = await readLedgerText(join(from, name)).catch(toNothing);
    if (text !== undefined) await replaceFile(join(to, name), text, { mode: 0o600 });
  }
}

function toNothing(error: unknown): undefined {
  if (!(error instanceof Problem)) throw error;
}

async function removeAll(names: readonly string[], from: string): Promise<void> {
  for (const name of names) await rm(join(from, name), { force: true, recursive: true });
  if (names.length > 0) await syncFolder(from);
}

/** In a container: a folder that outlives it (proc(5), mountinfo: the fifth field). */
async function isMounted(path: string): Promise<boolean> {
  const mounts = (await readFile("/proc/self/mountinfo", "utf8").catch(missingToUndefined)) ?? "";
  return mounts.split("\n").some((line) => line.split(" ")[4] === path);
}
