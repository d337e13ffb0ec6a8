import { expect, it } from "vitest";
import type { Context } from "../../src/cli/context.ts";
import { type RoundResult, restBetweenRounds } from "../../src/cli/resting.ts";
import { leaving, memoryLeft, newMemory } from "../../src/cli/serve-memory.ts";
import { companionMemoryLeft, newCompanionMemory } from "../../src/companion/memory.ts";
import type { Keeper, RestPlan } from "../../src/model/keeper.ts";
import type { Settings } from "../../src/model/settings.ts";

const start = new Date("2026-11-30T12:00:00Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const hour = 3600;
const well: RoundResult = { at: at(5), next: at(hour), certificate: undefined, isChanged: false, isWell: true };

interface Given {
  now?: number;
  last?: RoundResult | undefined;
  wokenBy?: Keeper["wokenBy"];
  isUnwatched?: boolean;
  retry?: Date;
  isKept?: boolean;
  /** false: the note of the rest cannot be written */
  isNoted?: boolean;
}

/** The rule, and what the keeper was given. */
function resting({ now = 10, isKept = true, isNoted = true, wokenBy = "start", isUnwatched, ...given }: Given = {}) {
  const rested: [RestPlan, unknown][] = [];
  const left: number[] = [];
  const keeper = {
    ...{ wokenBy, door: undefined, pages: undefined, memory: undefined, promise: async () => {} },
    rest: async (...what: [RestPlan, unknown]) => rested.push(what) > 0 && isNoted,
  };
  const assembly = { keeper: isKept ? keeper : undefined, restPlan: async () => (isUnwatched ? undefined : {}) };
  const context = { assembly, clock: { now: () => at(now) } } as unknown as Context;
  const last = "last" in given ? given.last : well;
  const rest = restBetweenRounds(context, {
    settings: {} as unknown as Settings,
    memory: newMemory(start),
    last: () => last,
    observer: { settled: async () => given.retry, leave: async () => void left.push(rested.length) },
  });
  return { rest, rested, left };
}

it("rests half a minute after its start where the check found nothing to do, at once later on", () => {
  expect(resting().rest?.after(at(hour))).toBe(20_000);
  expect(resting({ now: 600 }).rest?.after(at(hour))).toBe(0);
});

it("rests half a minute after it has renewed", () => {
  const last = { ...well, at: at(600), isChanged: true };
  expect(resting({ now: 605, last }).rest?.after(at(hour))).toBe(25_000);
});

it("stays up while anything is wrong, before a first round, and for a short pause", () => {
  expect(resting({ last: { ...well, isWell: false } }).rest?.after(at(hour))).toBeUndefined();
  expect(resting({ last: undefined }).rest?.after(at(hour))).toBeUndefined();
  expect(resting().rest?.after(at(60))).toBeUndefined();
});

it.each<[string, Given]>([
  ["without a keeper", { isKept: false }],
  ["where the keeper could not wait for what it was given", { wokenBy: "refused" }],
])("stays up %s", (_, given) => {
  expect(resting(given).rest).toBeUndefined();
});

it("rests until the next round, or until a notice that did not arrive is tried again", async () => {
  const { rest, rested } = resting();
  expect(await rest?.begin(at(hour))).toBe(true);
  expect(rested[0]?.[0]).toEqual({ until: at(hour) });
  const sooner = resting({ retry: at(900) });
  await sooner.rest?.begin(at(hour));
  expect(sooner.rested[0]?.[0]).toEqual({ until: at(900) });
});

it("finishes its answers at METRICS_PORT once it may end, not before", async () => {
  const ends = resting();
  await ends.rest?.begin(at(hour));
  expect(ends.left).toEqual([1]);
  const stays = resting({ isNoted: false });
  expect(await stays.rest?.begin(at(hour))).toBe(false);
  expect(stays.left).toEqual([]);
});

it("stays up where its companion cannot be watched meanwhile", async () => {
  const { rest, rested } = resting({ isUnwatched: true });
  expect(await rest?.begin(at(hour))).toBe(false);
  expect(rested).toEqual([]);
});

it("leaves to the next process what was said, when others were checked, when it all began, and what was counted", () => {
  const memory = newMemory(start);
  memory.said.add("good, due tomorrow");
  memory.checkedAt.set("__proto__", at(7));
  memory.weekly = ["weekly check: port 80 is closed"];
  memory.counted = { failures: { network: 2 }, deployed: true };
  const left = JSON.parse(JSON.stringify(leaving(memory)));
  expect(memoryLeft(left)).toEqual(memory);
});

it.each([
  undefined,
  null,
  7,
  "text",
  [],
  {},
  { said: [1] },
  { startedAt: "soon", said: [], checkedAt: [], weekly: [] },
])("goes on as for the first time with %j in its place", (left) => {
  expect(memoryLeft(left)).toBeUndefined();
  expect(companionMemoryLeft(left)).toBeUndefined();
});

it("leaves the companion's counts as they are", () => {
  const memory = newCompanionMemory();
  memory.counts.reloads.push({ at: 5 });
  memory.counts.switches.push({ at: 6, what: "nginx ended" });
  const left = { ...memory, reloadOwed: true, upstreams: { start: "id 1", read: [["api", "10.0.0.3"]] } };
  expect(companionMemoryLeft(JSON.parse(JSON.stringify(left)))).toEqual(left);
});
