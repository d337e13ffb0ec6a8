import { describe, expect, test } from "vitest";
import { lineageOf, plainly, unkindWith } from "../support/acme.ts";
import { type Habit, type Reply, type Route, refuse } from "../support/unkind-authority/messages.ts";
import { answering } from "../support/unkind-authority/order-habits.ts";
import { namesIn } from "../support/unkind-authority/signer.ts";

const lineage = lineageOf("a.example.com");

/** Changes the good answers of one route. */
const odd = (route: Route, edit: (reply: Reply, body: Record<string, unknown>) => Partial<Reply>): Habit => ({
  changed: (reply, asked) =>
    asked.route === route && reply.status < 300
      ? { ...reply, ...edit(reply, reply.body as Record<string, unknown>) }
      : reply,
});
const oddBody = (route: Route, edit: (body: Record<string, unknown>) => object): Habit =>
  odd(route, (_, body) => ({ body: edit(body) }));
const oddHeaders = (route: Route, headers: Record<string, string>): Habit =>
  odd(route, (reply) => ({ headers: { ...reply.headers, ...headers } }));
const oddChain = (edit: (leaf: string, issuers: string) => string): Habit =>
  odd("certificate", ({ body }) => {
    const [leaf = "", issuers = ""] = `${body}`.split(/(?<=END CERTIFICATE-----\n)/);
    return { body: edit(leaf, issuers) };
  });

describe("an answer is understood", () => {
  test.each<[string, Habit]>([
    ["finalize with 201", odd("finalize", () => ({ status: 201 }))],
    ["finalize with 202 and nothing in it", odd("finalize", () => ({ status: 202, body: "" }))],
    ["a challenge with 204", odd("challenge", () => ({ status: 204, body: "" }))],
    ["a new order with 200", odd("newOrder", () => ({ status: 200 }))],
    [
      "a chain with Windows line ends and a mark in front",
      oddChain((...all) => `\ufeff${all.join("").replaceAll("\n", "\r\n")}`),
    ],
    [
      "a chain between texts, the last line end missing",
      oddChain((...all) => `[chain]\nsubject=CN = a\n${all.join("").trim()}`),
    ],
    ["a chain whose marks share lines", oddChain((...all) => all.join("").replaceAll("-----\n-----", "----------"))],
    ["a chain with the leaf twice", oddChain((leaf, issuers) => leaf + leaf + issuers)],
    ["alternates in number", oddHeaders("certificate", { link: '<x>;rel="alternate", '.repeat(500) })],
    ["a chain with the leaf last", oddChain((leaf, issuers) => issuers + leaf)],
    ["a directory without meta", oddBody("directory", ({ meta: _, ...rest }) => rest)],
    [
      "a directory with odd members",
      oddBody("directory", (body) => ({ ...body, meta: { profiles: ["a"] }, newAuthz: 7, renewalInfo: null })),
    ],
    ["an order without identifiers", oddBody("order", ({ identifiers: _, ...rest }) => rest)],
    [
      "a proof with challenges that nobody knows",
      oddBody("authorization", (body) => ({
        ...body,
        challenges: [{ type: null }, { type: "x-01" }, ...(body["challenges"] as [])],
      })),
    ],
    [
      "a date of the next century beside the certificate",
      oddHeaders("certificate", { date: "Sat, 01 Jan 2101 00:00:00 GMT" }),
    ],
    ["a date of the last century beside it", oddHeaders("certificate", { date: "Fri, 01 Jan 1999 00:00:00 GMT" })],
    ["a Retry-After in the past", oddHeaders("order", { "retry-after": "Mon, 01 Jan 2001 00:00:00 GMT" })],
    ["a Retry-After of ten years", oddHeaders("order", { "retry-after": `${10 * 365 * 86_400}` })],
    ["a body that says it is compressed and is not", oddHeaders("order", { "content-encoding": "gzip" })],
  ])("%s", async (_, habit) => {
    const { authority } = await unkindWith([habit], { isNew: true });
    const { fullchainPem } = await authority.issue(lineage, plainly());
    expect(namesIn(fullchainPem)).toBe("DNS:a.example.com");
    expect(fullchainPem.match(/BEGIN/g)).toHaveLength(2);
  });
});

describe("an answer that cannot be used is said, and the order is kept for the next run", () => {
  const document = (detail: string) => ({ type: "urn:ietf:params:acme:error:serverInternal", detail });
  test.each<[string, Habit, object]>([
    [
      "an invalid order with a document of a mebibyte",
      oddBody("finalize", (body) => ({ ...body, status: "invalid", error: document("no ".repeat(300_000)) })),
      { code: "acme-server-internal", message: expect.stringMatching(/^.{40,600}$/) },
    ],
    [
      "an invalid order without a reason",
      oddBody("finalize", (body) => ({ ...body, status: "invalid" })),
      { code: "acme-server-internal", message: "the CA has an internal error" },
    ],
    [
      "a certificate at an http address",
      oddBody("finalize", (body) => ({ ...body, status: "valid", certificate: "http://127.0.0.1:9/x" })),
      { code: "authority-over-http", message: expect.stringContaining("do not start with https") },
    ],
    [
      "a state of its own",
      oddBody("order", (body) => ({ ...body, status: "on-hold" })),
      { code: "acme-bad-answer", message: expect.stringContaining("(status)") },
    ],
    [
      "an error page in the place of the certificate",
      odd("certificate", () => ({ headers: { "content-type": "text/html" }, body: "<html>One moment</html>" })),
      { code: "acme-bad-certificate", message: expect.stringContaining("has no certificate in it") },
    ],
  ])("%s", async (_, habit, problem) => {
    const kept: boolean[] = [];
    const { authority } = await unkindWith([habit]);
    const keep = async (open: unknown) => void kept.push(open !== undefined);
    await expect(authority.issue(lineage, plainly({ keep }))).rejects.toMatchObject(problem);
    expect(kept).toEqual([true]);
  });

  test("a directory with http addresses stops before anything is sent to them", async () => {
    const plain = oddBody("directory", (body) => ({ ...body, newOrder: "http://localhost/order" }));
    const { ca, authority } = await unkindWith([plain]);
    await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({
      code: "directory-over-http",
      message: expect.stringMatching(/^https:\S+ gives addresses that do not start with https/),
    });
    expect(ca.diary).toEqual(["GET directory"]);
  });
});

