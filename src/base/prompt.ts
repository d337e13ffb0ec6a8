import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { type Readable, Writable } from "node:stream";

export interface Terminal {
  input: Readable & { isTTY?: boolean };
  output: Writable;
}

/** `left`: Ctrl-C, Ctrl-D or the end of the input, which are a quiet no. */
export type Typed = { kind: "typed"; text: string } | { kind: "left" } | { kind: "nobody" };

const here: Terminal = { input: stdin, output: stdout };

export async function ask(question: string, terminal: Terminal = here): Promise<Typed> {
  if (!terminal.input.isTTY) return { kind: "nobody" };
  return await lineOf(question, terminal.input, terminal.output, terminal);
}

/** Asks for a secret without echo. */
export async function askSecret(question: string, terminal: Terminal = here): Promise<Typed> {
  if (!terminal.input.isTTY) return { kind: "nobody" };
  terminal.output.write(question);
  // readline takes over the echo from the terminal
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  return await lineOf("", terminal.input, nowhere, terminal);
}

/** Asks for a yes; anything else is a no. undefined: no terminal. */
export async function confirm(question: string, terminal: Terminal = here): Promise<boolean | undefined> {
  const typed = await ask(question, terminal);
  if (typed.kind === "nobody") return undefined;
  return typed.kind === "typed" && /^y(?:es)?$/i.test(typed.text.trim());
}

async function lineOf(question: string, input: Readable, echo: Writable, { output }: Terminal): Promise<Typed> {
  const lines = createInterface({ input, output: echo, terminal: true });
  const closed = new Promise<Typed>((resolve) => lines.once("close", () => resolve({ kind: "left" })));
  const typed = lines.question(question).then(
    (text): Typed => ({ kind: "typed", text }),
    () => closed,
  );
  const answer = await Promise.race([typed, closed]);
  lines.close();
  if (answer.kind === "left" || echo !== output) output.write("\n");
  return answer;
}
