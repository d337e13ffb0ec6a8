import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { plainText } from "../model/plain-text.ts";

export interface HookRunOptions {
  /** what a hook finds in its environment */
  environment: Readonly<Record<string, string | undefined>>;
  say: Print;
  /** ms after which a hook is ended */
  limit?: number;
}

/** Bytes of each of the two outputs that are said. */
const mostOutput = 8000;

/** The operator's own shell text, or the path of a program in renewal-hooks/. */
export type Hook = { text: string } | { path: string };

/**
 * Runs a hook: text as certbot does, with `/bin/sh -c` and nothing put into it; a path without a shell. The beginning of
 * what it prints is said when it has ended; how it ended is said and changes nothing. Never throws.
 */
export async function runHook(kind: string, hook: Hook, options: HookRunOptions): Promise<void> {
  const { environment, say, limit = 10 * 60_000 } = options;
  const [program, ...words] = "path" in hook ? [hook.path] : ["/bin/sh", "-c", hook.text];
  say(phrase`running the ${kind}-hook: ${"path" in hook ? hook.path : hook.text}`);
  // a group of its own, so that what it started ends with it
  const child = spawn(program ?? "", words, { env: environment, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const outputs = [firstOf(child.stdout), firstOf(child.stderr)];
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(child.pid);
  }, limit);
  const [code, signal] = await once(child, "exit").catch(() => [127, null]);
  clearTimeout(timer);
  for (const line of outputs.flatMap((read) => read())) say(`  ${line}`);
  const late = phrase`warning: the ${kind}-hook took longer than ${limit / 1000} seconds and was stopped`;
  for (const line of isLate ? [late] : warningsOf(kind, code, signal)) say(line);
}

function warningsOf(kind: string, code: number, signal: NodeJS.Signals | null): readonly string[] {
  if (signal !== null) return [phrase`warning: the ${kind}-hook was ended by the signal ${signal}`];
  return code === 0 ? [] : [phrase`warning: the ${kind}-hook reported error code ${code}`];
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // all of it has ended meanwhile
  }
}

/** Keeps the beginning of a stream, reads on and forgets the rest; gives its lines. */
function firstOf(stream: Readable): () => readonly string[] {
  let kept = Buffer.alloc(0);
  let isCut = false;
  stream.on("data", (chunk: Buffer) => {
    isCut ||= kept.length + chunk.length > mostOutput;
    if (kept.length < mostOutput) kept = Buffer.concat([kept, chunk.subarray(0, mostOutput - kept.length)]);
  });
  return () => {
    const text = plainText(kept.toString("utf8")).trimEnd();
    return [...(text === "" ? [] : text.split("\n")), ...(isCut ? [phrase`… (the rest is left out)`] : [])];
  };
}
