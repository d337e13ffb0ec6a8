import { expect, test } from "vitest";
import type { Query } from "../../../src/challenge/dns/query.ts";
import type { DnsOptions } from "../../../src/challenge/dns/records.ts";
import { dnsSolver, probeDns, txtValue } from "../../../src/challenge/dns/solver.ts";
import type { Challenge } from "../../../src/model/challenge.ts";
import type { PresentedRecord } from "../../../src/model/dns.ts";

const name = "_acme-challenge.a.test";
const own = "the operator's own";
const signal = () => AbortSignal.timeout(60_000);
const never = new Promise<never>(() => {});

/** What outlives a process: the zone, what was written down, the clock. */
const world = () => ({ values: [own], written: [] as readonly PresentedRecord[], ms: 0 });
type World = ReturnType<typeof world>;
type Step = <T>(work: () => Promise<T>) => Promise<T>;

/** A process that is killed at its step `at`, before the step happens or after it. */
function mortal(at: number, when: "before" | "after") {
  const { promise: killed, resolve: kill } = Promise.withResolvers<"killed">();
  let count = 0;
  const step: Step = async (work) => {
    count += 1;
    const isLast = count >= at;
    if (isLast) kill("killed");
    if (isLast && (count > at || when === "before")) return await never;
    const result = await work();
    return isLast ? await never : result;
  };
  return { killed, step };
}

const alive: Step = (work) => work();

function optionsOf(world: World, step: Step): DnsOptions {
  const query: Query = (_, { type }) => step(async () => replyFor(type, world.values));
  const change = (to: (now: string[]) => string[]) =>
    step(async () => {
      world.values = to(world.values);
    });
  const write = (to: (now: readonly PresentedRecord[]) => readonly PresentedRecord[]) =>
    step(async () => {
      world.written = to(world.written);
    });
  return {
    query,
    provider: {
      present: ({ value }) => change((now) => [...now, value]),
      cleanUp: ({ value }) => change((now) => now.filter((one) => one !== value)),
    },
    presented: {
      read: () => step(async () => world.written),
      add: (record) => write((now) => [...now, { ...record, at: world.ms }]),
      remove: ({ value }) => write((now) => now.filter((one) => one.value !== value)),
    },
    resolvers: [{ name: "r", address: "192.0.2.1", port: 53 }],
    ...{ now: () => world.ms, wait: async () => {}, say: () => {}, limitMs: 60_000, blindMs: 0 },
  };
}

function replyFor(type: string, values: readonly string[]) {
  const answers: Record<string, [string, readonly string[]]> = {
    ...{ SOA: ["a.test", [""]], NS: ["a.test", ["ns.test"]], A: ["ns.test", ["192.0.2.2"]], TXT: [name, values] },
  };
  const [owner = "", all = []] = answers[type] ?? [];
  const records = all.map((data) => ({ name: owner, type, data }));
  return { rcode: "NOERROR", authoritative: true, truncated: false, answers: records, authorities: [] };
}

const challengesOf = (order: string): Challenge[] =>
  ["plain", "wildcard"].map((token) => ({
    ...{
      type: "dns-01",
      domain: "a.test",
      wildcard: token === "wildcard",
      token,
      keyAuthorization: `${order} ${token}`,
    },
  }));

/** As the CA's client goes through one order. */
async function order(world: World, step: Step, id: string): Promise<"done"> {
  const solver = dnsSolver(optionsOf(world, step));
  const challenges = challengesOf(id);
  await Promise.all(challenges.map((challenge) => solver.present(challenge)));
  await solver.settle(challenges, signal());
  // the CA's answer
  await step(async () => expect(world.values).toEqual(expect.arrayContaining(challenges.map(txtValue))));
  for (const challenge of challenges) await solver.cleanUp(challenge);
  return "done";
}

const probe = (world: World, step: Step) =>
  probeDns(["a.test"], optionsOf(world, step), signal()).then(() => "done" as const);

/** What the next process does, which knows nothing but the folder. */
const successors: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  "orders again": (world) => order(world, alive, "next"),
  "goes on with the same order": (world) => order(world, alive, "first"),
  "finds the names validated, so that nothing is presented": async (world) => {
    const solver = dnsSolver(optionsOf(world, alive));
    for (const challenge of challengesOf("first")) await solver.cleanUp(challenge);
    await solver.sweep?.();
  },
  "checks with a probe hours later": async (world) => {
    world.ms += 3 * 3_600_000;
    await probe(world, alive);
  },
};

const deaths = { "an order": order, "a check": probe };
const cases = Object.keys(deaths).flatMap((what) => Object.keys(successors).map((then) => [what, then] as const));

test.each(cases)("%s killed at any step leaves nothing in DNS after a process that %s", async (what, then) => {
  let deathCount = 0;
  for (const when of ["before", "after"] as const) {
    for (let at = 1; ; at += 1) {
      const left = world();
      const { killed, step } = mortal(at, when);
      if ((await Promise.race([deaths[what as keyof typeof deaths](left, step, "first"), killed])) === "done") break;
      deathCount += 1;
      // a check may run beside an order, which leaves what may still be at work
      if (what === "a check") left.ms += 3 * 3_600_000;
      await successors[then]?.(left);
      expect({ at, when, values: left.values }).toEqual({ at, when, values: [own] });
      expect(left.written).toEqual([]);
    }
  }
  expect(deathCount).toBeGreaterThanOrEqual(20);
});

test("a check beside an order of another process leaves its records alone", async () => {
  const shared = world();
  const running = dnsSolver(optionsOf(shared, alive));
  const challenges = challengesOf("first");
  for (const challenge of challenges) await running.present(challenge);
  await probe(shared, alive);
  expect(shared.values).toEqual([own, ...challenges.map(txtValue)]);
  for (const challenge of challenges) await running.cleanUp(challenge);
  expect(shared.values).toEqual([own]);
});

test("an order beside a check of another process leaves its record alone", async () => {
  const shared = world();
  const { promise: seen, resolve: see } = Promise.withResolvers<void>();
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
  const options = optionsOf(shared, alive);
  const query: Query = async (server, question, end) => {
    if (question.type === "TXT") see();
    if (question.type === "TXT") await isOver;
    return await options.query(server, question, end);
  };
  const check = probeDns(["a.test"], { ...options, query }, signal());
  await seen;
  await order(shared, alive, "first");
  expect(shared.values).toEqual([own, expect.stringMatching(/^httpsidecar-probe-/)]);
  end();
  await check;
  expect(shared.values).toEqual([own]);
  expect(shared.written).toEqual([]);
});

test("a clean-up that the provider refuses is told, and done by the next run", async () => {
  const left = world();
  const options = optionsOf(left, alive);
  const refusing = { ...options.provider, cleanUp: () => Promise.reject(new Error("refused")) };
  const solver = dnsSolver({ ...options, provider: refusing });
  const [challenge] = challengesOf("first");
  if (challenge === undefined) throw new Error();
  await solver.present(challenge);
  await expect(solver.cleanUp(challenge)).rejects.toThrow("refused");
  const said: string[] = [];
  await dnsSolver({ ...options, provider: refusing, say: (line) => said.push(line) }).sweep?.();
  expect(said).toEqual([expect.stringContaining(`the TXT record of an earlier run at ${name} could not be removed`)]);
  await dnsSolver(options).sweep?.();
  expect(left.values).toEqual([own]);
  expect(left.written).toEqual([]);
});
