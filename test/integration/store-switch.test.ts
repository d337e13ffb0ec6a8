import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { placesOf } from "../../src/store/layout.ts";
import { switchLinks } from "../../src/store/links.ts";
import { issued, linksOf, storeIn } from "../store/stored.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";

// A web server that reads again and again, without a pause, until it is told to stop.
const reader = `
const { readFileSync } = require("node:fs");
const { parentPort, workerData: { files, stop } } = require("node:worker_threads");
const count = { reads: 0, missing: 0 };
parentPort.postMessage("ready");
while (Atomics.load(stop, 0) === 0) {
  for (const file of files) {
    try { readFileSync(file); count.reads++; } catch { count.missing++; }
  }
}
parentPort.postMessage(count);
`;

test("who reads live/ without a pause never meets a missing file, over 100 switches", async () => {
  const folder = await temporaryFolder();
  for (let version = 1; version <= 2; version++) await storeIn(folder).save(lineage(), await issued());
  const files = ["cert", "chain", "fullchain", "privkey"].map((kind) =>
    join(folder, "live", "dify.test", `${kind}.pem`),
  );
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(reader, { eval: true, workerData: { files, stop } });
  await once(worker, "message");
  for (let turn = 1; turn <= 100; turn++) await switchLinks(placesOf(folder, "dify.test"), 1 + (turn % 2));
  Atomics.store(stop, 0, 1);
  const [count] = (await once(worker, "message")) as [{ reads: number; missing: number }];
  expect(count.missing).toBe(0);
  expect(count.reads).toBeGreaterThan(100);
  expect(await linksOf(folder)).toContain("../../archive/dify.test/fullchain1.pem");
});
