import { expect, it } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import { type CommandWorld, type } from "../support/command-line.ts";
import { certificate } from "../support/given.ts";
import { pageText } from "../support/pages.ts";

const order = {
  at: new Date("2026-11-20T11:00:00Z"),
  directory: "https://ca.test/dir",
  names: ["dify.test"],
  url: "https://ca.test/order/1",
};
const proof = {
  at: new Date("2026-11-20T11:20:00Z"),
  different: false,
  mended: false,
  outside: "https://dify.test is live (192.0.2.7)",
};
const health = {
  healthy: true,
  line: "dify.test: kept (not due for renewal), valid until 2027-01-30",
  next: new Date("2026-11-20T17:20:00Z"),
};

/** A stack that is well: a third of the life is over, and nginx serves it. */
const well: CommandWorld = {
  list: async () => [{ name: "dify.test", certificate: certificate() }],
  entry: { deployed: "AA:BB", orders: [order], proof },
  status: health,
};

it("shows on one screen what there is, what comes next, what was last, the wire and the budget", async () => {
  const { screen, code } = await type("status", well);
  expect(screen).toMatchInlineSnapshot(`
    "ok  dify.test: all is well, nothing to do (70 days left)
      certificate    70 days left, until 2027-01-30, by Let's Encrypt E7 (ECDSA)
                     2026-11-01 |========O--------------+------------| 2027-01-30
                                         today          renewal
      next           renewal: 2026-12-31 00:00 UTC, in 40 days (a third of its life
                     is left then, or half of a short one)
      last           dify.test: kept (not due for renewal), valid until 2027-01-30
      nginx serves   this certificate (checked 40 min ago)
                     https://dify.test is live (192.0.2.7)
      rate limits    certificates for these names in 7 days: 1 of 5 used
                     failed validations in an hour: 0 of 5 used
      notifications  not set: you will not be told when a renewal fails
                     (NOTIFY_URLS)"
  `);
  expect(code).toBe(0);
});

it("shows nginx's tasks in a swarm: which certificate each has, on which node", async () => {
  const task = { node: "host-a", state: "running", certificates: ["dify.test-5A-1f"], isCurrent: true };
  const tasks = [
    { ...task, name: "web_nginx.1" },
    { ...task, name: "web_nginx.2", node: "host-b", certificates: ["dify.test-01-aa"], isCurrent: false },
    { ...task, name: "web_nginx.3", node: "host-c", state: "pending", isCurrent: false },
  ];
  const world = { ...well, assembly: { tasks: async () => tasks } };
  const { screen } = await type("status", world);
  expect(screen).toContain("  tasks          web_nginx.1, host-a: this certificate\n");
  expect(screen).toContain("web_nginx.2, host-b: a DIFFERENT certificate (dify.test-01-aa)\n");
  expect(screen).toContain("web_nginx.3, host-c: pending\n");
  expect(JSON.parse((await type("status --json", world)).screen).tasks).toEqual(tasks);
  expect(JSON.parse((await type("status --json", well)).screen).tasks).toBeNull();
});

it("shows a failing stack: nothing there yet, when it goes on, and what is spent", async () => {
  const { screen } = await type("status", {
    entry: {
      failures: 2,
      notBefore: new Date("2026-11-20T12:10:00Z"),
      lastProblem: "nothing accepts connections at ca.test (check that the authority runs)",
      orders: Array.from({ length: 5 }, (_, nth) => ({ ...order, url: `https://ca.test/order/${nth}` })),
    },
    status: { healthy: false, line: "nothing accepts connections at ca.test", next: undefined },
  });
  expect(screen).toMatchInlineSnapshot(`
    "error  dify.test: you need to act (no certificate yet)
      cause          nothing accepts connections at ca.test
      certificate    none yet
      next           obtain a certificate: 2026-11-21 20:36 UTC, in 33 hours (there
                     is no certificate yet; the CA's rate limit applies until then)
      failing        2 in a row: nothing accepts connections at ca.test (check that
                     the authority runs)
      rate limits    certificates for these names in 7 days: 5 of 5 used (room again
                     2026-11-21 20:36 UTC)
                     failed validations in an hour: 0 of 5 used
      notifications  not set: you will not be told when a renewal fails
                     (NOTIFY_URLS)"
  `);
});

