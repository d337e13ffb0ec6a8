import { expect, it } from "vitest";
import { readSchedule } from "../../src/config/schedule.ts";
import { Problem } from "../../src/model/problem.ts";
import type { RunOptions } from "../../src/renewal/parts.ts";
import { updateLineage } from "../../src/renewal/update.ts";
import { type FakeWorld, fakes, openOrder } from "../support/diary.ts";
import { certificate, lineage } from "../support/given.ts";

const plain: RunOptions = { directory: "https://ca.test/dir", force: false, byHand: false };
const proven = {
  at: new Date("2026-11-20T11:00:00Z"),
  different: false,
  mended: false,
  outside: "https://dify.test is live",
};
const never = new AbortController().signal;
const steps = (diary: readonly string[]) => diary.filter((line) => !line.startsWith("say "));

async function update(world: FakeWorld, options: Partial<RunOptions> = {}) {
  const given = fakes(world);
  const outcome = await updateLineage(lineage(), { ...plain, ...options }, given.parts, never);
  return { ...given, outcome };
}

it("does everything in order when there is no certificate, and remembers what is deployed", async () => {
  const { outcome, diary, entry } = await update({});
  expect(steps(diary)).toEqual([
    "lock",
    "check the store",
    "preflight",
    "issue at the authority",
    "save",
    "link",
    "deploy",
  ]);
  expect(outcome).toMatchObject({ result: "renewed", lines: ["https://dify.test is live"] });
  expect(entry()).toMatchObject({ failures: 0, notBefore: undefined, deployed: "CC:DD", attempts: [] });
  expect(entry().orders).toMatchObject([{ names: ["dify.test"], url: "https://ca.test/order/1" }]);
});

it("leaves the world alone when the certificate is fresh and deployed", async () => {
  const { outcome, diary } = await update({ stored: certificate(), entry: { deployed: "AA:BB", proof: proven } });
  expect(diary).toEqual(["lock", "link"]);
  expect(outcome).toMatchObject({ result: "kept", due: new Date("2026-12-31T00:00:00Z") });
});

it("stays red with a schedule whose hour has passed in a failure, until the next one", async () => {
  const schedule = readSchedule("0 2 * * sun");
  const entry = { deployed: "AA:BB", proof: proven, failures: 1, lastProblem: "the CA is away" };
  const now = new Date("2026-12-31T12:00:00Z");
  const world = { stored: certificate(), entry: { ...entry, proof: { ...proven, at: now } }, now };
  const { outcome, diary } = await update(world, { schedule });
  expect(diary).toEqual(["lock", "link"]);
  expect(outcome).toMatchObject({ result: "paused", lastProblem: "the CA is away" });
  const onCommand = await update(world, { schedule, onCommand: true, byHand: true });
  expect(onCommand.outcome.result).toBe("renewed");
});

it("only deploys what was saved and not deployed", async () => {
  const { outcome, diary, entry } = await update({ stored: certificate() });
  expect(diary).toEqual(["lock", "link", "deploy"]);
  expect(outcome.result).toBe("deployed");
  expect(entry().deployed).toBe("AA:BB");
});

it("renews with HTTPS switched off by a person, and keeps in mind that it is not deployed", async () => {
  const { outcome, entry } = await update({ https: "off" });
  expect(outcome.result).toBe("renewed");
  expect(entry().deployed).toBeUndefined();
});

it("asks no authority when the store cannot be written", async () => {
  const full = new Problem({ code: "store-full", message: "no space", fix: "make room", retry: "look" });
  const { outcome, diary, entry } = await update({ breaksAt: { "check the store": full } });
  expect(steps(diary)).toEqual(["lock", "check the store"]);
  expect(outcome).toMatchObject({ result: "failed", next: new Date("2026-11-20T12:01:00Z") });
  expect(entry().failures).toBe(0);
});

it("asks no authority when the preflight is sure of a failure", async () => {
  const unserved = new Problem({ code: "challenge-not-served", message: "m", fix: "f", retry: "look" });
  const { diary } = await update({ breaksAt: { preflight: unserved } });
  expect(steps(diary)).toEqual(["lock", "check the store", "preflight"]);
});

