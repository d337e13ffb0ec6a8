import { expect, test } from "vitest";
import type { Authorization } from "../../src/acme/authorization.ts";
import { chooseChallenge, knownChallenges } from "../../src/acme/authorization.ts";
import type { ChallengeSolver, ChallengeType } from "../../src/model/challenge.ts";

const solver = (type: ChallengeType): ChallengeSolver => ({
  type,
  present: async () => {},
  settle: async () => {},
  cleanUp: async () => {},
});

const offered = (types: readonly string[], wildcard = false): Authorization => ({
  identifier: { value: "a.test" },
  status: "pending",
  wildcard,
  challenges: types.map((type) => ({
    type,
    url: `https://ca.test/${type}`,
    token: `token-${type}`,
    status: "pending",
    validationRecord: [],
  })),
});

test("the first solver's type is answered, whatever order the CA offers them in", () => {
  const chosen = chooseChallenge(offered(["http-01", "dns-01"]), [solver("dns-01"), solver("http-01")]);
  expect(chosen).toMatchObject({ type: "dns-01", token: "token-dns-01", url: "https://ca.test/dns-01" });
});

test("a name for which the CA does not offer the preferred type is proven by the next", () => {
  const chosen = chooseChallenge(offered(["dns-01", "tls-alpn-01"], true), [solver("http-01"), solver("dns-01")]);
  expect(chosen).toMatchObject({ type: "dns-01", domain: "a.test", wildcard: true });
});

test("where the CA offers none of ours, the Problem names the wildcard and our types", () => {
  expect(() => chooseChallenge(offered(["dns-01"], true), [solver("http-01")])).toThrow(
    expect.objectContaining({
      code: "no-challenge",
      message: expect.stringContaining("http-01 challenge for *.a.test"),
    }),
  );
});

test("what a killed run may have left is cleaned up for every type that a solver has", () => {
  const left = knownChallenges(offered(["http-01", "dns-01", "tls-alpn-01"]), [solver("dns-01"), solver("http-01")]);
  expect(left.map(({ token }) => token)).toEqual(["token-dns-01", "token-http-01"]);
});
