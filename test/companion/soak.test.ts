import { getEventListeners } from "node:events";
import { PassThrough } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type Docker from "dockerode";
import { expect, test } from "vitest";
import { startsOf } from "../../src/companion/docker/events.ts";
import { oneAtATime } from "../../src/companion/queue.ts";
import { repeat } from "../support/soak.ts";

// `npm run soak` has 100,000 and 1,000.
const actions = 5000 * repeat;
const losses = 50 * repeat;
const mebibyte = 1024 * 1024;

test(`${actions} actions leave nothing behind in the queue`, async () => {
  const queue = oneAtATime();
  const before = heapAfterCollection();
  for (let count = 0; count < actions; count += 1)
    await queue.run(async () => Buffer.alloc(4096).toString("latin1"), 1000);
  await queue.idle();
  expect((heapAfterCollection() - before) / mebibyte).toBeLessThan(4);
}, 300_000);

test(`${losses} lost event streams leave nothing behind on the signal`, async () => {
  const stop = new AbortController();
  const docker = { getEvents: async () => lostStream() } as unknown as Docker;
  const services: string[] = [];
  for (let count = 0; count < losses; count += 1)
    for await (const service of startsOf(docker, "stack", new Date(), stop.signal)) services.push(service);
  expect(services).toHaveLength(losses);
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
});

function lostStream() {
  const stream = new PassThrough();
  stream.end('{"Actor":{"Attributes":{"com.docker.compose.service":"nginx"}}}\nno JSON\n');
  return stream;
}

function heapAfterCollection(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}
