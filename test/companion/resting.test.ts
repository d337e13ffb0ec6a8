import { expect, it } from "vitest";
import { lastActivity, restAfterRound } from "../../src/companion/resting.ts";
import { readCompanionSettings } from "../../src/config/companion-settings.ts";
import type { Keeper, RestPlan } from "../../src/model/keeper.ts";
import type { CompanionSettings } from "../../src/model/settings.ts";
import { companionContext } from "../support/companion-context.ts";

const start = Date.parse("2026-11-30T12:00:00Z");

interface Given {
  /** seconds since the start */
  now?: number;
  wokenBy?: Keeper["wokenBy"];
  settings?: Partial<CompanionSettings>;
  said?: readonly string[] | undefined;
  isBusy?: boolean;
  isOwing?: boolean;
  isKept?: boolean;
  isFull?: boolean;
}

async function afterRound({ now = 60, wokenBy = "start", settings = {}, isBusy = false, ...given }: Given) {
  let seconds = 0;
  const clock = () => new Date(start + seconds * 1000);
  const rested: [RestPlan, unknown][] = [];
  const posted: unknown[] = [];
  const promised: Date[] = [];
  const keeper: Keeper = {
    ...{ wokenBy, door: undefined, pages: undefined, memory: undefined },
    promise: async (until) => void promised.push(until),
    rest: async (...what) => rested.push(what) > 0 && !given.isFull,
  };
  const context = companionContext({ engine: {}, now: clock });
  if (given.isOwing) context.memory.reloadOwed = true;
  const activity = lastActivity(clock);
  const said = "said" in given ? given.said : ["HTTPS is on"];
  const after = restAfterRound(
    {
      settings: { ...readCompanionSettings({ environment: {} }), ...settings },
      keeper: given.isKept === false ? undefined : keeper,
      now: clock,
      beat: async (alive) => void posted.push(alive),
    },
    { context, rounds: { round: async () => {}, wellSaid: () => said }, activity, leave: () => !isBusy },
  );
  seconds = now;
  return { result: await after(new Date(start + 59_000)), rested, posted, promised };
}

it("rests after a round that ended well: for three hours, unless a request comes, or a container starts", async () => {
  const { result, rested, posted, promised } = await afterRound({});
  expect(result).toBe("rests");
  const [plan, memory] = rested[0] ?? [];
  expect(plan).toMatchObject({
    until: new Date(start + 10_860_000),
    listen: { path: "/run/httpsidecar/companion.sock" },
    held: { path: "/run/httpsidecar/companion.sock.alive" },
    events: { engine: "unix:/var/run/docker.sock" },
  });
  const asked = new URL(plan?.events?.path ?? "", "http://engine");
  expect(asked.searchParams.get("since")).toBe(`${start / 1000 + 59}`);
  expect(JSON.parse(asked.searchParams.get("filters") ?? "")).toEqual({
    ...{ type: ["container"], event: ["start", "die"] },
    label: ["com.docker.compose.project=stack"],
  });
  expect(memory).toMatchObject({ said: ["HTTPS is on"] });
  expect(posted).toEqual([{ line: "HTTPS is on", staleAt: new Date(start + 11_160_000) }]);
  expect(promised).toEqual([new Date(start + 360_000)]);
});

it("waits a third of a minute after a request", async () => {
  expect((await afterRound({ now: 5 })).result).toBe(15_000);
});

it.each<[string, Given]>([
  ["something is wrong", { said: undefined }],
  ["a reload is still to come", { isOwing: true }],
  ["the keeper could not wait", { wokenBy: "refused" }],
  ["nothing keeps the place", { isKept: false }],
  ["containers start on other machines", { settings: { deploy: "swarm" } }],
])("stays up while %s", async (_, given) => {
  const { result, rested } = await afterRound(given);
  expect(result).toBe(60_000);
  expect(rested).toEqual([]);
});

it("looks again soon where a client is connected, or what to wait for cannot be written", async () => {
  for (const given of [{ isBusy: true }, { isFull: true }]) {
    const { result, posted } = await afterRound(given);
    expect(result).toBe(20_000);
    expect(posted).toEqual([]);
  }
});

it("hears of starts over TCP where the Engine is behind a socket proxy", async () => {
  const settings = { dockerSocket: undefined, dockerHost: "tcp://socket-proxy:2375" };
  const { rested } = await afterRound({ settings });
  expect(rested[0]?.[0].events?.engine).toBe("tcp:socket-proxy:2375");
});

it("counts a request from its end, whatever it came to", async () => {
  let now = 0;
  const activity = lastActivity(() => new Date(now));
  const handle = activity.around(async () => {
    now = 500;
    throw new Error("refused");
  });
  await expect(handle("look")).rejects.toThrow("refused");
  expect(activity.last()).toEqual(new Date(500));
});
