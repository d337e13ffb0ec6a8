import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Act, told } from "./transport.ts";

/** Writes the moment into a file that a watcher compares with what it saw last; replaced in one step. */
export function stampAct(path: string, now: () => Date = () => new Date()): Act {
  return async () => {
    const temp = `${path}.new`;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temp, `${now().toISOString()}\n`, { mode: 0o644 });
    await rename(temp, path);
    return told("done");
  };
}