const refusedAs = (code: string) => new Problem({ code, message: "m", fix: "f", retry: "after-a-fix" });
const doubted = { doubts: ["port 80 cannot be reached from here"], twin: true };
const asksTheCa = (diary: readonly string[]) => diary.includes("issue at the authority");

it("rehearses at the staging twin when there are doubts, and stops there when the way is not open", async () => {
  expect(steps((await update(doubted)).diary).slice(2, 5)).toEqual([
    "preflight",
    "issue at its staging twin",
    "issue at the authority",
  ]);
  for (const code of ["validation-connection", "validation-dns", "validation-unauthorized"]) {
    const failing = await update({ ...doubted, breaksAt: { "issue at its staging twin": refusedAs(code) } });
    expect(steps(failing.diary).at(-1)).toBe("issue at its staging twin");
  }
});

it("asks the CA all the same when its twin refuses for a reason of its own, as CAA of another account", async () => {
  for (const code of ["validation-caa", "acme-caa", "acme-rejected-identifier", "acme-external-account-required"]) {
    const { outcome } = await update({ ...doubted, breaksAt: { "issue at its staging twin": refusedAs(code) } });
    expect(outcome.result).toBe("renewed");
  }
});

it("lets no twin stop it by force, near the end, or a fourth time", async () => {
  const world = { ...doubted, breaksAt: { "issue at its staging twin": refusedAs("validation-connection") } };
  expect(asksTheCa((await update(world)).diary)).toBe(false);
  expect(asksTheCa((await update(world, { force: true })).diary)).toBe(true);
  expect(asksTheCa((await update({ ...world, entry: { failures: 3 } })).diary)).toBe(true);
  const now = new Date("2027-01-20T00:00:00Z");
  expect(asksTheCa((await update({ ...world, now, stored: certificate() })).diary)).toBe(true);
});

it("does not rehearse where the preflight had no doubt or the authority has no twin", async () => {
  expect((await update({ twin: true })).diary).not.toContain("issue at its staging twin");
  expect((await update({ doubts: ["d"] })).outcome.result).toBe("renewed");
});

it("counts a failure at the authority and pauses, across restarts, until a person asks", async () => {
  const refused = new Problem({ code: "acme-unauthorized", message: "no", fix: "f", retry: "after-a-fix" });
  const first = await update({ breaksAt: { "issue at the authority": refused } });
  expect(first.entry()).toMatchObject({ failures: 1, notBefore: new Date("2026-11-20T12:01:00Z") });

  const restarted = await update({ entry: first.entry() });
  expect(restarted.diary).toEqual(["lock"]);
  expect(restarted.outcome).toEqual({
    result: "paused",
    lastProblem: "no (f)",
    next: new Date("2026-11-20T12:01:00Z"),
  });
  expect((await update({ entry: first.entry() }, { byHand: true })).outcome.result).toBe("renewed");
});

it("does not pause the authority for a failure at nginx: the saved certificate is deployed at the next check", async () => {
  const broken = new Problem({ code: "config-test-failed", message: "m", fix: "f", retry: "look" });
  const { outcome, entry } = await update({ entry: { failures: 2 }, breaksAt: { deploy: broken } });
  expect(outcome).toMatchObject({ result: "failed", next: new Date("2026-11-20T12:01:00Z") });
  expect(entry()).toMatchObject({ failures: 0, notBefore: undefined, deployed: undefined });
});

it("comes back in a minute when another run holds the lock", async () => {
  const locked = new Problem({ code: "locked", message: "m", fix: "f", retry: "look" });
  const { outcome, entry } = await update({ breaksAt: { lock: locked } });
  expect(outcome).toEqual({ result: "failed", problem: locked, next: new Date("2026-11-20T12:01:00Z") });
  expect(entry().lastProblem).toBeUndefined();
});

it("lets a bug through with its stack", async () => {
  await expect(update({ breaksAt: { save: new TypeError("a bug") } })).rejects.toThrow("a bug");
});