it.each([
  ["an expired one", { notAfter: new Date("2026-11-19T00:00:00Z") }, "certificate    EXPIRED, until 2026-11-19"],
  [
    "one that ends today",
    { notBefore: new Date("2026-11-14T12:00:00Z"), notAfter: new Date("2026-11-20T23:30:00Z") },
    "certificate    12 hours left, until 2026-11-20",
  ],
  ["a staging one", { directory: "https://acme-staging.test/dir" }, "staging CA: no browser trusts it"],
])("tells %s at a glance", async (_, given, shows) => {
  const list = async () => [{ name: "dify.test", certificate: certificate(given) }];
  expect((await type("status", { ...well, list })).screen.replaceAll(/\n +/g, " ")).toContain(shows);
});

it("calls no site live whose certificate has expired", async () => {
  const list = async () => [
    { name: "dify.test", certificate: certificate({ notAfter: new Date("2026-11-20T11:59:00Z") }) },
  ];
  const { screen } = await type("status", { ...well, list });
  expect(screen).toContain("error  dify.test: you need to act");
  expect(screen).not.toContain("is live");
});

it("tells below its verdict what is wrong and what to do, to be pasted, and once", async () => {
  const line = "port 80 of dify.test does not answer: the CA reached 203.0.113.7 and waited ten seconds for nothing";
  const fix = "open TCP 80 in your provider's security group, then: docker compose exec certbot update-cert";
  const failing = { since: new Date("2026-11-18T11:00:00Z"), actFrom: new Date("2026-11-19T11:00:00Z") };
  const { screen } = await type("status", { ...well, status: { healthy: true, line, fix, next: undefined, failing } });
  const lines = screen.split("\n");
  expect(lines[0]).toBe("error  dify.test: you need to act (70 days left)");
  expect(lines[1]).toMatch(/^ {2}cause {10}port 80 of dify\.test does not answer/);
  expect(lines[3]).toBe(`                 fix: ${fix}`);
  expect(screen.split("port 80").length).toBe(2);
  expect(screen).not.toMatch(/^ {2}last /m);
});

it("says when nginx serves another certificate, and names what else lies in the folder", async () => {
  const broken = new Problem({ code: "conf-unreadable", message: "its conf is empty", fix: "restore it" });
  const other = { name: "other.test", certificate: certificate({ name: "other.test" }) };
  const { screen } = await type("status", {
    ...well,
    list: async () => [{ name: "dify.test", certificate: certificate() }, other, { name: "old.test", problem: broken }],
    entry: { deployed: "AA:BB", proof: { ...proof, different: true } },
    status: { ...health, others: [{ healthy: true, line: "other.test: its webroot is gone", next: undefined }] },
  });
  expect(screen).toContain("nginx serves   a DIFFERENT certificate (checked 40 min ago)");
  expect(screen).toContain("other.test (renewed by its own conf)");
  expect(screen).toMatch(/^ {2}failing +its webroot is gone$/m);
  expect(screen).toContain("its conf is empty");
});

it.each([
  [true, "HTTP redirects to HTTPS"],
  [false, "HTTP does not redirect to HTTPS"],
  [undefined, undefined],
])("says whether HTTP leads to HTTPS, where that was seen (%s)", async (redirects, says) => {
  const { screen } = await type("status", { ...well, entry: { deployed: "AA:BB", proof: { ...proof, redirects } } });
  expect(/HTTP (?:redirects|does not redirect).*/.exec(screen)?.[0]).toBe(says);
});

