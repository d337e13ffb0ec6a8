import { expect, it } from "vitest";
import { type FailureState, mustActFrom } from "../../src/renewal/must-act.ts";

const minute = 60 * 1000;
const hour = 60 * minute;
const day = 24 * hour;
const birth = new Date("2026-09-01T00:00:00Z");
const at = (days: number) => new Date(birth.getTime() + days * day);
const ninety = { notBefore: at(0), due: at(60), notAfter: at(90) };
const six = { notBefore: at(0), due: at(3), notAfter: at(6) };
const eleven = { notBefore: at(0), due: at(7.3), notAfter: at(11) };

/** ms from the first failure to the moment at which a person must act. */
function patienceOf(given: Partial<FailureState>): number {
  const failureState: FailureState = {
    responsible: "outside",
    since: at(60),
    certificate: ninety,
    wireLost: false,
    ...given,
  };
  return mustActFrom(failureState).getTime() - failureState.since.getTime();
}

it.each<[what: string, given: Partial<FailureState>, patience: number]>([
  ["only a person can mend it", { responsible: "person" }, 0],
  ["the same without a certificate", { responsible: "person", certificate: undefined }, 0],
  ["the companion does not answer", { responsible: "stack" }, 5 * minute],
  [
    "the companion does not answer, and there is no certificate",
    { responsible: "stack", certificate: undefined },
    5 * minute,
  ],
  ["the authority cannot be reached", {}, day],
  ["the authority cannot be reached for the first certificate", { certificate: undefined }, hour],
  ["the authority is busy, or keeps to its limit", { responsible: "authority" }, 15 * day],
  ["the authority is busy, and there is no certificate", { responsible: "authority", certificate: undefined }, hour],
  ["nginx does not serve it meanwhile", { responsible: "authority", wireLost: true }, 5 * minute],
])("%s", (_, given, patience) => {
  expect(patienceOf(given)).toBe(patience);
});

it.each<[what: string, given: Partial<FailureState>, from: Date]>([
  ["half of the time for a renewal of 90 days", { since: at(74.5) }, at(75)],
  [
    "72 hours before the end of one of eleven days, which its half does not reach",
    { certificate: eleven, since: at(7.5) },
    at(8),
  ],
  ["half of the time of one of six days", { certificate: six, since: at(4) }, at(4.5)],
])("whatever fails, a person must act from: %s", (_, given, from) => {
  expect(
    mustActFrom({ responsible: "outside", certificate: ninety, wireLost: false, since: at(60), ...given }),
  ).toEqual(from);
});

it("a failure that begins when little time is left wants a person at once", () => {
  expect(patienceOf({ responsible: "authority", since: at(80) })).toBeLessThanOrEqual(0);
});
