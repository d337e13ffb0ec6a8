import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const storeChild = join(import.meta.dirname, "store-child.ts");

export interface StoreChild {
  pid: number | undefined;
  /** with SIGKILL; settles when it is gone */
  kill(): Promise<void>;
}

/** Starts store-child.ts and settles when it has printed the line. */
export async function startStoreChild(line: string, ...words: string[]): Promise<StoreChild> {
  const child = spawn(process.execPath, [storeChild, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    lines.on("line", (printed) => printed === line && resolve());
    lines.on("close", () => reject(new Error(`the child ended without saying ${line}`)));
  });
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return { pid: child.pid, kill };
}
