import { afterAll, beforeAll, expect, test } from "vitest";
import { describeReport } from "../support/probes.ts";
import { listedCalls, type SwarmStack, swarmStack } from "../support/swarm-stack.ts";

const domain = "shop.example.test";

let stack: SwarmStack;

beforeAll(async () => {
  stack = await swarmStack(domain);
});
afterAll(async () => {
  await stack?.down();
});

test("from nothing to HTTPS in two tasks: a placeholder, the challenge through any task, the certificate as secrets", async () => {
  expect(await stack.begins()).toContain(`https://${domain} is live`);
  const names = (await stack.secrets()).map((name) => name.replace(/-[0-9A-F]+-[0-9a-f]{8}-/, "-…-"));
  expect(names).toEqual([`${domain}-…-fullchain`, `${domain}-…-privkey`]);
  expect(await stack.tasks()).toHaveLength(2);
});

test("a renewal loses no request, keeps the stream of a task that ends, and each task serves the new certificate", async () => {
  const before = { secrets: await stack.secrets(), tasks: await stack.tasks() };
  const visitors = await stack.visit(8);
  expect(await stack.inside("certbot", "update-cert --force-renewal")).toMatchObject({ exitCode: 0 });
  const report = await visitors.stop();

  console.log(describeReport(report), JSON.stringify(report.newConnection.seen));
  expect(report.newConnection.sent).toBeGreaterThan(50);
  for (const { lost } of [report.newConnection, report.pooledGet, report.pooledPost]) expect(lost).toBe(0);
  expect(report.stream?.whole).toBe(true);
  expect(await stack.secrets()).not.toEqual(before.secrets);
  expect((await stack.tasks()).filter((task) => before.tasks.includes(task))).toEqual([]);
});

test("what was asked of the Engine is what the page lists, and nothing was refused", async () => {
  expect(listedCalls.length).toBeGreaterThan(5);
  expect(stack.asked().filter((line) => line.startsWith("refused"))).toEqual([]);
  const asked = new Set(stack.asked().map((line) => line.replace("allowed: ", "")));
  expect(asked).toEqual(new Set(listedCalls));
});
