import { describe, expect, it } from "vitest";
import { emptyEntry, type LedgerEntry } from "../../src/model/ledger.ts";
import { endAttempt, withAttempt, withOrder, withoutOrder } from "../../src/renewal/attempts.ts";
import { entryAbout, mayTry, type Plan } from "../../src/renewal/permission.ts";

const directory = "https://acme-v02.api.letsencrypt.org/directory";
const now = new Date("2026-11-20T12:00:00Z");
const names = ["dify.test", "www.dify.test"];
const plan: Plan = { directory, account: "ours", names, life: undefined, about: "here", open: false };
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const order = (day: number) => ({ at: new Date(`2026-11-${day}T12:00:00Z`), directory, names, url: `order ${day}` });
const entry = (given: Partial<LedgerEntry>): LedgerEntry => ({ ...emptyEntry, ...given });

describe("orders of one set of names", () => {
  const five = [14, 15, 16, 17, 18].map(order);
  const atOnce = (day: number) => [1, 2, 3, 4, 5].map((at) => ({ ...order(day), url: `order ${day}.${at}` }));

  it("stop at five, and one more is free every 34 hours", () => {
    expect(mayTry(entry({ orders: atOnce(20).slice(1) }), plan, now)).toEqual({ may: "try" });
    expect(mayTry(entry({ orders: atOnce(20) }), plan, now)).toMatchObject({
      may: "wait",
      kind: "limit",
      until: new Date("2026-11-21T22:00:00Z"),
    });
    // five at once 48 h ago: one was given back since
    expect(mayTry(entry({ orders: atOnce(18) }), plan, now)).toEqual({ may: "try" });
    expect(mayTry(entry({ orders: [...atOnce(18), order(19)] }), plan, now).may).toBe("wait");
  });

  it("are free again one by one where they came one by one", () => {
    expect(mayTry(entry({ orders: five }), plan, now)).toEqual({ may: "try" });
  });

  it("are not counted where the CA took them as the renewal of another certificate", () => {
    const exempt = atOnce(20).map((each) => ({ ...each, exempt: true }));
    expect(mayTry(entry({ orders: exempt }), plan, now)).toEqual({ may: "try" });
  });

  it("are counted together with those of another lineage of the same names, whichever account made them", () => {
    const others = { attempts: [], orders: atOnce(20).slice(0, 3) };
    expect(mayTry(entry({ orders: atOnce(20).slice(3) }), { ...plan, others, account: "new" }, now).may).toBe("wait");
  });

  it("are counted for a set of names, in any order, at one authority", () => {
    const swapped = { ...plan, names: ["www.dify.test", "dify.test"] };
    expect(mayTry(entry({ orders: atOnce(20) }), swapped, now).may).toBe("wait");
    expect(mayTry(entry({ orders: atOnce(20) }), { ...plan, names: ["dify.test"] }, now).may).toBe("try");
    expect(mayTry(entry({ orders: atOnce(20) }), { ...plan, directory: "https://other.test/dir" }, now).may).toBe(
      "try",
    );
  });

  it("do not hold back the order that is open", () => {
    expect(mayTry(entry({ orders: atOnce(20) }), { ...plan, open: true }, now)).toEqual({ may: "try" });
  });

  it("are thirty thousand at staging, and five within a lifetime where nothing is known", () => {
    const staging = "https://acme-staging-v02.api.letsencrypt.org/directory";
    const there = five.map((each) => ({ ...each, directory: staging }));
    expect(mayTry(entry({ orders: there }), { ...plan, directory: staging }, now).may).toBe("try");
    const life = { notBefore: minutes(-3), notAfter: minutes(3) };
    const elsewhere = five.map((each) => ({ ...each, directory: "https://ca.test/dir" }));
    expect(mayTry(entry({ orders: elsewhere }), { ...plan, directory: "https://ca.test/dir", life }, now).may).toBe(
      "try",
    );
  });

  it("count an order once, and not when the authority gave nothing", () => {
    const once = withOrder(withOrder(emptyEntry, order(18)), order(18));
    expect(once.orders).toHaveLength(1);
    expect(withoutOrder(once, "order 18").orders).toEqual([]);
  });
});

