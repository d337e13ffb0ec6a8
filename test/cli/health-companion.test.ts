import { expect, test } from "vitest";
import { judge } from "../../src/cli/health.ts";

const staleAt = new Date("2026-11-29T10:05:00Z");
const status = { healthy: true, line: "the companion is listening", next: undefined, staleAt };

test("a service that posts its rounds is red from the moment that it named, if nothing came since", () => {
  expect(judge(status, new Date("2026-11-29T10:04:59Z"))).toMatchObject({ healthy: true });
  const late = judge(status, staleAt);
  expect(late.healthy).toBe(false);
  expect(late.line).toContain("finished none of its rounds in the 5 minutes before 2026-11-29 10:05");
  expect(late.line).toContain("fix: docker compose restart certbot-companion");
});
