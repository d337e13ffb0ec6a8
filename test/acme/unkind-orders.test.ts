import { describe, expect, test } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import { lineageOf, plainly, unkindWith, waitingClock } from "../support/acme.ts";
import { manySubproblems } from "../support/unkind-authority/form-habits.ts";
import { type Habit, type Reply, refuse } from "../support/unkind-authority/messages.ts";
import {
  answering,
  authorizationsWithoutEnd,
  certificateLate,
  doneButAnswered,
  emptyCertificate,
  loseAnswer,
  notReadyYet,
  refuseReplaces,
  replacesRefusals,
  staleAfterFinalize,
  stayPending,
  validatesLate,
  validLacksFinalize,
  withoutOrders,
} from "../support/unkind-authority/order-habits.ts";
import { namesIn } from "../support/unkind-authority/signer.ts";

const lineage = lineageOf("a.example.com");
const names = "DNS:a.example.com";
const closed = { look: async () => undefined };
const seconds = (waited: readonly number[]) => waited.reduce((sum, ms) => sum + ms, 0) / 1000;
const failureOf = (work: Promise<unknown>): Promise<Problem> =>
  work.then(
    () => Promise.reject(new Error("nothing failed")),
    (error) => error,
  );

describe("a failed validation that leaves the order pending", () => {
  test.each(["invalid", "pending"] as const)("is told within seconds by its challenge, which is %s", async (status) => {
    const { authority, waited, responder } = await unkindWith([stayPending(status)], { ca: closed });
    await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({
      code: "validation-unauthorized",
      message: expect.stringContaining('a.example.com: saw "nothing"'),
    });
    expect(seconds(waited)).toBeLessThan(5);
    expect(responder.presented.size).toBe(0);
  });

  test("is found among fifty names, within a minute", async () => {
    const [first = "", ...others] = Array.from({ length: 50 }, (_, at) => `n${at}.example.com`);
    const { state } = { state: new Map<string, string>() };
    const look = async (name: string, token: string) => (name === "n37.example.com" ? undefined : state.get(token));
    const responder = {
      present: async (token: string, right: string) => void state.set(token, right),
      cleanUp: async () => {},
    };
    const { authority, waited } = await unkindWith([stayPending("invalid")], { ca: { look }, responder });
    const failure = await failureOf(authority.issue(lineageOf(first, ...others), plainly()));
    expect(failure).toMatchObject({ code: "validation-unauthorized", names: ["n37.example.com"] });
    expect(seconds(waited)).toBeLessThan(60);
  });

  test("is told at the end where the challenge is still being tried, with what was seen", async () => {
    const { authority, waited } = await unkindWith([stayPending("processing")], { ca: closed });
    await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({ code: "validation-unauthorized" });
    expect(seconds(waited)).toBeGreaterThan(295);
    expect(seconds(waited)).toBeLessThan(310);
  });

  test("without a word about it is a validation that a person has to look at, not a busy CA", async () => {
    const kept: unknown[] = [];
    const { authority } = await unkindWith([stayPending("processing", false)], { ca: closed });
    const keep = async (open: unknown) => void kept.push(open);
    await expect(authority.issue(lineage, plainly({ keep }))).rejects.toMatchObject({
      code: "validation-slow",
      fix: expect.stringContaining("open port 80"),
      retry: "after-a-fix",
    });
    expect(kept.at(-1)).toBeUndefined();
  });
});

/** An order that an earlier run left at the CA. */
function oldOrder({ ca, accounts }: Awaited<ReturnType<typeof unkindWith>>) {
  const { id = "", privateKeyPem = "" } = accounts.kept[0] ?? {};
  const common = { directory: ca.directory, accountId: id, domains: lineage.domains, profile: undefined };
  return { ...common, url: ca.state.url("order", "old"), privateKeyPem };
}

