import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "../../src/model/ledger.ts";
import { Problem } from "../../src/model/problem.ts";
import { type CommandWorld, type } from "../support/command-line.ts";
import { certificate } from "../support/given.ts";

const away = new Problem({
  code: "authority-refused",
  message: "nothing accepts connections at ca.test",
  fix: "check that it runs",
});
const busy = new Problem({ code: "acme-server-internal", message: "the authority has a fault", fix: "wait" });
const closed = new Problem({
  code: "validation-connection",
  message: "nobody answers\nat port 80",
  fix: "open port 80",
  retry: "after-a-fix",
});
const absent = new Problem({ code: "companion-absent", message: "nobody listens", fix: "start it", retry: "look" });
const asking = (problem: Problem) => ({ breaksAt: { "issue at the authority": problem } });
const entry: Partial<LedgerEntry> = { deployed: "AA:BB" };
const due = new Date("2027-01-01T12:00:00Z");

/** What `health` says after a look by the loop, so many minutes after it. */
async function healthAfter(world: CommandWorld, minutes = 0): Promise<string> {
  const { posted } = await type("serve", { stopped: true, ...world });
  const [status] = posted;
  if (!status) throw new Error("nothing was posted");
  const now = new Date((world.now ?? new Date("2026-11-20T12:00:00Z")).getTime() + minutes * 60_000);
  const { screen, code } = await type("health", { status, now });
  return `${code === 0 ? "green" : "red"}: ${screen}`;
}

describe("with a good certificate", () => {
  const good: CommandWorld = { stored: certificate(), entry, now: due };

  it("an authority that cannot be reached is green for a day, and says so", async () => {
    const line = "valid until 2027-01-30: nothing accepts connections at ca.test; next try: 2027-01-01 12:00 UTC";
    expect(await healthAfter({ ...good, ...asking(away) })).toBe(
      `green: no action needed before 2027-01-02 12:00 UTC: ${line}`,
    );
    const since = new Date("2026-12-31T11:59:00Z");
    const status = { healthy: true, line: "", next: due, failing: { since, actFrom: due } };
    expect(await healthAfter({ ...good, ...asking(away), status })).toMatch(
      /^red: valid until 2027-01-30: nothing acc/,
    );
  });

  it("an authority that is busy is green until half of the time for the renewal is gone", async () => {
    expect(await healthAfter({ ...good, ...asking(busy) })).toMatch(
      /^green: no action needed before 2027-01-15 00:00 UTC: valid until 2027-01-30: the authority has a fault; next try/,
    );
    const late = { ...good, ...asking(busy), now: new Date("2027-01-15T00:01:00Z") };
    expect(await healthAfter(late)).toBe("red: valid until 2027-01-30: the authority has a fault; fix: wait");
  });

  it("what only a person can mend is red at once, on one line", async () => {
    expect(await healthAfter({ ...good, ...asking(closed) })).toBe("red: nobody answers at port 80; fix: open port 80");
  });

  it("a pause after a failure is as green or red as that failure, after a restart too", async () => {
    const paused = {
      ...entry,
      failures: 2,
      notBefore: new Date("2027-01-01T12:10:00Z"),
      lastProblem: "why (what to do)",
    };
    const pausedBy = (responsible: LedgerEntry["responsible"]) =>
      healthAfter({ ...good, entry: { ...paused, responsible } });
    expect(await pausedBy("outside")).toMatch(/^green: no action needed before 2027-01-02 12:00 UTC: valid until/);
    expect(await pausedBy("person")).toBe("red: why (what to do)");
    expect(await pausedBy(undefined)).toMatch(/^green/);
  });

  it("a limit of the authority that five failed validations have reached is red, and any other is not", async () => {
    const attempt = { at: due, directory: "https://ca.test/dir", names: ["dify.test"], ended: true };
    const spent = { ...entry, attempts: Array(5).fill(attempt), failures: 5, lastProblem: "why (what to do)" };
    expect(await healthAfter({ ...good, entry: { ...spent, responsible: "person" } })).toMatch(/^red/);
    expect(await healthAfter({ ...good, entry: { ...spent, responsible: "outside" } })).toMatch(
      /^green: no action needed before 2027-01-15/,
    );
  });

  it("one that nginx was seen not to serve is red after five minutes, whatever else fails", async () => {
    const proof = { at: due, different: true, mended: true, outside: undefined };
    const lost = { ...good, entry: { ...entry, proof }, ...asking(busy) };
    expect(await healthAfter(lost)).toMatch(/^green: no action needed before 2027-01-01 12:05 UTC/);
    expect(await healthAfter(lost, 5)).toMatch(/^red/);
  });

  it("one that ended is red at its end", async () => {
    const ended = { ...good, ...asking(away), now: new Date("2027-01-30T00:00:00Z") };
    const since = new Date("2027-01-29T12:00:00Z");
    const status = { healthy: true, line: "", next: due, failing: { since, actFrom: due } };
    expect(await healthAfter({ ...ended, status })).toMatch(/^red: expired on 2027-01-30: nothing accepts/);
  });
});

describe("without a certificate", () => {
  it("an authority that cannot be reached is green for an hour, and red from then on, between two looks too", async () => {
    expect(await healthAfter(asking(away))).toMatch(
      /^green: no action needed before 2026-11-20 13:00 UTC: no certificate yet: nothing accepts connections/,
    );
    expect(await healthAfter(asking(away), 60)).toMatch(/^red: no certificate yet: nothing accepts connections/);
  });

  it("a staging certificate counts for none", async () => {
    const stored = certificate({ directory: "https://acme-staging.test/dir" });
    expect(await healthAfter({ stored, entry, ...asking(busy) })).toMatch(/before 2026-11-20 13:00 UTC/);
  });

  it("a companion that is not there yet is green for five minutes", async () => {
    const starting = { breaksAt: { deploy: absent } };
    expect(await healthAfter(starting)).toMatch(/^green: no action needed before 2026-11-20 12:05 UTC/);
    expect(await healthAfter(starting, 5)).toMatch(/nobody listens; fix: start it$/);
    expect(await healthAfter(starting, 5)).toMatch(/^red/);
  });
});

it("a failure goes on from where it began, and not from a moment that is still to come", async () => {
  const begun = async (since: string) => {
    const status = { healthy: true, line: "", next: undefined, failing: { since: new Date(since), actFrom: due } };
    return (await type("serve", { stopped: true, ...asking(away), status })).posted[0]?.failing?.since.toISOString();
  };
  expect(await begun("2026-11-20T11:30:00Z")).toBe("2026-11-20T11:30:00.000Z");
  expect(await begun("2026-12-20T11:30:00Z")).toBe("2026-11-20T12:00:00.000Z");
});
