import { expect, it } from "vitest";
import { isLogged, jsonLine } from "../../src/cli/json-lines.ts";

const now = new Date("2026-11-20T12:00:00Z");
const time = now.toISOString();

it.each([
  ["dify.test: kept", "said", { level: "info", message: "dify.test: kept" }],
  ["warning: the clock is wrong", "said", { level: "warning", message: "the clock is wrong" }],
  [
    "error: nginx refused it:\n[emerg] line 3",
    "complained",
    { level: "error", message: "nginx refused it:\n[emerg] line 3" },
  ],
  ["  fix: correct line 3", "complained", { level: "error", message: "fix: correct line 3" }],
] as const)("writes %j as one line of JSON with its level", (line, stream, rest) => {
  const written = jsonLine(line, stream, now);
  expect(written).not.toContain("\n");
  expect(JSON.parse(written)).toEqual({ time, ...rest });
});

it("is for what runs for ever, and only where it is asked for", () => {
  expect([["serve"], ["companion"], ["status"], ["update-cert"], []].map((typed) => isLogged(typed, "json"))).toEqual([
    ...[true, true, false, false, false],
  ]);
  expect(isLogged(["serve"], undefined)).toBe(false);
  expect(isLogged(["serve"], "text")).toBe(false);
});