it("never exchanges a real certificate for a staging one, not even when it is due", async () => {
  const directory = "https://acme-staging-v02.api.letsencrypt.org/directory";
  const now = new Date("2027-01-10T00:00:00Z");
  const { outcome, diary } = await update({ now, stored: certificate() }, { directory });
  expect(outcome).toMatchObject({ result: "failed", problem: { code: "staging-over-production" } });
  expect(diary).toEqual(["lock"]);
});

const stale = { ...proven, at: new Date("2026-11-20T05:00:00Z") };

it("deploys again when nginx serves something else, and only reports it where that did not help an hour ago", async () => {
  const world = { stored: certificate(), different: true };
  const first = await update({ ...world, entry: { deployed: "AA:BB", proof: stale } });
  expect(first.diary).toEqual(["lock", "link", "prove", "deploy"]);
  expect(first.outcome).toMatchObject({ result: "deployed", because: "nginx serves another" });

  const soon = { ...stale, different: true, mended: true, mendedAt: new Date("2026-11-20T11:30:00Z") };
  const second = await update({ ...world, entry: { ...first.entry(), proof: soon } });
  expect(second.diary).toEqual(["lock", "link", "prove"]);
  expect(second.outcome).toMatchObject({ result: "failed", problem: { code: "not-served" } });
});

it("looks at nginx itself at each check: what was seen once may have been another container", async () => {
  const world = { stored: certificate(), entry: { deployed: "AA:BB", proof: proven } };
  expect((await update(world)).diary).toEqual(["lock", "link"]);
  const { diary, outcome } = await update({ ...world, different: true });
  expect(diary).toEqual(["lock", "link", "prove", "deploy"]);
  expect(outcome.result).toBe("deployed");
});

it("lets HTTPS be off where a person wants it so: says that, and looks again in hours, not every minute", async () => {
  const entry = { deployed: "AA:BB", proof: stale };
  const world = { stored: certificate(), https: "off" as const, window: { window: undefined }, entry };
  const first = await update({ ...world, different: true });
  expect(first.outcome).toMatchObject({ result: "off", next: new Date("2026-11-20T18:00:00Z") });
  const second = await update({ ...world, entry: first.entry() });
  expect(second.outcome).toMatchObject({ result: "off", next: new Date("2026-11-20T18:00:00Z") });
  expect(steps(second.diary)).toEqual(["lock", "link", "deploy"]);
});

it("says what the public name shows when that has changed, and fights nobody over it", async () => {
  const entry = { deployed: "AA:BB", proof: { ...stale, outside: "a CDN is in front" } };
  const { diary, outcome } = await update({ stored: certificate(), entry });
  expect(diary).toEqual(["lock", "link", "prove", "say https://dify.test is live"]);
  expect(outcome.result).toBe("kept");
});

it("asks when to renew, says which certificate is replaced, and forgets the window with it", async () => {
  const window = { start: new Date("2026-11-18T00:00:00Z"), end: new Date("2026-11-19T00:00:00Z") };
  const { diary, entry, outcome } = await update({
    stored: certificate(),
    entry: { deployed: "AA:BB" },
    window: { window },
  });
  expect(steps(diary).slice(0, 5)).toEqual([
    "lock",
    "ask for the window",
    "check the store",
    "preflight",
    "replace id of ",
  ]);
  expect(outcome).toMatchObject({ result: "renewed", because: "the CA wants it replaced at once" });
  expect(entry().window).toBeUndefined();
});

it.each([
  ["that the ledger knows", "AA:BB", true],
  ["that somebody put into the folder", "EE:FF", false],
])("of a certificate %s the responder that it names may be asked or not", async (_, fingerprint, isAsked) => {
  const saved = { fingerprint, orderedAt: new Date("2026-11-01T00:00:00Z") };
  const world = { stored: certificate(), entry: { deployed: "AA:BB", proof: proven, saved } };
  const { diary } = await update({ ...world, window: { window: undefined } });
  expect(diary.includes("ask the responder, if it has no ARI")).toBe(isAsked);
});

