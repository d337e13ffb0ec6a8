import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";

export interface HookRunOptions {
  /** what a hook finds in its environment */
  environment: Readonly<Record<string, string | undefined>>;
  say: Print;
  /** ms after which a hook is ended */
  limit?: number;
}

const mostOutput = 16_000;

/** The operator's own shell text, or the path of a program in renewal-hooks/. */
export type Hook = { text: string } | { path: string };

/**
 * Runs a hook: text as certbot does, with `/bin/sh -c` and nothing put into it; a path without a shell. What it prints
 * is said when it has ended; its exit code is said and changes nothing. Never throws.
 */
export async function runHook(kind: string, hook: Hook, options: HookRunOptions): Promise<void> {
  const { environment, say, limit = 10 * 60_000 } = options;
  const [program, ...words] = "path" in hook ? [hook.path] : ["/bin/sh", "-c", hook.text];
  say(phrase`running the ${kind}-hook: ${"path" in hook ? hook.path : hook.text}`);
  // a group of its own, so that what it started ends with it
  const child = spawn(program ?? "", words, { env: environment, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
  const timer = setTimeout(() => endGroup(child.pid), limit);
  const [code, signal] = await once(child, "exit").catch(() => [127, null]);
  clearTimeout(timer);
  for (const line of linesOf(output)) say(`  ${line}`);
  if (signal !== null) say(phrase`warning: the ${kind}-hook took longer than ${limit / 1000} seconds and was ended`);
  if (signal === null && code !== 0) say(phrase`warning: the ${kind}-hook reported error code ${code}`);
}

function endGroup(pid: number | undefined): void {
  if (pid !== undefined) process.kill(-pid, "SIGKILL");
}

function linesOf(output: readonly Buffer[]): readonly string[] {
  const text = Buffer.concat(output).toString("utf8").slice(0, mostOutput).trimEnd();
  return text === "" ? [] : text.split("\n");
}