it("is coloured on a terminal only, and fits in 80 columns", async () => {
  const plain = (await type("status", well)).screen;
  const coloured = (await type("status", { ...well, colour: true })).screen;
  expect(plain).not.toContain("\u001b");
  expect(coloured).toContain("\u001b[32m70 days left\u001b[39m");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(plain);
  expect(plain.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

it("gives the same to scripts as JSON, with every field that the page of commands describes and no other", async () => {
  const found = JSON.parse((await type("status --json", well)).screen);
  expect(found).toMatchObject({
    schema: 1,
    healthy: true,
    lineage: {
      name: "dify.test",
      certificate: { notAfter: "2027-01-30T00:00:00.000Z", daysLeft: 70, staging: false },
      next: { what: "renew", at: "2026-12-31T00:00:00.000Z", held: null },
      orders: { used: 1, most: 5, roomAt: null },
      wire: { same: true },
      window: null,
    },
    others: [],
  });
  const [, section = ""] = pageText("docker/docs/commands.md").split("## For scripts");
  const described = [...(section.split("\n## ")[0] ?? "").matchAll(/^\| `([\w.]+)` \|/gm)];
  expect(pathsOf(found).sort()).toEqual(described.map(([, path]) => path).sort());
});

it("tells scripts the same as health: what may mend itself is well until a person must act", async () => {
  const failing = { since: new Date("2026-11-20T11:00:00Z"), actFrom: new Date("2026-11-20T13:00:00Z") };
  const status = { healthy: true, line: "no certificate yet: the authority is away", next: failing.actFrom, failing };
  const told = async (now: string) => {
    const { healthy, last } = JSON.parse((await type("status --json", { ...well, status, now: new Date(now) })).screen);
    return { healthy, last };
  };
  expect(await told("2026-11-20T12:59:00Z")).toEqual({
    healthy: true,
    last: `no action needed before 2026-11-20 13:00 UTC: ${status.line}; next try: 2026-11-20 13:00 UTC`,
  });
  expect(await told("2026-11-20T13:00:00Z")).toEqual({ healthy: false, last: status.line });
});

it.each([
  ["nothing is due", { stored: true, now: "2026-11-20T12:00:00Z" }, 1, "not due before 2026-12-31T00:00:00.000Z"],
  [
    "two thirds of the life are over",
    { stored: true, now: "2027-01-01T00:00:00Z" },
    0,
    "due: it is due since 2026-12-31",
  ],
  ["there is none", { stored: false, now: "2026-11-20T12:00:00Z" }, 0, "due: there is no certificate yet"],
])("needs-renewal tells a script by its exit code when %s", async (_, { stored, now }, code, says) => {
  const list = stored ? (well.list ?? (async () => [])) : async () => [];
  expect(await type("needs-renewal", { ...well, list, now: new Date(now) })).toMatchObject({
    code,
    screen: `dify.test: ${says}`,
  });
});

it("needs-renewal ends with 2 when it cannot tell", async () => {
  const problem = new Problem({ code: "conf-unreadable", message: "its conf is empty", fix: "restore it" });
  const unreadable = await type("needs-renewal", { list: async () => [{ name: "dify.test", problem }] });
  expect(unreadable).toMatchObject({ code: 2, screen: "! error: its conf is empty\n!   fix: restore it" });
  expect((await type("needs-renewal", { environment: { CERTBOT_DOMAIN: "" } })).code).toBe(2);
  expect((await type("status --yaml")).code).toBe(2);
});

/** The paths of all values that are no objects with fields of their own. */
function pathsOf(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, path === "" ? key : `${path}.${key}`));
}

it("says in its first line that HTTPS is off, where a person wanted that", async () => {
  const off = { ...proof, outside: undefined, off: true };
  const { screen } = await type("status", { ...well, entry: { orders: [order], proof: off } });
  const [first = ""] = screen.split("\n");
  expect(first).toBe("ok  dify.test: HTTPS is switched off, as you wanted (70 days left)");
  expect(screen).not.toMatch(/is live|all is well/);
});

it("shows what nginx serves now, not what it served at the last check", async () => {
  const problem = new Problem({ code: "not-served", message: "nginx does not serve it: closed", fix: "see nginx" });
  const asked: string[] = [];
  const servedOtherwise = async (_: unknown, { name }: { name: string }) => {
    asked.push(name);
    return problem;
  };
  const { screen } = await type("status", { ...well, assembly: { servedOtherwise } });
  expect(screen).toMatch(/^error {2}dify\.test: you need to act/);
  expect(screen).toContain("nginx does not serve it: closed");
  expect(screen).toContain("fix: see nginx");
  expect(screen).not.toContain("is live");
  await type("status", {
    ...well,
    entry: { ...well.entry, proof: { ...proof, off: true } },
    assembly: { servedOtherwise },
  });
  await type("needs-renewal", { ...well, assembly: { servedOtherwise } });
  expect(asked).toEqual(["dify.test"]);
});