test.each([
  ["back", -86_400_000],
  ["ahead", 86_400_000],
])("a clock that is set %s by a day while the CA validates ends no order, and keeps none waiting", async (_, jump) => {
  const talk = async (reads: number) => {
    const { waited, now, wait } = waitingClock();
    const set = async (ms: number) => {
      if (waited.length > 200) throw new Error("waits on");
      await wait(waited.length === 5 ? ms + jump : ms);
    };
    return await unkindWith([validatesLate(reads)], { now, wait: set });
  };
  const slow = await talk(20);
  expect(namesIn((await slow.authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
  const never = await talk(10_000);
  await expect(never.authority.issue(lineage, plainly())).rejects.toMatchObject({ code: "validation-slow" });
});

describe("fields that an order does not have", () => {
  test.each([null, ""] as const)("a certificate that is %j before there is one is none", async (empty) => {
    const { authority } = await unkindWith([emptyCertificate(empty)]);
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
  });

  test("a valid order without finalize is fetched, by the run that made it and by a later one", async () => {
    const { ca, authority } = await unkindWith([validLacksFinalize, loseAnswer("certificate", 3)]);
    let open: Parameters<NonNullable<ReturnType<typeof plainly>["keep"]>>[0];
    const keep = async (order: typeof open) => {
      open = order;
    };
    await expect(authority.issue(lineage, plainly({ keep }))).rejects.toMatchObject({ code: "authority-closed" });
    const { fullchainPem } = await authority.issue(lineage, plainly({ keep, open }));
    expect(namesIn(fullchainPem)).toBe(names);
    expect(ca.count("POST newOrder")).toBe(1);
  });

  const page = { "content-type": "text/html" };
  test.each<[string, Reply]>([
    ["makes no sense", { status: 200, headers: { "content-type": "application/json" }, body: { hello: "you" } }],
    ["is gone, without a word", { status: 410, headers: {}, body: "" }],
    [
      "has moved with the CA, where no signed request can follow",
      { status: 308, headers: { location: "/" }, body: "" },
    ],
    ["is refused with a page", { status: 400, headers: page, body: "<html>要求が無効です" }],
    ["is refused by a type of the CA's own", refuse(403, "https://ca.example/errors#archived", "archived")],
    ["is an internal error, while all else works", refuse(500, "serverInternal", "row not found")],
  ])("a kept order that %s is dropped by the run that finds it, and another one is made", async (_, reply) => {
    const old: Habit = { instead: ({ route, id }) => (route === "order" && id === "old" ? reply : undefined) };
    const talk = await unkindWith([old]);
    const { fullchainPem } = await talk.authority.issue(lineage, plainly({ open: oldOrder(talk) }));
    expect(namesIn(fullchainPem)).toBe(names);
  });

  test.each<[string, Reply]>([
    ["asks for patience", { status: 429, headers: { "retry-after": "60" }, body: "" }],
    ["is down", { status: 503, headers: page, body: "<html>" }],
  ])("a kept order is kept while the CA %s", async (_, reply) => {
    const kept: unknown[] = [];
    const talk = await unkindWith([answering("order", reply)]);
    const keep = async (order: unknown) => void kept.push(order);
    const issued = talk.authority.issue(lineage, plainly({ open: oldOrder(talk), keep }));
    await expect(issued).rejects.toMatchObject({ code: "acme-no-reason" });
    expect([kept, talk.ca.count("POST newOrder")]).toEqual([[], 0]);
  });
});

describe("a CA whose replicas lag behind each other", () => {
  test.each(["ready", "pending"] as const)("says %s after finalize: the order is waited for", async (status) => {
    const { ca, authority } = await unkindWith([staleAfterFinalize(status, 4)]);
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
    expect(ca.count("POST finalize")).toBe(1);
  });

  test("says valid before the certificate is there: it is waited for", async () => {
    const { authority } = await unkindWith([certificateLate(3)]);
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
  });

  const unknown = refuse(404, "malformed", "no such thing");
  const routes = ["authorization", "challenge", "order", "finalize", "certificate"] as const;
  test.each(routes)("does not know yet of the %s: it is asked again after a pause", async (route) => {
    const { ca, authority, waited } = await unkindWith([answering(route, unknown, 2)]);
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
    expect(waited).toEqual(expect.arrayContaining([1000, 2000]));
    expect(ca.count("POST newOrder")).toBe(1);
  });

  const notThere: readonly (readonly [string, Reply])[] = [
    ["not found", unknown],
    ["accepted, and empty", { status: 202, headers: {}, body: "" }],
  ];
  test("answers with nothing where the certificate will be: it is asked again after a pause", async () => {
    const nothing = { status: 202, headers: {}, body: "" };
    const { ca, authority, waited } = await unkindWith([answering("certificate", nothing, 3)]);
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
    expect(waited).toEqual(expect.arrayContaining([1000, 2000, 4000]));
    expect(ca.count("POST newOrder")).toBe(1);
  });

  test.each(notThere)("answers %s for longer: the next run continues the order", async (_, reply) => {
    const { ca, authority } = await unkindWith([answering("certificate", reply, 4)]);
    let open: Parameters<NonNullable<ReturnType<typeof plainly>["keep"]>>[0];
    const keep = async (order: typeof open) => {
      open = order;
    };
    await expect(authority.issue(lineage, plainly({ keep }))).rejects.toMatchObject({ name: "Problem" });
    expect(namesIn((await authority.issue(lineage, plainly({ keep, open }))).fullchainPem)).toBe(names);
    expect(ca.count("POST newOrder")).toBe(1);
  });

  test("refuses to finalize what it calls ready: it is asked again after a pause", async () => {
    const { ca, authority, waited } = await unkindWith([notReadyYet(2)]);
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
    expect(ca.count("POST finalize")).toBe(3);
    expect(waited).toEqual(expect.arrayContaining([1000, 2000]));
  });

  test("and goes on refusing is left alone after four tries, and the order is kept for the next run", async () => {
    const kept: unknown[] = [];
    const { ca, authority } = await unkindWith([notReadyYet(99)]);
    const keep = async (open: unknown) => void kept.push(open);
    await expect(authority.issue(lineage, plainly({ keep }))).rejects.toMatchObject({ code: "acme-order-not-ready" });
    expect(ca.count("POST finalize")).toBe(4);
    expect(kept.at(-1)).toBeDefined();
  });

  test.each([
    ["breaks the connection", loseAnswer("finalize")],
    ["answers 504 with a page", doneButAnswered("finalize", { status: 504, headers: {}, body: "<html>" })],
  ])("%s after it took the request: the order tells, and nothing is handed in twice", async (_, habit) => {
    const { ca, authority } = await unkindWith([habit]);
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
    expect(ca.count("POST finalize")).toBe(1);
  });
});

describe("replaces", () => {
  const replaces = (directory: string) => ({
    certificateId: "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE",
    directory,
    accountId: "account 1",
  });

  test("that the CA takes is told with the order that is kept", async () => {
    const { ca, authority } = await unkindWith([]);
    const kept: unknown[] = [];
    const keep = async (open: { replaces?: boolean | undefined } | undefined) => void kept.push(open?.replaces);
    await authority.issue(lineage, plainly({ replaces: replaces(ca.directory), keep }));
    await authority.issue(lineage, plainly({ keep }));
    expect(kept).toEqual([true, undefined]);
  });

  test.each(Object.entries(replacesRefusals))("refused as %s is left out of a second order", async (_, reply) => {
    const { ca, authority } = await unkindWith([refuseReplaces(reply)]);
    const kept: unknown[] = [];
    const keep = async (open: { replaces?: boolean | undefined } | undefined) => void kept.push(open?.replaces);
    const issued = await authority.issue(lineage, plainly({ replaces: replaces(ca.directory), keep }));
    expect(namesIn(issued.fullchainPem)).toBe(names);
    expect(kept).toEqual([undefined]);
    expect(ca.count("POST newOrder")).toBe(2);
  });

  test.each([
    ["rateLimited", refuse(429, "rateLimited", "slow down")],
    ["userActionRequired", refuse(403, "userActionRequired", "read this")],
  ])("is not what %s is about", async (_, reply) => {
    const { ca, authority } = await unkindWith([answering("newOrder", reply)]);
    await expect(authority.issue(lineage, plainly({ replaces: replaces(ca.directory) }))).rejects.toThrow();
    expect(ca.count("POST newOrder")).toBe(1);
  });
});

describe("an order whose answer does not come", () => {
  const broken: readonly (readonly [string, Reply])[] = [
    ["503", { status: 503, headers: {}, body: "<html>" }],
    ["a fault of its own", refuse(500, "serverInternal", "oops")],
  ];
  test.each(broken)("for %s is not placed again where there is none", async (_, reply) => {
    const { ca, authority } = await unkindWith([answering("newOrder", reply)]);
    await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({ retry: "soon" });
    expect(ca.count("POST newOrder")).toBe(1);
  });

  test.each(broken)("for %s, and which the CA has made, is found in the account's list", async (_, reply) => {
    const { ca, authority } = await unkindWith([doneButAnswered("newOrder", reply)]);
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
    expect(ca.state.orders.size).toBe(1);
  });

  test("since the CA is silent is looked for, not placed again", async () => {
    const silence: Reply = { status: 201, headers: {}, body: "" };
    const { ca, authority } = await unkindWith([doneButAnswered("newOrder", silence)]);
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
    expect(ca.state.orders.size).toBe(1);
  });

  test("since the connection broke is placed once more where the CA has no list", async () => {
    const { ca, authority } = await unkindWith([withoutOrders, loseAnswer("newOrder")]);
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
    expect(ca.count("POST newOrder")).toBe(2);
  });
});

test("a dry run is validated though the CA would use an earlier proof, and a real one uses it", async () => {
  const { ca, authority, said } = await unkindWith([], { ca: { reuse: true } });
  await authority.issue(lineage, plainly());
  await authority.issue(lineage, plainly());
  expect(ca.count("POST challenge")).toBe(1);
  const again = "Recreating order after authz deactivation";
  expect(said.join("\n")).not.toContain(again);
  await authority.issue(lineage, { signal: plainly().signal, proveAgain: true });
  expect(ca.count("POST challenge")).toBe(2);
  expect(said.join("\n")).toContain(again);
});

test("an order with proofs without end is refused before one of them is read", async () => {
  const { ca, authority } = await unkindWith([authorizationsWithoutEnd(4000)]);
  await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({ code: "acme-too-many-proofs" });
  expect(ca.count("POST authorization")).toBe(0);
});

test("four thousand subproblems are ten reasons and a number", async () => {
  const { authority } = await unkindWith([answering("newOrder", manySubproblems(4000))]);
  const failure = await failureOf(authority.issue(lineage, plainly()));
  expect(failure).toBeInstanceOf(Problem);
  expect(failure.message).toContain("and 3990 more");
  expect(failure.message.length).toBeLessThan(5000);
  expect(failure.names.length).toBe(200);
});
