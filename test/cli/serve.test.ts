import { expect, it } from "vitest";
import { later, ms } from "../../src/base/dates.ts";
import { leaving, newMemory } from "../../src/cli/serve-memory.ts";
import { type Keeper, type RestPlan, restCode } from "../../src/model/keeper.ts";
import { Problem } from "../../src/model/problem.ts";
import { emptyTriage } from "../../src/model/weekly.ts";
import { type } from "../support/command-line.ts";
import { certificate } from "../support/given.ts";

const soon = { stopped: true };

it("says for whom it runs, which settings count and what it found, then looks", async () => {
  const { screen, code, posted } = await type("serve", soon);
  expect(screen.split("\n")[0]).toMatch(/^httpsidecar \S+: dify\.test, by /);
  expect(screen).toContain("dify.test: new certificate, serial 0B");
  expect(posted).toMatchObject([{ healthy: true }]);
  expect(code).toBe(0);
});

it("stays up and red with settings that cannot be used, and ends with exit code 0 when stopped", async () => {
  const { screen, code, posted, diary } = await type("serve", { ...soon, environment: { CERTBOT_DOMAIN: "" } });
  expect(screen).toMatch(
    /^! error: CERTBOT_DOMAIN.*\n! {3}fix: .*\n! httpsidecar \S+ waits for this; nothing was changed/,
  );
  expect(posted).toMatchObject([{ healthy: false }]);
  expect(diary).toEqual([]);
  expect(code).toBe(0);
});

it("says once that HTTPSIDECAR_LANG is no language of ours, and names the variable among the settings", async () => {
  const { screen } = await type("serve", { ...soon, environment: { HTTPSIDECAR_LANG: "fr" } });
  expect(screen).toMatch(/^settings: .*HTTPSIDECAR_LANG/m);
  expect(screen.match(/! warning: HTTPSIDECAR_LANG "fr" is none of en, zh-CN, ja/g)).toHaveLength(1);
});

it("says the hours of renewals and whose time they are, and keeps what is not due by them", async () => {
  const environment = { RENEW_SCHEDULE: "0 2 * * sun" };
  const world = { ...soon, environment, stored: certificate(), entry: { deployed: "AA:BB" } };
  const { screen } = await type("serve", world);
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(screen).toContain(
    `a renewal runs in the hour after 0 2 * * sun (RENEW_SCHEDULE), by the time of ${zone} (TZ)`,
  );
  expect(screen).toMatch(/next renewal: 2026-12-2[67] \(automatic\)/);
});

it("waits for update-cert with CERTBOT_AUTO=false", async () => {
  const { screen, diary, posted } = await type("serve", { ...soon, environment: { CERTBOT_AUTO: "false" } });
  expect(screen).toContain("CERTBOT_AUTO=false: waiting for docker compose exec certbot update-cert");
  expect(diary).toEqual([]);
  expect(posted).toMatchObject([{ healthy: true }]);
});

it("waits for update-cert with --no-autorenew in CERTBOT_OPTIONS", async () => {
  const environment = { CERTBOT_OPTIONS: "--no-autorenew --server https://ca.test/dir" };
  const { screen, diary } = await type("serve", { ...soon, environment });
  expect(screen).toContain("--no-autorenew: waiting for docker compose exec certbot update-cert");
  expect(diary).toEqual([]);
});

it("names a --dry-run left in CERTBOT_OPTIONS and stays red, without an order", async () => {
  const environment = { CERTBOT_OPTIONS: "--dry-run --server https://ca.test/dir" };
  const { screen, diary, posted } = await type("serve", { ...soon, environment });
  expect(screen.match(/--dry-run/g)).toHaveLength(2);
  expect(screen).toContain("! warning: CERTBOT_OPTIONS contains --dry-run");
  expect(diary).toEqual([]);
  expect(posted).toMatchObject([{ healthy: false, line: expect.stringContaining("--dry-run is set in") }]);
});

it("stays red with a staging certificate", async () => {
  const environment = { CERTBOT_OPTIONS: "--staging" };
  const { posted } = await type("serve", { ...soon, environment: { ...environment, CERTBOT_DOMAIN: "dify.chuo.jp" } });
  expect(posted).toMatchObject([{ healthy: false, line: expect.stringContaining("--staging is set in") }]);
});

it("ignores --force-renewal in CERTBOT_OPTIONS with a warning", async () => {
  const environment = { CERTBOT_OPTIONS: "--force-renewal --server https://ca.test/dir" };
  const { screen, diary } = await type("serve", {
    ...soon,
    environment,
    stored: certificate(),
    entry: { deployed: "AA:BB" },
  });
  expect(screen).toMatch(/! warning: .*--force-renewal/);
  expect(diary).not.toContain("issue at the authority");
});

