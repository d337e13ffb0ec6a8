import { expect, test } from "vitest";
import { emptyEntry } from "../../src/model/ledger.ts";
import type { Parts } from "../../src/renewal/parts.ts";
import { type Rules, realRules } from "../../src/renewal/rules.ts";
import { type Breakage, simulate } from "./run.ts";
import { day } from "./weather.ts";

/** Lives through seeds until one breaks a rule; gives what it says. What is rare begins where it is known to come soon. */
async function firstViolation(breakage: Breakage, first = 1, seeds = 24): Promise<string> {
  for (let seed = first; seed < first + seeds; seed++) {
    try {
      await simulate(seed, 3, breakage);
    } catch (error) {
      return (error as Error).message;
    }
  }
  return "nothing was noticed";
}

const rules = (broken: Partial<Rules>): Breakage => ({ parts: () => ({ rules: { ...realRules, ...broken } }) });
const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

test("an unbroken sidecar is not suspected", async () => {
  expect(await firstViolation({ parts: () => ({ rules: realRules }) }, 1, 8)).toBe("nothing was noticed");
});

test("renewing by the authority's word alone, without the floor, is caught", async () => {
  const decide: Rules["decide"] = (facts, now) => {
    const {
      identity: { current },
      window,
    } = facts;
    if (!current || current.notAfter <= now) return realRules.decide(facts, now);
    if (window?.instant && window.instant <= now) return { act: "issue", because: "it is said" };
    return { act: facts.deployed === current.fingerprint ? "keep" : "deploy", because: "", until: later(now, day) };
  };
  expect(await firstViolation(rules({ decide }))).toMatch(/^not renewed within/);
});

test("a window that is kept as it was first said is caught at the next mass revocation", async () => {
  const noteWindow: Rules["noteWindow"] = (given, certificate, now, random) => {
    const { askAt, ...said } = realRules.noteWindow(given, certificate, now, random);
    return { ...said, ...given.note, askAt };
  };
  expect(await firstViolation(rules({ noteWindow }), 24)).toBe("a revoked certificate was not replaced");
});

test("trying again every minute is caught at a closed port", async () => {
  const afterFailure: Rules["afterFailure"] = (entry, failure, now, random) => {
    const { entry: next } = realRules.afterFailure(entry, failure, now, random);
    return { entry: { ...next, notBefore: undefined, rehearse: false }, next: later(now, 60_000) };
  };
  const noLimits: Rules["mayTry"] = () => ({ may: "try" });
  expect(await firstViolation(rules({ afterFailure, mayTry: noLimits }))).toBe(
    "production: past the limit of failed validations",
  );
});

test("passing over limits by hand is caught", async () => {
  const mayTry: Rules["mayTry"] = (entry, plan, now) =>
    realRules.mayTry({ ...entry, attempts: [], orders: [] }, plan, now);
  const afterFailure: Rules["afterFailure"] = (...given) => {
    const setback = realRules.afterFailure(...given);
    return { ...setback, entry: { ...setback.entry, rehearse: false } };
  };
  expect(await firstViolation(rules({ mayTry, afterFailure }), 11)).toBe(
    "production: past the limit of failed validations",
  );
});

test("a pause of a week is caught", async () => {
  const afterFailure: Rules["afterFailure"] = (entry, failure, now, random) => {
    const setback = realRules.afterFailure(entry, failure, now, random);
    return {
      ...setback,
      entry: { ...setback.entry, holds: [{ about: failure.about ?? "", until: later(now, 6.9 * day), limit: false }] },
    };
  };
  expect(await firstViolation(rules({ afterFailure }))).toMatch(/^not renewed within/);
});

test("a ledger that a restart empties is caught in a loop of restarts", async () => {
  const forgetful = (real: Parts): Partial<Parts> => {
    let entry = emptyEntry;
    const write = async (_: string, next: typeof entry) => {
      entry = next;
    };
    const othersSpending = async () => ({ attempts: [], orders: [] });
    const ledger = { read: async () => entry, othersSpending, write, note: write, settle: async () => {} };
    return { ledger, pendingOrders: { ...real.pendingOrders, read: async () => undefined } };
  };
  expect(await firstViolation({ parts: forgetful })).toMatch(
    /two orders in flight|two certificates in an hour|past the limit/,
  );
});