describe("an order that the CA gives up is dropped, with the CA's reason and a fix that fits", () => {
  const invalid = (error: object) =>
    oddBody("finalize", ({ certificate: _, ...body }) => ({ ...body, status: "invalid", error }));
  const withdrawn = (why: string) => ({
    code: expect.stringMatching(/^(?:acme|validation)-withdrawn$/),
    message: expect.stringContaining(why),
    fix: expect.stringContaining("a new order"),
  });
  test.each<[string, Habit, object]>([
    ...["deactivated", "expired", "revoked"].map((status): [string, Habit, object] => [
      `a proof that is ${status}`,
      oddBody("authorization", (body) => ({ ...body, status })),
      withdrawn(`the authorization is ${status}`),
    ]),
    [
      "a proof that is gone by the time of finalize",
      invalid({ type: "urn:ietf:params:acme:error:unauthorized", detail: "no authorization found" }),
      withdrawn("no authorization found"),
    ],
    [
      "a document without a type",
      invalid({ detail: "the name is on a list" }),
      { code: "acme-about-blank", message: "the CA refuses: the name is on a list" },
    ],
    [
      "a document with a title alone",
      invalid({ type: ["x"], title: "Not today", detail: {} }),
      { code: "acme-about-blank", message: "the CA refuses: Not today" },
    ],
    [
      "a type with spaces and signs",
      invalid({ type: "https://ca.example/errors#$(id) x", detail: "no" }),
      { code: "acme-https-ca-example-errors-id-x", message: "the CA refuses: no" },
    ],
  ])("%s", async (_, habit, problem) => {
    const kept: boolean[] = [];
    const { authority } = await unkindWith([habit]);
    const keep = async (open: unknown) => void kept.push(open !== undefined);
    await expect(authority.issue(lineage, plainly({ keep }))).rejects.toMatchObject(problem);
    expect(kept).toEqual([true, false]);
  });
});

test("a certificate that had expired before the CA sent it is not handed over", async () => {
  const { authority } = await unkindWith([], { ca: { now: () => Date.now() - 200 * 86_400_000 } });
  await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({ code: "acme-bad-certificate" });
});

test("a certificate of the day after tomorrow is not handed over before it is valid, and then without another order", async () => {
  const ahead = 2 * 86_400_000;
  let clock = Date.now();
  const { ca, authority } = await unkindWith([], {
    ca: { now: () => Date.now() + ahead },
    now: () => new Date(clock),
  });
  let open: Parameters<NonNullable<ReturnType<typeof plainly>["keep"]>>[0];
  const keep = async (order: typeof open) => {
    open = order;
  };
  await expect(authority.issue(lineage, plainly({ keep }))).rejects.toMatchObject({
    code: "acme-bad-certificate",
    message: expect.stringContaining("is not valid before"),
  });
  clock += ahead;
  expect(namesIn((await authority.issue(lineage, plainly({ keep, open }))).fullchainPem)).toBe("DNS:a.example.com");
  expect(ca.count("POST newOrder")).toBe(1);
});

test("twenty thousand profiles are a line of a few hundred characters", async () => {
  const profiles = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`profile-${at}`, ""]));
  const { authority, said } = await unkindWith([oddBody("directory", (body) => ({ ...body, meta: { profiles } }))], {
    profile: { name: "gone", required: false },
  });
  await authority.issue(lineage, plainly());
  expect(said).toEqual([expect.stringMatching(/^warning: the CA has no profile gone .{50,500}$/)]);
});

test("a gateway's document without a type is as passing as its status", async () => {
  for (const [status, code] of [
    [502, "acme-server-internal"],
    [429, "acme-rate-limited"],
    [400, "acme-about-blank"],
  ] as const) {
    const { authority } = await unkindWith([answering("newOrder", refuse(status, "", "Bad Gateway"))]);
    const problem = { code, message: expect.stringContaining("Bad Gateway") };
    await expect(authority.issue(lineage, plainly())).rejects.toMatchObject(problem);
  }
});

test.each([
  ["in the past", "Mon, 01 Jan 2001 00:00:00 GMT", 0],
  ["of ten years, as a date", "Mon, 01 Jan 2046 00:00:00 GMT", 7 * 86_400_000],
  ["that is negative", "-5", 0],
])("a Retry-After %s never holds longer than any limit", async (_, header, most) => {
  const limited = refuse(429, "rateLimited", "later");
  const reply = { ...limited, headers: { ...limited.headers, "retry-after": header } };
  const { authority } = await unkindWith([answering("newOrder", reply)]);
  const { retry } = await authority.issue(lineage, plainly()).catch((error) => error);
  const wait = retry.notBefore.getTime() - Date.now();
  expect(wait).toBeLessThanOrEqual(most + 5000);
  expect(wait).toBeGreaterThan(most - 60_000);
});
