import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { openHeartbeat, openWatchObserver } from "../../src/assemble/observer-parts.ts";
import { readNameless } from "../../src/config/settings.ts";
import type { WatchedSite } from "../../src/model/watch.ts";
import { listen, portOf } from "../support/loopback.ts";

/** A monitor, and how often it was asked. */
async function monitor() {
  let beats = 0;
  const server = await listen(
    createServer((_, response) => {
      beats += 1;
      response.end();
    }),
    0,
  );
  onTestFinished(() => void server.close());
  const environment = { HEARTBEAT_URL: `http://127.0.0.1:${portOf(server)}/s3cret` };
  const settings = readNameless({ environment, words: [], word: "watch" });
  return { settings, beats: () => beats, run: { environment, say: () => {} } };
}

const site: WatchedSite = { url: "https://a.test", at: new Date(), verdict: "fine", sure: true, line: "" };
const kept = { result: "rehearsed", next: new Date() } as const;

test("a watched server with an error holds the heartbeat back, and one with a warning does not", async () => {
  const { settings, beats, run } = await monitor();
  const { look, watched } = openHeartbeat(settings.heartbeat as URL, settings, run);
  watched([{ ...site, verdict: "error" }], new Date());
  look(kept);
  watched([{ ...site, verdict: "warning" }], new Date());
  look(kept);
  await expect.poll(beats).toBe(1);
});

test("a container that only watches beats after each round without an error", async () => {
  const { settings, beats, run } = await monitor();
  const observe = await openWatchObserver(settings, run);
  observe([{ ...site, verdict: "error" }], new Date());
  observe([site], new Date());
  await expect.poll(beats).toBe(1);
});
