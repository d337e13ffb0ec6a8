import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { type Readable, Writable } from "node:stream";

export interface Terminal {
  input: Readable & { isTTY?: boolean };
  output: Writable;
}

/** Asks for a secret at the terminal, and shows nothing of what is typed. undefined: there is no terminal. */
export async function ask(
  question: string,
  { input, output }: Terminal = { input: stdin, output: stdout },
): Promise<string | undefined> {
  if (!input.isTTY) return undefined;
  output.write(question);
  // readline takes over the echo from the terminal, and writes it to where nobody looks
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  try {
    return await lines.question("");
  } finally {
    lines.close();
    output.write("\n");
  }
}
