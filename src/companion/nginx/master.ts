import { setTimeout as pause } from "node:timers/promises";
import { phrase } from "../../model/phrase.ts";
import type { CommandResult } from "../docker/command.ts";
import { noShell } from "../docker/shell.ts";
import { refusal } from "../refusal.ts";
import type { Inside } from "./inside.ts";
import { listProcesses } from "./process-scripts.ts";
import { findMaster, type Master, parseProcesses } from "./processes.ts";
import { recordMark } from "./shell-scripts.ts";

export interface Waiting {
  now?: () => number;
  /** milliseconds */
  wait?: (ms: number) => Promise<unknown>;
  /** ends the wait early */
  signal?: AbortSignal;
}

export const pollMs = 80;

/** The nginx master with its workers; undefined when it is not up within `limitMs`. Throws Problem `several-nginx`. */
export async function waitForMaster(
  inside: Inside,
  rootPid: number,
  limitMs: number,
  { now = () => performance.now(), wait = pause, signal }: Waiting = {},
): Promise<Master | "no-shell" | undefined> {
  const end = now() + limitMs;
  for (;;) {
    const result = await inside.shell(listProcesses);
    const master = masterIn(result, result.stdout.toString(), rootPid);
    if (master || now() >= end || signal?.aborted) return master;
    await wait(pollMs);
  }
}

/** The master in the output of `listProcesses`; undefined: none with a worker yet. Throws Problem `several-nginx`. */
export function masterIn(
  { exitCode }: Pick<CommandResult, "exitCode">,
  printed: string,
  rootPid: number,
): Master | "no-shell" | undefined {
  if (exitCode === noShell && !printed.includes(recordMark)) return "no-shell";
  const found = findMaster(parseProcesses(printed), rootPid);
  if (found === "several") throw several();
  return found === "none" ? undefined : found;
}

// Which of them to signal is unknowable: a new binary takes over, or one of them is a stranger.
const several = () =>
  refusal(
    "several-nginx",
    phrase`more than one nginx master runs in the container`,
    phrase`docker compose exec nginx ps, and end the one that is left over`,
  );
