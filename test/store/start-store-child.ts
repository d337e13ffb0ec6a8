import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const storeChild = join(import.meta.dirname, "store-child.ts");

export interface StoreChild {
  pid: number | undefined;
  /** every line that it has printed */
  said: readonly string[];
  /** Settles when it has printed the line so many times. */
  says(line: string, times?: number): Promise<void>;
  /** with SIGKILL; settles when it is gone */
  kill(): Promise<void>;
}

/** Starts store-child.ts and settles when it has printed the line. */
export async function startStoreChild(line: string, ...words: string[]): Promise<StoreChild> {
  const child = spawn(process.execPath, [storeChild, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout }).on("line", (printed) => said.push(printed));
  const ended = once(lines, "close");
  async function says(wanted: string, times = 1): Promise<void> {
    while (said.filter((printed) => printed === wanted).length < times) {
      const more = await Promise.race([once(lines, "line"), ended.then(() => undefined)]);
      if (more === undefined) throw new Error(`the child ended without saying ${wanted}`);
    }
  }
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  await says(line);
  return { pid: child.pid, said, says, kill };
}