describe("tries", () => {
  const attempt = (at: Date, ended: boolean) => ({ at, directory, names, ended });

  it("stop at five failed validations, and one more is free every twelve minutes", () => {
    const attempts = [-5, -4, -3, -2, -1].map((at) => attempt(minutes(at), true));
    expect(mayTry(entry({ attempts }), plan, now)).toMatchObject({ kind: "limit", until: minutes(7) });
    expect(mayTry(entry({ attempts: attempts.slice(1) }), plan, now)).toEqual({ may: "try" });
    // the authority counts by the name, whatever else was asked for with it
    expect(mayTry(entry({ attempts }), { ...plan, names: ["dify.test", "api.dify.test"] }, now).may).toBe("wait");
    expect(mayTry(entry({ attempts }), { ...plan, names: ["other.test"] }, now).may).toBe("try");
  });

  it("that leave room for exactly one do not wait for the present moment", () => {
    // nine in the last two hours, after an earlier one: ten came back since, and one of them is left
    const attempts = [-130, ...Array.from({ length: 9 }, (_, at) => -107 + 13 * at)].map((at) =>
      attempt(minutes(at), true),
    );
    expect(mayTry(entry({ attempts }), plan, now)).toEqual({ may: "try" });
  });

  it("of another account are not counted", () => {
    const attempts = [-5, -4, -3, -2, -1].map((at) => ({ ...attempt(minutes(at), true), account: "another" }));
    expect(mayTry(entry({ attempts }), plan, now)).toEqual({ may: "try" });
    expect(mayTry(entry({ attempts }), { ...plan, account: "another" }, now).may).toBe("wait");
  });

  it("go on at once after one that was cut off, then with the pauses of a failure", () => {
    const cutOff = (count: number) => entry({ attempts: Array.from({ length: count }, () => attempt(now, false)) });
    expect(mayTry(cutOff(1), plan, now)).toEqual({ may: "try" });
    expect(mayTry(cutOff(2), plan, now)).toMatchObject({ kind: "pause", until: minutes(1) });
    expect(mayTry(cutOff(3), plan, now)).toMatchObject({ kind: "pause", until: minutes(10) });
  });

  it("cost nothing when they end without a failed validation", () => {
    const begun = withAttempt(emptyEntry, { at: now, directory, names });
    expect(begun.attempts).toEqual([attempt(now, false)]);
    expect(endAttempt(begun, false).attempts).toEqual([]);
    expect(endAttempt(begun, true).attempts).toEqual([attempt(now, true)]);
  });
});

describe("a pause", () => {
  it("holds until its moment, and not when a wrong clock wrote it", () => {
    expect(mayTry(entry({ notBefore: minutes(10) }), plan, now)).toMatchObject({ kind: "pause", until: minutes(10) });
    expect(mayTry(entry({ notBefore: now }), plan, now).may).toBe("try");
    expect(mayTry(entry({ notBefore: new Date("2030-01-01T00:00:00Z") }), plan, now).may).toBe("try");
  });

  it("is the authority's limit when it was a 429, for this authority, account and names only", () => {
    const holds = [{ about: "here", until: minutes(90), limit: true }];
    expect(mayTry(entry({ holds }), plan, now)).toMatchObject({ kind: "limit", until: minutes(90) });
    expect(mayTry(entry({ holds }), { ...plan, about: "there" }, now).may).toBe("try");
    const wrong = [{ about: "here", until: new Date("2030-01-01T00:00:00Z"), limit: true }];
    expect(mayTry(entry({ holds: wrong }), plan, now).may).toBe("try");
  });

  it("says nothing about another authority, account or set of names", () => {
    const paused = entry({ about: "here", failures: 3, notBefore: minutes(10), rehearse: true, deployed: "AA:BB" });
    expect(entryAbout(paused, "here")).toBe(paused);
    expect(entryAbout(paused, "there")).toMatchObject({ failures: 0, rehearse: false, deployed: "AA:BB" });
    expect(entryAbout(paused, "there").notBefore).toBeUndefined();
  });
});
