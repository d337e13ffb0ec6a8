import { once } from "node:events";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "./deadline.ts";

export interface Program {
  file: string;
  words?: readonly string[];
  /** its whole environment */
  environment: Readonly<Record<string, string | undefined>>;
  /** ms after which it and its children are killed */
  limitMs: number;
  /** bytes of its output that are kept; the rest is read and dropped */
  maxBytes?: number;
  /** kills it at once */
  signal?: AbortSignal;
}

export interface Ended {
  ending: Ending;
  /** stdout and stderr as they came */
  output: string;
}

/** `killed`: by that signal, and not by us. */
export type Ending =
  | { kind: "exited"; code: number }
  | { kind: "killed"; signal: string }
  | { kind: "late" }
  | { kind: "stopped" }
  | { kind: "not-started"; why: string };

/** ms after its end: programs that it left running keep its pipes open. */
const drainMs = 100;

/**
 * Runs a program without a shell, in a process group of its own and with nothing on stdin. Does not wait for background
 * programs that it left running, which go on. Never throws.
 */
export async function runProgram(program: Program): Promise<Ended> {
  const { limitMs, maxBytes = 16_000, signal } = program;
  const { execa } = await import("execa");
  const child = start(execa, program);
  const output = keepUpTo(maxBytes, child.all);
  const deadline = until(limitMs, signal);
  await endOf(child, deadline);
  if (child.pid === undefined) return { ending: { kind: "not-started", why: (await child).code ?? "" }, output: "" };
  const { exitCode, signalCode } = child.nodeChildProcess;
  if (signalCode === null) return { ending: { kind: "exited", code: exitCode ?? 0 }, output: output() };
  const isOurs = signalCode === "SIGKILL" && deadline.aborted;
  const kind = signal?.aborted ? "stopped" : "late";
  return { ending: isOurs ? { kind } : { kind: "killed", signal: signalCode }, output: output() };
}

type Child = ReturnType<typeof start>;

function start(execa: typeof import("execa").execa, { file, words = [], environment }: Program) {
  const outputs = { stdin: "ignore", all: true, buffer: false, reject: false } as const;
  const group = { killDescendants: true, cleanup: false };
  return execa(file, words, { ...outputs, ...group, env: { ...environment }, extendEnv: false });
}

async function endOf(child: Child, deadline: AbortSignal): Promise<void> {
  const kill = () => void child.kill("SIGKILL");
  deadline.addEventListener("abort", kill);
  if (deadline.aborted) kill();
  await Promise.race([once(child.nodeChildProcess, "exit").catch(() => child), child]);
  deadline.removeEventListener("abort", kill);
  await Promise.race([child, sleep(drainMs)]);
  // keep reading, without keeping this process up
  for (const pipe of [child.stdout, child.stderr]) if (pipe instanceof Socket) pipe.unref();
}

function keepUpTo(maxBytes: number, stream: Readable): () => string {
  const kept: Buffer[] = [];
  let left = maxBytes;
  stream.on("data", (chunk: Buffer) => {
    if (left > 0) kept.push(chunk.subarray(0, left));
    left -= chunk.length;
  });
  return () => Buffer.concat(kept).toString("utf8");
}
