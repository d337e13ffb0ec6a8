import { hostname } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SecondEngine, secondEngine } from "../support/second-engine.ts";
import { type SwarmStack, swarmStack } from "../support/swarm-stack.ts";
import { eventually } from "../support/wire.ts";

const [domain, other] = ["shop.example.test", "second"];

let engine: SecondEngine;
let stack: SwarmStack;

beforeAll(async () => {
  engine = await secondEngine(other);
  await engine.start();
  stack = await swarmStack(domain, { address: engine.manager, tasksPerNode: 1 });
  await engine.join();
});
afterAll(async () => {
  await stack?.down();
  await engine?.end();
});

/** What `status` says of the tasks. */
const tasks = async () =>
  (await stack.inside("certbot", "httpsidecar status")).output.match(/web_nginx\.\d.*/g)?.toSorted();
const onBoth = [
  expect.stringContaining(`${hostname()}: this certificate`),
  expect.stringContaining(`${other}: this certificate`),
];

test("two nodes have a task each: HTTPS comes to both, and so does a renewal", async () => {
  expect(await stack.begins()).toContain(`https://${domain} is live`);
  expect(await tasks()).toEqual(expect.arrayContaining(onBoth));
  expect(await stack.inside("certbot", "update-cert --force-renewal")).toMatchObject({ exitCode: 0 });
  expect(await tasks()).toEqual(expect.arrayContaining(onBoth));
});

/** The task that runs on this node. */
const here = async () => {
  const line = `docker service ps web_nginx -q -f desired-state=running -f node=${hostname()}`;
  const ids = (await stack.types(line)).trim();
  const states = await stack.types(`docker inspect --format '{{.Status.State}}' ${ids}`);
  expect(states.trim()).toBe("running");
  return ids;
};

test("a node that is switched off does not keep a renewal from the other one, and has it once it is back", async () => {
  await engine.stop();
  await eventually(async () => expect(await stack.types("docker node ls")).toContain("Down"), 1000);
  const before = await here();
  const renewal = stack.inside("certbot", "update-cert --force-renewal");
  // this node's task is replaced, whatever becomes of the other
  await eventually(async () => expect(await here()).not.toEqual(before), 1000);

  await engine.start();
  expect((await renewal).exitCode).toBe(0);
  expect(await tasks()).toEqual(expect.arrayContaining(onBoth));
});
