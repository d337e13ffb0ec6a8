import { diskProblem } from "../../src/store/disk-problem.ts";
import type { World } from "./world.ts";

/** A disk in memory: a rename is whole or not at all, and what was not synced may be gone after a power cut. */
export interface Disk {
  read(path: string): string | undefined;
  /** what was put there as an object stays one; it must not be changed */
  object(path: string): unknown;
  names(folder: string): readonly string[];
  /** content is synced, as createFile does; the name is not, until syncNames */
  create(path: string, content: string): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  syncNames(): void;
  /** all at once: aside, rename, names synced */
  replace(path: string, content: unknown): void;
  /** goes up with each crash */
  crashes(): number;
  /** Everything under these folders is gone, and nobody was asked. */
  lose(folders: readonly string[]): void;
}

export function memoryDisk(world: World): Disk {
  let files = new Map<string, unknown>();
  let durable = new Map<string, unknown>();
  let crashes = 0;
  world.onKill((power) => {
    crashes++;
    if (power) files = survivors(files, durable, () => world.chance.happens(0.5));
    durable = new Map(files);
  });
  function touch(): void {
    world.step(5);
    if (world.is("diskFull"))
      throw diskProblem(Object.assign(new Error("full"), { code: "ENOSPC" }), "/etc/letsencrypt");
  }
  const disk: Disk = {
    read: (path) => files.get(path) as string | undefined,
    object: (path) => files.get(path),
    names: (folder) =>
      [...files.keys()].filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length)),
    create(path, content) {
      touch();
      files.set(path, content);
    },
    rename(from, to) {
      touch();
      files.set(to, files.get(from));
      files.delete(from);
    },
    remove(path) {
      if (!files.has(path)) return;
      world.step(5);
      files.delete(path);
    },
    syncNames() {
      world.step(5);
      durable = new Map(files);
    },
    replace(path, content) {
      touch();
      files.set(path, content);
      durable.set(path, content);
      world.step(5);
    },
    crashes: () => crashes,
    lose(folders) {
      for (const map of [files, durable]) {
        for (const path of map.keys()) if (folders.some((folder) => path.startsWith(folder))) map.delete(path);
      }
    },
  };
  return disk;
}

/** Every name that was not synced is as it was, or as it became. */
function survivors(
  files: Map<string, unknown>,
  durable: Map<string, unknown>,
  lost: () => boolean,
): Map<string, unknown> {
  const after = new Map(files);
  for (const path of new Set([...files.keys(), ...durable.keys()])) {
    if (files.get(path) === durable.get(path) || !lost()) continue;
    const old = durable.get(path);
    if (old === undefined) after.delete(path);
    else after.set(path, old);
  }
  return after;
}