test("making another order in the place of the open one is caught", async () => {
  const deaf = (real: Parts): Partial<Parts> => ({
    authority: {
      ...real.authority,
      issue: (lineage, how) => real.authority.issue(lineage, { ...how, open: undefined }),
    },
  });
  expect(await firstViolation({ parts: deaf })).toMatch(
    /^(?:two orders in flight for one set of names|.*never saved|two certificates in an hour)$/,
  );
});

test("keeping no order is caught by what is issued and never saved", async () => {
  const careless = (real: Parts): Partial<Parts> => ({
    authority: {
      ...real.authority,
      issue: (lineage, how) => real.authority.issue(lineage, { ...how, keep: async () => {} }),
    },
  });
  expect(await firstViolation({ parts: careless })).toMatch(
    /never saved|in flight|two certificates in an hour|past the limit/,
  );
});

test("links that are switched before the files are there are caught", async () => {
  const hasty: Breakage = {
    parts: (real, world) => ({
      store: {
        ...real.store,
        save: async (lineage, issued) =>
          real.store.save(lineage, {
            ...issued,
            privateKeyPem: world.chance.happens(0.1) ? "another" : issued.privateKeyPem,
          }),
      },
    }),
  };
  expect(await firstViolation(hasty)).toBe("a pair on disk does not match");
});

test("a loop without a next moment, one that runs hot and one that sleeps for a week are caught", async () => {
  expect(await firstViolation({ next: () => new Date(Number.NaN) })).toMatch(/^the loop waits/);
  expect(await firstViolation({ next: () => new Date(0) })).toBe("the loop runs hot");
  expect(await firstViolation({ wait: (ms) => Math.max(ms, 9 * day) })).toMatch(
    /not renewed|nobody says so|not replaced/,
  );
});

test("never looking at what is served again is caught", async () => {
  const blind = (real: Parts): Partial<Parts> => ({
    deployer: { ...real.deployer, prove: async () => ({ problem: undefined, outside: "" }) },
  });
  expect(await firstViolation({ parts: blind })).toBe("nginx serves another certificate, and nobody says so");
});

test("other names that are only heeded when the certificate is due are caught", async () => {
  const decide: Rules["decide"] = (facts, now) => {
    const same = facts.identity.current ? { missing: [], taken: [] } : {};
    return realRules.decide({ ...facts, identity: { ...facts.identity, ...same } }, now);
  };
  expect(await firstViolation(rules({ decide }))).toMatch(/^the names that were asked for did not come/);
});

test("an account that is not known again is caught by the order that it left open", async () => {
  const forgetful = ({ accounts }: Parts): Partial<Parts> => ({
    accounts: { ...accounts, find: async () => undefined },
  });
  expect(await firstViolation({ parts: forgetful })).toMatch(
    /two orders in flight|never saved|two certificates in an hour/,
  );
});

test("a lock that keeps no second sidecar out is caught", async () => {
  const open = ({ store }: Parts): Partial<Parts> => ({ store: { ...store, exclusively: (work) => work() } });
  expect(await firstViolation({ parts: open })).toMatch(
    /^two certificates in an hour|two orders in flight|never saved$/,
  );
});

test("saying nothing when nginx shows what the folder has not is caught at the next lost volume", async () => {
  const blind = ({ deployer }: Parts): Partial<Parts> => ({ deployer: { ...deployer, shown: async () => undefined } });
  expect(await firstViolation({ parts: blind })).toBe("a lost volume was not said");
});

test("forgetting when the authority wants to be asked again is caught, where something wakes the loop every hour", async () => {
  const mayTry: Rules["mayTry"] = (entry, plan, now) => realRules.mayTry({ ...entry, holds: [] }, plan, now);
  const wait = (ms: number) => Math.min(ms, 60 * 60_000);
  expect(await firstViolation({ ...rules({ mayTry }), wait }, 14)).toBe("asked before the authority's Retry-After");
});
