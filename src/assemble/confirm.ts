import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import type { Terminal } from "./ask.ts";

/** Asks at the terminal for a yes; whatever is not one is a no. undefined: there is no terminal. */
export async function confirm(
  question: string,
  { input, output }: Terminal = { input: stdin, output: stdout },
): Promise<boolean | undefined> {
  if (!input.isTTY) return undefined;
  const lines = createInterface({ input, output });
  try {
    return /^y(?:es)?$/i.test((await lines.question(question)).trim());
  } finally {
    lines.close();
  }
}