it("keeps the certificate when the authority does not answer when to renew", async () => {
  const away = new Problem({ code: "authority-unreachable", message: "m", fix: "f" });
  const window = { window: undefined };
  const given = { stored: certificate(), entry: { deployed: "AA:BB", proof: proven }, window };
  const { outcome, entry } = await update({ ...given, breaksAt: { "ask for the window": away } });
  expect(outcome).toMatchObject({ result: "kept", next: new Date("2026-11-20T17:00:00Z") });
  expect(entry()).toMatchObject({ failures: 0, window: { askAt: new Date("2026-11-20T18:00:00Z") } });
});

it("finishes an order that was left open, due or not, and drops one whose certificate is stored", async () => {
  const world = { stored: certificate(), entry: { deployed: "AA:BB", proof: proven }, open: openOrder };
  const { diary, open } = await update(world);
  expect(diary).toContain("take up https://ca.test/order/1");
  expect(open()).toBeUndefined();
  const saved = await update({ ...world, openIsSaved: true });
  expect(saved.outcome.result).toBe("kept");
  expect(saved.open()).toBeUndefined();
});

it("makes an order of its own in the place of one that is another account's, another authority's or for other names", async () => {
  const others = [
    { accountId: "account 2" },
    { directory: "https://other.test/dir" },
    { domains: ["other.test"] as const },
  ];
  for (const other of others) {
    const { diary, outcome } = await update({ open: { ...openOrder, ...other } });
    expect(outcome.result).toBe("renewed");
    expect(diary.filter((line) => line.startsWith("take up"))).toEqual([]);
  }
});

it("rehearses at the staging twin after a failed validation, and orders once when that passes", async () => {
  const closed = new Problem({ code: "validation-connection", message: "m", fix: "f", retry: "after-a-fix" });
  const first = await update({ twin: true, breaksAt: { "issue at the authority": closed } });
  expect(first.entry()).toMatchObject({ rehearse: true, attempts: [{ ended: true }] });
  const later = { twin: true, entry: first.entry(), now: new Date("2026-11-20T12:02:00Z") };
  const second = await update(later);
  expect(steps(second.diary)).toContain("issue at its staging twin");
  expect(second.entry().rehearse).toBe(false);
  const third = await update({ ...later, breaksAt: { "issue at its staging twin": closed } });
  expect(third.diary).not.toContain("issue at the authority");
});

it("goes past the rehearsal when the twin is away and the end is near", async () => {
  const away = new Problem({ code: "authority-unreachable", message: "m", fix: "f" });
  const world = {
    twin: true,
    entry: { rehearse: true },
    stored: certificate(),
    breaksAt: { "issue at its staging twin": away },
  };
  expect((await update({ ...world, now: new Date("2027-01-02T00:00:00Z") })).outcome.result).toBe("failed");
  expect((await update({ ...world, now: new Date("2027-01-25T00:00:00Z") })).outcome.result).toBe("renewed");
});

it("leaves a twin alone until the moment that it named, which holds back the authority's own tries no longer", async () => {
  const notBefore = new Date("2026-11-21T12:00:00Z");
  const busy = new Problem({ code: "acme-rate-limited", message: "m", fix: "f", retry: { notBefore } });
  const world = { twin: true, entry: { rehearse: true } };
  const first = await update({ ...world, breaksAt: { "issue at its staging twin": busy } });
  expect(first.outcome.next).toEqual(new Date("2026-11-20T12:01:00Z"));
  expect(first.entry().holds.map(({ until }) => until)).toEqual([notBefore]);

  const second = await update({ ...world, entry: first.entry(), now: new Date("2026-11-20T12:02:00Z") });
  expect(steps(second.diary)).not.toContain("issue at its staging twin");
  const third = await update({
    ...world,
    entry: { ...first.entry(), failures: 0, notBefore: undefined },
    now: notBefore,
  });
  expect(steps(third.diary)).toContain("issue at its staging twin");
});

