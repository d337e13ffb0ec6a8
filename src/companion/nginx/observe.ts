import { phrase } from "../../model/phrase.ts";
import type { CommandResult } from "../docker/command.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import { refusal } from "../refusal.ts";
import { dumpOf, maxDumpBytes, testArguments, testLimits } from "./config-test.ts";
import type { Dump } from "./dump.ts";
import type { Inside } from "./inside.ts";
import { masterIn, waitForMaster } from "./master.ts";
import type { Master } from "./processes.ts";
import { serverStart } from "./server-start.ts";
import { listMark } from "./shell-scripts.ts";

/** The master, and the configuration on disk, tested; undefined: it cannot be tested from here. */
export interface Running {
  master: Master;
  dump: Dump | undefined;
}

/** A script that begins with `lookAtNginx`, and the words before its `--`. */
export interface ObserveScript {
  script: string;
  words?: readonly string[];
  /** room for its output after the dump */
  moreBytes?: number;
}

const upWithinMs = 5000;
const mostLooks = 3;
const maxProcessBytes = 4 * 1024 * 1024;

/**
 * Runs such a script; returns the running nginx, and the output after the dump. Reads only. Throws Problem `not-ready`,
 * `several-nginx`, `config-test-failed` or `upstream-missing`.
 */
export async function look(
  inside: Inside,
  nginx: NginxContainer,
  how: ObserveScript,
): Promise<(Running & { more: Buffer }) | "no-shell"> {
  const start = serverStart(nginx);
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const seen = await observeOnce(inside, how, testArguments(start));
    const master = masterIn(seen.result, seen.processes, nginx.rootPid);
    if (master === "no-shell") return master;
    if (master) return { master, dump: dumpOf(seen.result, seen.dump, start), more: seen.more };
    // a test while no master ran means nothing
    const up = await waitForMaster(inside, nginx.rootPid, upWithinMs);
    if (!up) break;
  }
  throw notReady();
}

interface Seen {
  processes: string;
  dump: Buffer;
  more: Buffer;
  result: CommandResult;
}

async function observeOnce(inside: Inside, how: ObserveScript, tested: readonly string[]): Promise<Seen> {
  const { script, words = [], moreBytes = 0 } = how;
  const maxBytes = maxProcessBytes + maxDumpBytes + moreBytes;
  const result = await inside.shell(script, [...words, "--", ...tested], { ...testLimits, maxBytes });
  const [processes, rest] = cut(result.stdout);
  const [dump, more] = cut(rest);
  return { processes: processes.toString(), dump, more, result };
}

/** The output before the next mark, and after it. */
export function cut(printed: Buffer): [before: Buffer, after: Buffer] {
  const at = printed.indexOf(listMark);
  return at < 0 ? [printed, Buffer.alloc(0)] : [printed.subarray(0, at), printed.subarray(at + 1)];
}

const notReady = () =>
  refusal(
    "not-ready",
    phrase`no nginx master with a worker within ${upWithinMs / 1000} s`,
    "docker compose logs nginx",
  );
