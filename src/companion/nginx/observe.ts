import { phrase } from "../../model/phrase.ts";
import type { CommandResult } from "../docker/command.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import { refusal } from "../refusal.ts";
import { dumpOf, maxDumpBytes } from "./config-test.ts";
import type { Dump } from "./dump.ts";
import type { Inside } from "./inside.ts";
import { madeRoom } from "./pooled-clients.ts";
import { findMaster, type Master, parseProcesses } from "./processes.ts";
import { waitForMaster } from "./reload.ts";
import { listMark } from "./shell-scripts.ts";

/** The master, and the configuration as it lies there, tested. */
export interface Running {
  master: Master;
  dump: Dump;
}

/** One of the scripts that begin with `lookAtNginx`, and the words before its `--`. */
export interface ObserveScript {
  script: string;
  words?: readonly string[];
  /** room for what it prints after the dump */
  moreBytes?: number;
}

const upWithinMs = 5000;
const mostLooks = 4;
const maxProcessBytes = 1024 * 1024;

/** The master, once nginx is up. Throws Problem `not-ready`. */
export async function masterOf(inside: Inside, rootPid: number): Promise<Master> {
  const master = await waitForMaster(inside, rootPid, upWithinMs);
  if (master) return master;
  throw notReady();
}

/**
 * Runs such a script; gives what it tells of the running nginx, and what it printed after the dump. When our own line
 * clashes with a person's it is taken out. Throws Problem `not-ready`, `config-test-failed` or `upstream-missing`.
 */
export async function look(
  inside: Inside,
  nginx: NginxContainer,
  how: ObserveScript,
): Promise<Running & { more: Buffer }> {
  let flags = usualFlags(nginx);
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const seen = await observeOnce(inside, how, flags);
    const master = findMaster(parseProcesses(seen.processes), nginx.rootPid);
    // What was tested while no master ran, or as another one would read it, tells nothing.
    if (!master || master.flags.join("\0") !== flags.join("\0")) {
      flags = (master ?? (await masterOf(inside, nginx.rootPid))).flags;
      continue;
    }
    try {
      return { master, dump: dumpOf(seen.result, seen.dump), more: seen.more };
    } catch (error) {
      if (!(await madeRoom(inside, nginx, error))) throw error;
    }
  }
  throw notReady();
}

interface Seen {
  processes: string;
  dump: Buffer;
  more: Buffer;
  result: CommandResult;
}

async function observeOnce(inside: Inside, how: ObserveScript, flags: readonly string[]): Promise<Seen> {
  const { script, words = [], moreBytes = 0 } = how;
  const maxBytes = maxProcessBytes + maxDumpBytes + moreBytes;
  const result = await inside.shell(script, [...words, "--", ...flags], { maxBytes });
  const [processes, rest] = cut(result.stdout);
  const [dump, more] = cut(rest);
  return { processes: processes.toString(), dump, more, result };
}

/** What comes before the next mark, and what after it. */
export function cut(printed: Buffer): [before: Buffer, after: Buffer] {
  const at = printed.indexOf(listMark);
  return at < 0 ? [printed, Buffer.alloc(0)] : [printed.subarray(0, at), printed.subarray(at + 1)];
}

// A guess that the master's own title confirms or corrects: both known kinds of image start it so.
function usualFlags({ command }: NginxContainer): readonly string[] {
  const [program, ...words] = command;
  return program === "nginx" && words.length > 0 ? words : ["-g", "daemon off;"];
}

const notReady = () =>
  refusal(
    "not-ready",
    phrase`no nginx master with a worker within ${upWithinMs / 1000} s`,
    "docker compose logs nginx",
  );