it("by hand passes a pause and says what it costs, and passes a limit only when forced", async () => {
  const at = new Date("2026-11-20T11:50:00Z");
  const paused = await update({ entry: { notBefore: new Date("2026-11-20T13:00:00Z") } }, { byHand: true });
  expect(paused.diary.join("\n")).toMatch(/the pause until .* is ignored[\s\S]*0 of 5 failed validations an hour/);
  const attempts = Array.from({ length: 5 }, () => ({
    at,
    directory: plain.directory,
    names: ["dify.test"],
    ended: true,
  }));
  const limited = await update({ entry: { attempts } }, { byHand: true });
  expect(limited.outcome).toMatchObject({ result: "failed", problem: { code: "limit-reached" } });
  expect(limited.entry().failures).toBe(0);
  expect((await update({ entry: { attempts } }, { byHand: true, force: true })).outcome.result).toBe("renewed");
});

it("tends what is served while a renewal waits", async () => {
  const now = new Date("2027-01-10T00:00:00Z");
  const entry = { deployed: "AA:BB", notBefore: new Date("2027-01-10T12:00:00Z"), proof: stale };
  const { diary, outcome } = await update({ now, stored: certificate(), entry, different: true });
  expect(diary).toEqual(["lock", "prove", "deploy"]);
  expect(outcome.result).toBe("deployed");
});

it("says that a certificate which the ledger knows is gone", async () => {
  const saved = { fingerprint: "AA:BB", orderedAt: new Date("2026-11-01T00:00:00Z") };
  const { diary } = await update({ entry: { saved } });
  expect(diary.join("\n")).toContain("say warning: dify.test had a certificate, ordered on 2026-11-01, that is gone");
});

it("puts a staging certificate over a real one only with --break-my-certs", async () => {
  const directory = "https://acme-staging-v02.api.letsencrypt.org/directory";
  const options = { directory, force: true };
  const refused = await update({ stored: certificate() }, options);
  expect(refused.outcome).toMatchObject({ result: "failed", problem: { code: "staging-over-production" } });
  expect((await update({ stored: certificate() }, { ...options, breakMyCerts: true })).outcome.result).toBe("renewed");
});

it("goes on with an open order whose key is the one that is kept, until its certificate is saved", async () => {
  const world = { stored: certificate(), entry: { deployed: "AA:BB" }, openIsSaved: true };
  const before = await update({ ...world, open: { ...openOrder, before: "AA:BB" } });
  expect(before.diary).toContain("take up https://ca.test/order/1");
  const after = await update({ ...world, open: { ...openOrder, before: "99:99" } });
  expect(after.outcome.result).toBe("kept");
  expect(after.open()).toBeUndefined();
});

it("notes on an open order which certificate was there before it", async () => {
  const stopped = new Problem({ code: "disk-full", message: "no room", fix: "make room", retry: "look" });
  const { open } = await update({ stored: certificate(), breaksAt: { save: stopped } }, { force: true });
  expect(open()).toMatchObject({ before: "AA:BB" });
});

it("says that the whole folder is gone when nginx serves a certificate that is not in it", async () => {
  const shown = { serial: "0F", issuer: "Let's Encrypt", notAfter: new Date("2027-01-01T00:00:00Z") };
  const { diary } = await update({ shown });
  expect(diary.join("\n")).toContain(
    "say warning: nginx serves a certificate of dify.test (by Let's Encrypt until 2027-01-01, serial 0F) that is not in",
  );
  expect((await update({})).diary.join("\n")).not.toContain("warning");
  expect((await update({ stored: certificate(), entry: {}, shown }, { force: true })).diary.join("\n")).not.toContain(
    "warning",
  );
});

it("asks when to renew as often as it was told, whatever the authority asks for", async () => {
  const asking = { stored: certificate(), entry: { deployed: "AA:BB", proof: proven } };
  const window = { window: undefined, retryAfterMs: 3_600_000 };
  expect((await update({ ...asking, window })).entry().window?.askAt).toEqual(new Date("2026-11-20T13:00:00Z"));
  const often = await update({ ...asking, window, askEvery: 60_000 });
  expect(often.entry().window?.askAt).toEqual(new Date("2026-11-20T12:01:00Z"));
  // what was written down before that was said does not hold the next question back
  const asked = {
    certificateId: "id of ",
    window: undefined,
    instant: undefined,
    askAt: new Date("2026-11-20T17:00:00Z"),
  };
  const entry = { ...asking.entry, window: asked };
  expect(steps((await update({ ...asking, entry, window })).diary)).not.toContain("ask for the window");
  expect(steps((await update({ ...asking, entry, window, askEvery: 60_000 })).diary)).toContain("ask for the window");
});

