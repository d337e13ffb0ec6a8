import { expect, test } from "vitest";
import { answer, nothingKnown } from "../../src/companion/answers.ts";
import { oneAtATime } from "../../src/companion/queue.ts";
import { reconciler } from "../../src/companion/reconciler.ts";
import { refusal } from "../../src/companion/refusal.ts";
import type { Observed, Round, WebServer } from "../../src/companion/web-server.ts";
import type { CompanionCode } from "../../src/model/companion.ts";
import type { Alive } from "../../src/model/status.ts";

const calm: Observed = {
  facts: nothingKnown,
  due: [],
  describe: async () => ["all is as it should be"],
  test: () => Promise.reject(new Error("not asked for")),
  reload: () => Promise.reject(new Error("not asked for")),
  switch: () => Promise.reject(new Error("not asked for")),
  maintain: async () => undefined,
  remedy: () => undefined,
};

/** Rounds over a server that is seen as `observe` says, a minute apart. */
function rounds(observe: () => Promise<Observed>, waitUntilUp = async () => "start") {
  let minutes = 0;
  const lines: string[] = [];
  const beats: Alive[] = [];
  const server: WebServer = { observe, waitUntilUp, explain: async () => undefined };
  const { round } = reconciler(server, {
    queue: oneAtATime(),
    print: (line) => void lines.push(line),
    signal: new AbortController().signal,
    now: () => new Date(minutes * 60_000),
    beat: async (alive) => void beats.push(alive),
    startup: { lines: [], isProblem: false },
    isFirst: true,
  });
  return {
    lines,
    async next() {
      await round();
      minutes += 1;
      const { staleAt = new Date(0) } = beats.at(-1) ?? {};
      return { isHealthyFor: staleAt.getTime() / 60_000 - minutes + 1 };
    },
  };
}

test("a bug in a round is said once, and the rounds go on", async () => {
  const bug = new RangeError("Maximum call stack size exceeded");
  let isThere = true;
  const { next, lines } = rounds(async () => {
    if (isThere) throw bug;
    return calm;
  });
  await next();
  await next();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("this is a bug: RangeError: Maximum call stack size exceeded");
  isThere = false;
  await next();
  expect(lines.at(-1)).toBe("all is as it should be");
});

test("something that is thrown and is no error is said as well", async () => {
  const { next, lines } = rounds(() => Promise.reject("odd"));
  await next();
  expect(lines).toEqual(["this is a bug: odd"]);
});

test("health lasts five minutes from the last round that ended well", async () => {
  let engine = true;
  const { next } = rounds(async () => {
    if (!engine) throw refusal("docker-failed", "the Engine does not answer", "wait");
    return calm;
  });
  expect(await next()).toEqual({ isHealthyFor: 5 });
  expect(await next()).toEqual({ isHealthyFor: 5 });
  engine = false;
  expect(await next()).toEqual({ isHealthyFor: 4 });
  for (let minute = 0; minute < 3; minute += 1) await next();
  expect(await next()).toEqual({ isHealthyFor: 0 });
  engine = true;
  expect(await next()).toEqual({ isHealthyFor: 5 });
});

test("an nginx that does not run is no fault of the companion's own", async () => {
  const { next } = rounds(async () => {
    throw refusal("no-nginx", "it does not run", "start it");
  });
  await next();
  expect(await next()).toEqual({ isHealthyFor: 5 });
});

test("a failure that would stay the same is given up on once it has come twice, until nginx starts again", async () => {
  let [start, code] = ["one", "stack-updated" as CompanionCode];
  const givenUp: boolean[] = [];
  const observe = async () => ({
    ...calm,
    async maintain({ isGivenUp }: Round) {
      givenUp.push(isGivenUp);
      return isGivenUp ? undefined : answer(code, nothingKnown);
    },
  });
  const { next } = rounds(observe, async () => start);
  for (let minute = 0; minute < 3; minute += 1) await next();
  expect(givenUp.splice(0)).toEqual([false, false, true]);
  start = "two";
  for (code of ["stack-updated", "not-ready", "stack-updated", "unknown-shape"] as const) await next();
  expect(givenUp).toEqual([false, false, false, false]);
});

test("what is due is put right first, and looked at again after each step", async () => {
  const diary: string[] = [];
  const left = ["undo a switch", "take up an edit"];
  const { next } = rounds(async () => {
    diary.push(`observe with ${left.length} due`);
    const due = left.map((name) => ({
      name,
      apply: async () => {
        diary.push(name);
        left.shift();
      },
    }));
    return { ...calm, due };
  });
  await next();
  expect(diary).toEqual([
    "observe with 2 due",
    "undo a switch",
    "observe with 1 due",
    "take up an edit",
    "observe with 0 due",
  ]);
});
