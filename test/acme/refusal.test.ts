import { describe, expect, test } from "vitest";
import { type Authorization, validationProblem } from "../../src/acme/authorization.ts";
import type { Answer } from "../../src/acme/message.ts";
import { problemTypes } from "../../src/acme/problems.ts";
import { readReasons } from "../../src/acme/reasons.ts";
import { accepted, hasType, problemFor, refusal } from "../../src/acme/refusal.ts";

const now = new Date("2026-11-20T12:00:00Z");
const acme = (type: string) => `urn:ietf:params:acme:error:${type}`;
const answer = (data: unknown, status = 400, headers: Answer["headers"] = {}): Answer => ({ status, headers, data });

/** RFC 8555 section 6.7, the whole list. */
const standard = [
  "accountDoesNotExist",
  "alreadyRevoked",
  "badCSR",
  "badNonce",
  "badPublicKey",
  "badRevocationReason",
  "badSignatureAlgorithm",
  "caa",
  "compound",
  "connection",
  "dns",
  "externalAccountRequired",
  "incorrectResponse",
  "invalidContact",
  "malformed",
  "orderNotReady",
  "rateLimited",
  "rejectedIdentifier",
  "serverInternal",
  "tls",
  "unauthorized",
  "unsupportedContact",
  "unsupportedIdentifier",
  "userActionRequired",
];

describe("the table of problem types", () => {
  test("has a row for every type of RFC 8555", () => {
    expect(standard.filter((type) => !problemTypes.has(type))).toEqual([]);
  });

  test.each([...problemTypes])("says for %s what happened and one thing to do", (_, { means, fix }) => {
    expect(means).toMatch(/^[a-z].*[^.]$/);
    expect(fix("example.org")).toMatch(/^[a-z].*[^.]$/);
  });
});

