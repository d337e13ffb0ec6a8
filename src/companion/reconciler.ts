import { later } from "../base/dates.ts";
import { type CompanionAnswer, type CompanionCode, companionLimits, fixMark } from "../model/companion.ts";
import type { Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import type { Alive } from "../model/status.ts";
import type { Queue } from "./queue.ts";
import { codeIn, inWords } from "./refusal.ts";
import { describeStartup, type LogLines } from "./startup-log.ts";
import { acted, settled, type WebServer } from "./web-server.ts";

export interface ReconcilerOptions {
  queue: Queue;
  print: Print;
  signal: AbortSignal;
  now: () => Date;
  beat: (alive: Alive) => Promise<void>;
  /** what was said already */
  startup: LogLines;
  /** an earlier process of this container had its first round */
  isFirst: boolean;
}

export interface Reconciler {
  /** Brings the server to the desired state. */
  round(): Promise<void>;
  /** what it said last; undefined: a problem, or the last round did not end well */
  wellSaid(): readonly string[] | undefined;
}

/** The same twice in a row stays so for this start of the container: the first may be of a moment, such as a `git pull`. */
const final: readonly CompanionCode[] = ["unknown-shape", "stack-updated", "reload-refused", "rolled-back"];

/**
 * The rounds that bring a server to the desired state. A round says each thing once, and the state when a problem is
 * over. It never throws: a bug of ours is said, and the next round follows.
 */
export function reconciler(server: WebServer, options: ReconcilerOptions): Reconciler {
  const { queue, print, signal, now, beat } = options;
  const givenUp = givingUp();
  let { isFirst, startup: said } = options;
  let staleAt = staleAfter(now());

  const say = (lines: LogLines) => {
    for (const line of lines.lines) if (!said.lines.includes(line)) print(line);
    said = lines;
  };
  async function round(): Promise<LogLines> {
    const start = await server.waitUntilUp(signal);
    const given = { isFirst, isGivenUp: givenUp.on(start) };
    const done = await queue.run(async () => acted(server, await settled(server), (seen) => seen.maintain(given)));
    isFirst = false;
    if (given.isGivenUp && !done) return said;
    givenUp.note(start, done);
    const lines = describe(done);
    return said.isProblem && !lines.isProblem ? joined(lines, await queue.run(() => describeStartup(server))) : lines;
  }
  const roundWithWords = async () => {
    try {
      say(await round());
      staleAt = staleAfter(now());
    } catch (error) {
      say({ lines: [inWords(error)], isProblem: true });
      if (isElsewhere(error)) staleAt = staleAfter(now());
    }
    await beat({ line: said.lines[0] ?? listening(), staleAt }).catch(() => undefined);
  };
  return { round: roundWithWords, wellSaid: () => (said.isProblem || givenUp.any() ? undefined : said.lines) };
}

function givingUp() {
  let last: string | undefined;
  let start: string | undefined;
  return {
    on: (one: string) => one === start,
    any: () => start !== undefined,
    note(one: string, done: CompanionAnswer | undefined) {
      const failed = done && final.includes(done.code) ? `${one} ${done.code}` : undefined;
      if (failed !== undefined && failed === last) start = one;
      last = failed;
    },
  };
}

/** What health says where there is nothing else to say. */
export const listening = (): string => phrase`the companion is listening`;

/** A fault of the operator's stack is none of the watcher's; a silent Engine, or a bug, is. */
const isElsewhere = (error: unknown) => !["docker-failed", undefined].includes(codeIn(error));

const staleAfter = (now: Date) => later(now, companionLimits.staleMs);

const joined = (one: LogLines, other: LogLines): LogLines => ({
  lines: [...one.lines, ...other.lines],
  isProblem: other.isProblem,
});

function describe(done: CompanionAnswer | undefined): LogLines {
  if (!done || done.code === "unchanged") return { lines: [], isProblem: false };
  const { code, https, output } = done;
  if (code === "done") {
    const line = phrase`nginx was not as it should be: switched, HTTPS is ${https ? phrase`on` : phrase`off`}`;
    return { lines: [line], isProblem: false };
  }
  const line = phrase`nginx was left as it is (${code}): ${output.replace(`\n${fixMark}`, `\n  ${fixMark}`)}`;
  return { lines: [line], isProblem: true };
}