it("asks when to renew at once where a person is there, who may know that another client has revoked it", async () => {
  const asking = { stored: certificate(), entry: { deployed: "AA:BB", proof: proven } };
  const over = { start: new Date("2026-11-19T00:00:00Z"), end: new Date("2026-11-20T00:00:00Z") };
  const askAt = new Date("2026-11-20T17:00:00Z");
  const entry = { ...asking.entry, window: { certificateId: "id of ", window: undefined, instant: undefined, askAt } };
  const world = { ...asking, entry, window: { window: over } };
  expect((await update(world, { byHand: true })).outcome.result).toBe("renewed");
  expect((await update(world)).outcome.result).toBe("kept");
});

it("says once that the authority moved its window, and where it explains that", async () => {
  const window = { start: new Date("2026-12-24T00:00:00Z"), end: new Date("2026-12-26T00:00:00Z") };
  const answer = { window, explanationUrl: "https://ca.test/incident" };
  const entry = { deployed: "AA:BB", proof: proven };
  const before = { start: new Date("2026-12-30T00:00:00Z"), end: new Date("2026-12-31T00:00:00Z") };
  const note = {
    certificateId: "id of ",
    window: before,
    instant: before.start,
    askAt: new Date("2026-11-20T11:00:00Z"),
  };
  const moved = await update({ stored: certificate(), entry: { ...entry, window: note }, window: answer });
  expect(moved.diary).toContain(
    "say dify.test: the CA moved its renewal window: 2026-12-24 00:00 UTC to 2026-12-26 00:00 UTC",
  );
  expect(moved.diary).toContain("say dify.test: the CA explains it at https://ca.test/incident");
  const same = await update({
    stored: certificate(),
    entry: { ...entry, window: { ...note, window } },
    window: answer,
  });
  expect(same.diary.filter((line) => line.startsWith("say"))).toEqual([]);
});

it("says when this host's clock is wrong, and when it was put back", async () => {
  const issued = certificate({ notBefore: new Date("2026-10-01T00:00:00Z"), fingerprint: "CC:DD" });
  expect((await update({ issued })).diary.join("\n")).toContain("say warning: this host's clock is wrong");
  const saved = { fingerprint: "AA:BB", orderedAt: new Date("2026-12-24T00:00:00Z") };
  const back = await update({ stored: certificate(), entry: { deployed: "AA:BB", proof: proven, saved } });
  expect(back.diary).toContain("say dify.test: this host's clock was put back");
  expect(back.outcome.result).toBe("kept");
});

it("knows the first failure again at the next start, when the account was made on the way to it", async () => {
  const closed = new Problem({ code: "validation-connection", message: "port 80", fix: "open it", retry: "soon" });
  const first = await update({ newAccount: true, breaksAt: { "issue at the authority": closed } });
  expect(first.entry()).toMatchObject({ failures: 1, rehearse: true, about: expect.stringContaining("account 1") });
  expect((await update({ entry: first.entry() })).outcome).toMatchObject({ result: "paused" });

  const notBefore = new Date("2026-11-22T12:00:00Z");
  const limit = new Problem({ code: "acme-rate-limited", message: "m", fix: "f", retry: { notBefore } });
  const held = await update({ newAccount: true, breaksAt: { "issue at the authority": limit } });
  expect((await update({ entry: held.entry() })).outcome).toMatchObject({ result: "paused", next: notBefore });
});

const twoNames = certificate({ domains: ["dify.test", "www.dify.test"] });
const served = { deployed: "AA:BB", proof: proven };

