import { join } from "node:path";
import { fileStateNow } from "../base/file-state.ts";
import type { Certificate } from "../model/lineage.ts";
import type { LineagePlaces } from "./layout.ts";

/** What this process has read of lineages, by the paths of their confs: read again only after one of their files changed. */
export interface LineageMemory {
  read: Map<string, { state: string; certificate: Certificate }>;
  /** the state in which nothing was to be mended */
  mended: Map<string, string>;
}

export function lineageMemory(): LineageMemory {
  return { read: new Map(), mended: new Map() };
}

/** The conf, and the folder of the links, which changes with each of them. */
export function linksState({ live, conf }: LineagePlaces): string {
  return stateOf([live, conf]);
}

/** The two files of a version that are read. */
export function versionState({ archive }: LineagePlaces, version: number): string {
  return stateOf([join(archive, `fullchain${version}.pem`), join(archive, `privkey${version}.pem`)]);
}

/** All that a killed run leaves something in. */
export function leftoversState({ live, archive, conf, newConf }: LineagePlaces): string {
  return stateOf([live, archive, conf, newConf]);
}

/** What cannot be looked at counts as missing: reading it says why. */
export function stateOf(paths: readonly string[]): string {
  return paths.map(stateOrNone).join(" ");
}

function stateOrNone(path: string): string | undefined {
  try {
    return fileStateNow(path);
  } catch {
    return undefined;
  }
}
