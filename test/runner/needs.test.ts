import { expect, test } from "vitest";
import { repository } from "../support/repository.ts";
import { needsOf } from "./needs.ts";

const needs = (file: string) => needsOf(repository(file));

test("a test of plain functions needs nothing", () => {
  expect(needs("test/runner/tally.test.ts")).toMatchObject({ steps: [], packages: [] });
});

test("a test with real programs on loopback needs those programs, and no image", () => {
  const { steps, packages } = needs("test/integration/renewal-kill.test.ts");
  expect(steps.toSorted()).toEqual(["nginx", "packages", "pebble"]);
  expect(packages).toEqual(["certbot"]);
});

test("a story needs the images of its stack, and others only where it names them", () => {
  expect(needs("test/e2e/manual-flow.test.ts")).toMatchObject({
    steps: expect.arrayContaining(["image"]),
    images: ["node", "nginx", "pebble", "certbot"],
  });
  expect(needs("test/e2e/haproxy.test.ts").images).toContain("haproxy");
  expect(needs("test/e2e/certbot-turns.test.ts").images).toContain("certbot");
  expect(needs("test/e2e/wildcard.test.ts").images).toContain("certbot");
  expect(needs("test/e2e/extras.test.ts").packages).toEqual(["chromium", "libnss3-tools"]);
});