it("keeps a name that the certificate has and CERTBOT_DOMAIN does not, and says once how to keep and how to drop it", async () => {
  const first = await update({ stored: twoNames, entry: served });
  expect(first.outcome.result).toBe("kept");
  expect(first.diary.filter((line) => line.startsWith("say"))).toEqual([
    "say dify.test: www.dify.test stays in the certificate, although CERTBOT_DOMAIN does not name it",
    "say   to keep it: CERTBOT_DOMAIN=dify.test,www.dify.test in .env; to drop it: docker compose exec certbot update-cert -d dify.test",
  ]);
  const second = await update({ stored: twoNames, entry: first.entry() });
  expect(second.diary).toEqual(["lock", "link"]);
});

it("orders the names that stay when the certificate is due", async () => {
  const now = new Date("2027-01-01T00:00:00Z");
  const given = fakes({ stored: twoNames, entry: served, now });
  const asked: string[] = [];
  const { authority } = given.parts;
  const issue: typeof authority.issue = async (each, how) => {
    asked.push(each.domains.join(" "));
    return await authority.issue(each, how);
  };
  await updateLineage(lineage(), plain, { ...given.parts, authority: { ...authority, issue } }, never);
  expect(asked).toEqual(["dify.test www.dify.test"]);
  expect(given.entry().ordered).toEqual({ fingerprint: "CC:DD", names: ["dify.test", "www.dify.test"] });
});

it("issues once without a name that the operator took away", async () => {
  const taken = await update({ stored: twoNames, entry: { ...served, asked: twoNames.domains } });
  expect(taken.outcome).toMatchObject({ result: "renewed", because: "the names changed" });
  const typed = await update({ stored: twoNames, entry: served }, { exactly: true });
  expect(typed.outcome.result).toBe("renewed");
});

it("is content with a CA that puts one more name into the certificate, however often it looks", async () => {
  const ordered = { fingerprint: "AA:BB", names: ["dify.test"] };
  const entry = { ...served, ordered, asked: ["dify.test"] };
  const { outcome, diary } = await update({ stored: twoNames, entry });
  expect(outcome.result).toBe("kept");
  expect(diary).toEqual(["lock", "link"]);
});

it("orders nothing for a fresh certificate when an order of another account was left open", async () => {
  const open = { ...openOrder, accountId: "another account" };
  const { outcome, diary, open: left } = await update({ stored: certificate(), entry: served, open });
  expect(outcome.result).toBe("kept");
  expect(steps(diary)).toEqual(["lock", "link"]);
  expect(left()).toBeUndefined();
});

it("is not led by a CA whose windows are always over, and counts no renewal, to ask it each minute", async () => {
  const hour = 3_600_000;
  const start = new Date("2026-11-20T12:00:00Z").getTime();
  let at = start;
  let current = certificate();
  const asked: number[] = [];
  const { parts, entry, diary } = fakes({ entry: { deployed: current.fingerprint }, window: { window: undefined } });
  const led = {
    ...parts,
    clock: { now: () => new Date(at) },
    store: {
      ...parts.store,
      read: async () => current,
      save: async () => (current = certificate({ fingerprint: `${asked.length}`, notBefore: new Date(at - hour) })),
    },
    authority: {
      ...parts.authority,
      renewalWindow: async () => ({ window: { start: new Date(at - 2 * hour), end: new Date(at - hour) } }),
      async issue(...[, { keep }]: Parameters<typeof parts.authority.issue>) {
        asked.push(at);
        await keep?.({ ...openOrder, url: `order ${asked.length}`, replaces: true });
        return {
          privateKeyPem: "",
          fullchainPem: `${asked.length}`,
          directory: plain.directory,
          accountId: "account 1",
        };
      },
    },
  };
  while (at < start + 48 * hour) {
    const { next } = await updateLineage(lineage(), plain, led, never);
    at = Math.max(next.getTime(), at + 60_000);
  }
  expect(asked.length).toBeGreaterThanOrEqual(5);
  expect(asked.length).toBeLessThanOrEqual(8);
  expect(entry().orders.every(({ exempt }) => exempt)).toBe(true);
  const why = "the CA's renewal window is not followed: 3 certificates were replaced one after the other";
  expect(diary).toContain(`say dify.test: ${why}`);
  // the operator, and the dates, are heard all the same
  const before = asked.length;
  await updateLineage(lineage(), { ...plain, force: true }, led, never);
  expect(asked.length).toBe(before + 1);
});