describe("a refusal", () => {
  test("becomes a Problem with our words, the authority's, and something to do", () => {
    const detail = "CAA record for shop.example prevents issuance.";
    const problem = refusal(
      answer({ type: acme("caa"), detail, identifier: { type: "dns", value: "shop.example" } }, 403),
      now,
    );
    expect(problem).toMatchObject({
      code: "acme-caa",
      message: "the CAA record of the name forbids this CA: CAA record for shop.example prevents issuance",
      fix: "add the CA to the record, or remove it; what there is: dig +short shop.example CAA",
      retry: "after-a-fix",
    });
  });

  test("with Retry-After keeps the moment, whatever its type is", () => {
    const problem = refusal(
      answer({ type: acme("serverInternal"), detail: "busy" }, 503, { "retry-after": "90" }),
      now,
    );
    expect(problem.retry).toEqual({ notBefore: new Date("2026-11-20T12:01:30Z") });
  });

  test("of several names tells each, and takes the advice of the first", () => {
    const subproblems = [
      { type: acme("caa"), detail: "not allowed", identifier: { type: "dns", value: "a.example" } },
      { type: acme("rejectedIdentifier"), detail: "no", identifier: { type: "dns", value: "b.example" } },
    ];
    const problem = refusal(answer({ type: acme("compound"), detail: "errors", subproblems }, 403), now);
    expect(problem.code).toBe("acme-caa");
    expect(problem.message).toMatch(/: a\.example: not allowed; b\.example: no$/);
  });

  test("that wants the owner to act shows the address to visit", () => {
    const data = {
      type: acme("userActionRequired"),
      detail: "terms have changed",
      instance: "https://ca.example/agree",
    };
    expect(refusal(answer(data, 403), now).message).toMatch(/: terms have changed https:\/\/ca\.example\/agree$/);
  });

  test("of a type that nobody knows still says what the authority said", () => {
    const problem = refusal(answer({ type: "https://ca.example/odd", detail: "no luck" }, 400), now);
    expect(problem.message).toBe("the CA refuses: no luck");
    expect(problem.retry).toBe("soon");
  });

  test("without a detail names its type", () => {
    expect(refusal(answer({ type: acme("badCSR") }), now).message).toMatch(/: badCSR$/);
  });

  test.each([[undefined], ["<html>"], [null], [{}], [{ error: {} }], [[]]])(
    "that is no problem document (%j) is told by its status",
    (data) => {
      expect(refusal(answer(data, 502), now)).toMatchObject({
        code: "acme-no-reason",
        message: "the CA responded with HTTP 502 and no reason",
        retry: "soon",
      });
    },
  );

  test("cannot put a command of its own into what the operator is told to paste", () => {
    const identifier = { type: "dns", value: "a.example; reboot" };
    expect(refusal(answer({ type: acme("caa"), detail: "no", identifier }), now).fix).toMatch(
      /: dig \+short your-domain CAA$/,
    );
  });

  test("cannot bring line breaks, control characters or a flood of text onto the screen", () => {
    const detail = `first\nerror: forged \u001b[31m\u202e${"x".repeat(5000)}`;
    const { message } = refusal(answer({ type: acme("malformed"), detail }), now);
    expect(message).toMatch(/: first error: forged \[31m ?x+…$/);
    expect(message.length).toBeLessThan(500);
  });
});

test("a failed validation has a code and advice of its own where the same word means something else", () => {
  const reasons = readReasons({ type: acme("unauthorized"), detail: "203.0.113.7: Invalid response: hello" });
  expect(problemFor(reasons, "acme").code).toBe("acme-unauthorized");
  const problem = problemFor(
    reasons.map((reason) => ({ ...reason, name: "shop.example" })),
    "validation",
  );
  expect(problem).toMatchObject({
    code: "validation-unauthorized",
    message:
      "something else responded instead of httpsidecar's challenge file: shop.example: 203.0.113.7: Invalid response: hello",
    fix: "check what responds from outside: curl -i http://shop.example/.well-known/acme-challenge/test; the domain must point to this host, and nginx must serve the webroot there",
  });
});

describe("a failed validation in DNS is told in words about the record", () => {
  const failed = (type: string, error: unknown): Authorization => ({
    identifier: { value: "shop.example" },
    ...{ status: "invalid", wildcard: false },
    challenges: [{ type, url: "", status: "invalid", error, validationRecord: [] }],
  });

  test.each([
    ["dns-01", "unauthorized", 'Incorrect TXT record "x" found at _acme-challenge.shop.example', "_acme-challenge"],
    ["dns-01", "incorrectResponse", "no TXT record", "_acme-challenge"],
    ["dns-01", "dns", "DNS problem: NXDOMAIN looking up TXT for _acme-challenge.shop.example", "_acme-challenge"],
    ["dns-01", "connection", "query timed out", "_acme-challenge"],
    ["dns-persist-01", "unauthorized", "no record for this account", "_validation-persist"],
  ])("%s, %s: %s", (challenge, type, detail, label) => {
    expect(validationProblem([failed(challenge, { type: acme(type), detail })], undefined)).toMatchObject({
      message: expect.stringMatching(/^the CA did not find the TXT record of the challenge: /),
      fix: `see what the name servers answer: dig +trace ${label}.shop.example TXT; the registrar must name the servers where the record is made`,
    });
  });

  test("but for the type of the name servers' own failure, and for HTTP", () => {
    const bogus = failed("dns-01", { type: acme("dns"), detail: "DNS problem: SERVFAIL looking up TXT" });
    expect(validationProblem([bogus], undefined).message).toMatch(/^the name servers of the domain fail/);
    const http = failed("http-01", { type: acme("incorrectResponse"), detail: "hello" });
    expect(validationProblem([http], undefined).message).toMatch(/^something else responded/);
  });
});

test("a type is recognised in the Problem made from it, and in no other error", () => {
  const problem = refusal(answer({ type: acme("accountDoesNotExist"), detail: "unknown" }), now);
  expect(hasType(problem, "accountDoesNotExist")).toBe(true);
  expect(hasType(problem, "rateLimited")).toBe(false);
  expect(hasType(new Error("acme-account-does-not-exist"), "accountDoesNotExist")).toBe(false);
});

test.each([200, 201, 204])("an answer with status %d is accepted as it is", (status) => {
  const given = answer("body", status);
  expect(accepted(given, now)).toBe(given);
});
