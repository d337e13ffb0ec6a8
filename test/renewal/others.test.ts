import { describe, expect, it } from "vitest";
import { emptyEntry, type LedgerEntry } from "../../src/model/ledger.ts";
import type { Certificate } from "../../src/model/lineage.ts";
import { Problem } from "../../src/model/problem.ts";
import { isAtRest, otherState } from "../../src/renewal/others.ts";
import { certificate } from "../support/given.ts";

const now = new Date("2026-11-20T12:00:00Z");
const late = new Date("2027-01-05T00:00:00Z");
const directory = "https://acme-v02.api.letsencrypt.org/directory";

function stateOf(
  given: Partial<Certificate>,
  entry: Partial<LedgerEntry> = {},
  at = now,
  checkedAt: Date | undefined = at,
) {
  const stored = { name: "b.test", certificate: certificate({ name: "b.test", domains: ["b.test"], ...given }) };
  return otherState({ stored, entry: { ...emptyEntry, ...entry }, directory, checkedAt }, at);
}

describe("a lineage that is not the served one", () => {
  it("is checked when it is due, by its own conf, and left alone before", () => {
    expect(stateOf({}).act).toBe("wait");
    expect(stateOf({}, {}, late).act).toBe("check");
    expect(stateOf({ directory: undefined }, {}, late).act).toBe("check");
  });

  it("is checked once after a start, and when its CA wants to be asked about it again", () => {
    expect(stateOf({}, {}, now, new Date(0)).act).toBe("check");
    const window = { certificateId: "id", window: undefined, instant: undefined, askAt: now };
    expect(stateOf({}, { window }).act).toBe("check");
    expect(stateOf({}, { window: { ...window, askAt: late } }).act).toBe("wait");
  });

  it("is not reloaded for until it was renewed here: what certbot handed over is served", () => {
    expect(stateOf({}, { deployed: undefined }).act).toBe("wait");
    const saved = { fingerprint: "AA:BB", orderedAt: now };
    expect(stateOf({}, { saved }).act).toBe("reload");
    expect(stateOf({}, { saved, deployed: "AA:BB" }).act).toBe("wait");
  });

  it("that fails waits out its pause, and is told as failing meanwhile", () => {
    const entry = { failures: 2, notBefore: new Date(late.getTime() + 60_000), lastProblem: "port 80" };
    expect(stateOf({}, entry, late)).toMatchObject({
      act: "wait",
      trouble: { result: "paused", lastProblem: "port 80" },
    });
  });

  it.each(["dns-route53", "manual"])("of %s is watched, and said once it is due", (elsewhere) => {
    expect(stateOf({ elsewhere })).toMatchObject({ act: "wait", trouble: undefined });
    expect(stateOf({ elsewhere }, {}, late)).toMatchObject({ trouble: { problem: { code: "proven-elsewhere" } } });
  });

  it("that a person brought, or took out of renewal, is nobody's to renew", () => {
    expect(stateOf({ imported: true }).act).toBe("wait");
    expect(stateOf({ imported: true }, {}, late)).toMatchObject({ trouble: { problem: { code: "own-ends" } } });
    expect(stateOf({ autorenew: false }, {}, late)).toMatchObject({ act: "wait", trouble: undefined });
  });

  it("that cannot be read is told, and nothing is done with it", () => {
    const problem = new Problem({ code: "lineage-broken", message: "m", fix: "f" });
    const facts = { stored: { name: "b.test", problem }, entry: emptyEntry, directory, checkedAt: undefined };
    expect(otherState(facts, now)).toMatchObject({ act: "wait", trouble: { problem } });
  });
});

describe("a lineage at rest, of which a check would change nothing", () => {
  const ours = { directory } as const;
  const window = {
    certificateId: "id",
    window: undefined,
    instant: undefined,
    askAt: new Date("2026-11-20T15:00:00Z"),
  };
  const rests = (given: Partial<Certificate>, entry: Partial<LedgerEntry> = {}, at = now) => {
    const stored = { name: "b.test", certificate: certificate({ name: "b.test", domains: ["b.test"], ...given }) };
    return isAtRest({ stored, entry: { ...emptyEntry, window, ...entry }, directory, checkedAt: undefined }, at);
  };

  it("is one that is not due, and about which the CA need not be asked yet", () => {
    expect(rests(ours)).toBe(true);
    expect(rests(ours, { window: undefined })).toBe(false);
    expect(rests(ours, {}, new Date("2026-11-20T15:00:00Z"))).toBe(false);
    // noted by a clock that was wrong
    expect(rests(ours, { window: { ...window, askAt: late } })).toBe(false);
    expect(rests(ours, { saved: { fingerprint: "CC:DD", orderedAt: late } })).toBe(false);
  });

  it("is none that is due, fails, was revoked by hand, waits for a reload or is renewed in another way", () => {
    const soon = { window: { ...window, askAt: new Date(late.getTime() + 60_000) } };
    expect(rests(ours, soon, late)).toBe(false);
    const failing = { failures: 2, notBefore: new Date(late.getTime() + 60_000), lastProblem: "port 80" };
    expect(rests(ours, { ...soon, ...failing }, late)).toBe(false);
    expect(rests(ours, { revoked: { fingerprint: "AA:BB", at: now, keyCompromised: false } })).toBe(false);
    expect(rests(ours, { saved: { fingerprint: "AA:BB", orderedAt: now } })).toBe(false);
    for (const other of [{ imported: true } as const, { elsewhere: "manual" }, { directory: "https://ca.test/dir" }])
      expect(rests({ ...ours, ...other })).toBe(false);
  });
});
