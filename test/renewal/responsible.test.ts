import { expect, it } from "vitest";
import { Problem, type Retry } from "../../src/model/problem.ts";
import { responsibleFor } from "../../src/renewal/responsible.ts";

const later: Retry = { notBefore: new Date("2026-11-21T12:00:00Z") };

it.each<[code: string, retry: Retry, responsible: string]>([
  // variables, DNS, the challenge, nginx's files, the folder, what was left in the options
  ["bad-settings", "after-a-fix", "person"],
  ["name-unknown", "look", "person"],
  ["caa-forbids", "look", "person"],
  ["challenge-not-served", "look", "person"],
  ["config-test-failed", "look", "person"],
  ["not-served", "look", "person"],
  ["disk-full", "look", "person"],
  ["staging-over-production", "look", "person"],
  ["own-ends", "look", "person"],
  ["revoked-by-hand", "after-a-fix", "person"],
  ["validation-connection", "after-a-fix", "person"],
  ["authority-untrusted", "after-a-fix", "person"],
  ["acme-rejected-identifier", "after-a-fix", "person"],
  ["acme-unauthorized", later, "person"],
  // parts that start one after the other
  ["companion-absent", "look", "stack"],
  ["not-ready", "look", "stack"],
  ["upstream-missing", "look", "stack"],
  ["nginx-silent", "look", "stack"],
  // what passes
  ["authority-timeout", "soon", "outside"],
  ["authority-unresolved", "soon", "outside"],
  ["locked", "look", "outside"],
  ["acme-bad-answer", "soon", "outside"],
  // what the authority keeps to itself
  ["acme-server-internal", "soon", "authority"],
  ["acme-no-reason", later, "authority"],
  ["acme-rate-limited", later, "authority"],
  ["limit-reached", later, "authority"],
])("%s, retried %j, is mended by: %s", (code, retry, responsible) => {
  expect(responsibleFor(new Problem({ code, message: "m", fix: "f", retry }))).toBe(responsible);
});

it("takes the word of whoever made it where code and retry do not tell", () => {
  const paused = new Problem({
    code: "acme-rate-limited",
    message: "m",
    fix: "f",
    retry: later,
    responsible: "person",
  });
  expect(responsibleFor(paused)).toBe("person");
});
