import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { openHeartbeat, openWatchObserver } from "../../src/assemble/observer-parts.ts";
import { readOnlyVerbs } from "../../src/assemble/read-only-verbs.ts";
import { checkSitesOf } from "../../src/assemble/watch-parts.ts";
import { healthTable } from "../../src/cli/health.ts";
import { readNameless } from "../../src/config/settings.ts";
import type { WatchedSite } from "../../src/model/watch.ts";
import { statusFile } from "../../src/store/status-file.ts";
import { cloudflare, edgeThat } from "../support/fake-edge.ts";
import { temporaryFolder } from "../support/folders.ts";
import { accepts, listen, portOf } from "../support/loopback.ts";
import { freePorts } from "../support/ports.ts";

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

test("a container that only watches serves its servers' metrics and its health with METRICS_PORT", async () => {
  const [port = 0] = await freePorts(1);
  const environment = { METRICS_PORT: `${port}`, WATCH: "https://a.test" };
  const given = readNameless({ environment, words: [], word: "watch" });
  const settings = { ...given, folders: { ...given.folders, run: await temporaryFolder() } };
  await readOnlyVerbs({ version: "1.2.3", environment }).watchObserver(settings, () => {});
  await accepts(port);
  const watched = [{ ...site, verdict: "error" as const }];
  const status = { healthy: true, line: "watched servers: 1", next: new Date(Date.now() + 60_000), watched };
  await statusFile(settings.folders.run, healthTable).post(status);
  const page = async (path: string) => await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  const metrics = await page("/metrics");
  expect(metrics).toContain('httpsidecar_watched_state{url="https://a.test"} 2');
  expect(metrics).toContain('httpsidecar_build_info{version="1.2.3"} 1');
  expect(metrics).not.toContain("lineage=");
  expect(await page("/healthz")).toContain("https://a.test");
  expect(await page("/status.json")).toBe("see /metrics, /healthz\n");
});

test("a watched server is named with the service in front of it, by what it answers", async () => {
  const targets = await Promise.all(
    [cloudflare, {}].map(async (headers) => {
      const port = await edgeThat(404, headers);
      return { url: `https://127.0.0.1:${port}`, host: "127.0.0.1", port };
    }),
  );
  const sites = await checkSitesOf({ caBundle: undefined }, targets);
  expect(sites.map(({ edge }) => edge)).toEqual(["Cloudflare", undefined]);
});
