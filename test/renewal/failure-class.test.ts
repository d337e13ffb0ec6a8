import { expect, it } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import { classOf, isRateLimit } from "../../src/renewal/failure-class.ts";

const problem = (code: string) => new Problem({ code, message: "m", fix: "f" });

it.each([
  ["acme-rate-limited", "busy"],
  ["acme-server-internal", "busy"],
  ["acme-order-slow", "busy"],
  ["validation-connection", "validation"],
  ["validation-unauthorized", "validation"],
  ["validation-dns", "validation"],
  ["authority-unreachable", "network"],
  ["authority-closed", "network"],
  ["authority-certificate", "network"],
  ["disk-full", "storage"],
  ["read-only", "storage"],
  ["locked", "storage"],
  ["acme-rejected-identifier", "ours"],
  ["profile-not-offered", "ours"],
])("%s is of the class %s", (code, expected) => {
  expect(classOf(problem(code))).toBe(expected);
});

it("knows a limit from other trouble of the authority", () => {
  expect(isRateLimit(problem("acme-rate-limited"))).toBe(true);
  expect(isRateLimit(problem("acme-server-internal"))).toBe(false);
});