it("goes on after a failure, red where a person must act, with the mend", async () => {
  const facts = { code: "validation-connection", message: "nobody answers", fix: "open it" };
  const closed = new Problem({ ...facts, retry: "after-a-fix" });
  const { screen, posted } = await type("serve", { ...soon, breaksAt: { "issue at the authority": closed } });
  expect(screen).toContain("! error: nobody answers\n!   fix: open it\n!   next try: 2026-11-20 12:01 UTC");
  expect(posted).toMatchObject([{ healthy: false, next: new Date("2026-11-20T12:01:00Z") }]);
});

it("mends what is broken in the folder and nobody can miss, says it, and looks again", async () => {
  const taken = new Problem({ code: "name-taken", message: "archive is not empty", fix: "mv it", retry: "look" });
  const repairs = [{ name: "dify.test", saw: "its renewal conf is gone", did: "wrote the conf again" }];
  const { screen, diary } = await type("serve", { ...soon, repairs, breaksAt: { "check the store": taken } });
  expect(screen).toContain("dify.test: its renewal conf is gone; wrote the conf again");
  expect(diary.filter((line) => /mend|check/.test(line))).toEqual([
    "check the store",
    "mend with care",
    "check the store",
  ]);
});

it("does not look again where nothing was mended, and mends nothing for a failure of another kind", async () => {
  const taken = new Problem({ code: "name-taken", message: "archive is not empty", fix: "mv it", retry: "look" });
  const first = await type("serve", { ...soon, breaksAt: { "check the store": taken } });
  expect(first.diary.filter((line) => /mend|check/.test(line))).toEqual(["check the store", "mend with care"]);
  const full = new Problem({ code: "disk-full", message: "no room", fix: "make room", retry: "look" });
  const second = await type("serve", { ...soon, breaksAt: { "check the store": full } });
  expect(second.diary).not.toContain("mend with care");
});

/** A keeper that started this process, and hears what it is to wait for. */
function kept(memory: unknown) {
  const rested: [RestPlan, unknown][] = [];
  const keeper: Keeper = {
    ...{ wokenBy: "time", door: undefined, pages: undefined, memory },
    promise: async () => {},
    rest: async (...what) => rested.push(what) > 0,
  };
  const note = { ...emptyTriage, due: later(hourAgo, 5 * ms.day) };
  const weeklyNotes = async () => ({ read: async () => note, write: async () => {} });
  return { rested, assembly: { keeper, restPlan: async () => ({}), weeklyNotes } };
}

/** by the clock of these tests */
const hourAgo = new Date("2026-11-20T11:00:00Z");

it("that finds nothing due rests until the next check, and the next process says nothing again", async () => {
  const now = new Date("2026-11-20T12:00:00Z");
  const proof = { at: now, different: false, mended: false, outside: undefined };
  const stored = { stored: certificate(), entry: { deployed: "AA:BB", proof }, window: { window: undefined } };
  const first = kept(leaving(newMemory(hourAgo)));
  const { code, screen } = await type("serve", { ...stored, assembly: first.assembly });
  expect(code).toBe(restCode);
  expect(screen).toMatch(/^next renewal: |kept/m);
  expect(screen).not.toContain("settings:");
  const [plan, memory] = first.rested[0] ?? [];
  expect(plan?.until.getTime()).toBe(later(now, 6 * ms.hour).getTime());

  const second = kept(JSON.parse(JSON.stringify(memory)));
  expect(await type("serve", { ...stored, assembly: second.assembly })).toMatchObject({ code: restCode, screen: "" });
});

it("beside a rest, only makes the pages, and leaves what was posted, even with settings that cannot be used", async () => {
  const counted = { failures: { network: 2 }, deployed: true };
  const { assembly } = kept(JSON.parse(JSON.stringify(leaving({ ...newMemory(hourAgo), counted }))));
  const beside = { assembly: { ...assembly, keeper: { ...assembly.keeper, wokenBy: "pages" as const } } };
  const diary = [`hand over pages: ${JSON.stringify(counted)}`];
  expect(await type("serve", beside)).toMatchObject({ code: 0, screen: "", posted: [], diary });
  const broken = await type("serve", { ...beside, environment: { CERTBOT_DOMAIN: "" } });
  expect(broken).toMatchObject({ posted: [], diary: [] });
  expect(broken.code).toBeGreaterThan(0);
});

it("that waits for the operator rests at once, and stays red with settings that cannot be used", async () => {
  for (const environment of [{ CERTBOT_AUTO: "false" }, { CERTBOT_DOMAIN: "" }]) {
    const { rested, assembly } = kept(undefined);
    const { code, posted } = await type("serve", { environment, assembly });
    expect([code, rested.length]).toEqual([restCode, 1]);
    expect(posted.at(-1)?.healthy).toBe("CERTBOT_AUTO" in environment);
  }
});

it("that fails stays up, with what it knows of the failure", async () => {
  const { rested, assembly } = kept(leaving(newMemory(hourAgo)));
  const closed = new Problem({ code: "x", message: "nobody answers", fix: "open it", retry: "after-a-fix" });
  expect((await type("serve", { ...soon, breaksAt: { "issue at the authority": closed }, assembly })).code).toBe(0);
  expect(rested).toEqual([]);
});
