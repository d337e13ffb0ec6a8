import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { observeForMetrics, printedPages } from "../../src/assemble/metrics-parts.ts";
import { readSettings } from "../../src/config/settings.ts";
import { stackWords } from "../../src/config/stack-words.ts";
import type { Counted } from "../../src/model/counted.ts";
import { emptyEntry } from "../../src/model/ledger.ts";
import { Problem } from "../../src/model/problem.ts";
import type { WatchedSite } from "../../src/model/watch.ts";
import { ledger } from "../../src/store/ledger.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { statusFile } from "../../src/store/status-file.ts";
import { lineageOf } from "../support/acme.ts";
import { makeCertificate } from "../support/certificates.ts";
import { temporaryFolder } from "../support/folders.ts";
import { close, listen } from "../support/loopback.ts";
import { freePorts } from "../support/ports.ts";
import { prometheus, promtool } from "../support/prometheus.ts";
import { repository } from "../support/repository.ts";

const hour = 60 * 60 * 1000;
const rules = repository("docker/prometheus/httpsidecar.rules.yaml");

/** A lineage whose certificate has two days of its ninety left, and whose renewal has failed; its metrics at a port. */
async function failing() {
  const folder = await temporaryFolder();
  const [port = 0] = await freePorts(1);
  const environment = {
    CERTBOT_DOMAIN: "dify.test",
    CERTBOT_OPTIONS: "--server https://ca.test/dir",
    METRICS_PORT: `${port}`,
  };
  const folders = { config: folder, webroot: folder, logs: folder, run: folder, state: folder };
  const settings = readSettings({ environment, words: [], word: "serve", folders });
  const store = lineageStore({ folder, webroot: folder, version: "1.2.3" });
  const now = Date.now();
  const made = await makeCertificate({
    notBefore: new Date(now - 88 * 24 * hour),
    notAfter: new Date(now + 48 * hour),
  });
  const { privateKeyPem, fullchainPem } = made;
  const certificate = await store.save(lineageOf("dify.test"), {
    ...{ privateKeyPem, fullchainPem },
    ...{ directory: "https://ca.test/dir", accountId: "" },
  });
  const proof = { at: new Date(now), different: true, mended: true, outside: undefined };
  const order = { at: new Date(now), directory: "https://ca.test/dir", names: ["dify.test"], url: "https://ca.test/1" };
  await ledger(folder, () => {}).write("dify.test", { ...emptyEntry, failures: 3, proof, orders: [order] });
  const said: string[] = [];
  const words = stackWords({ NGINX_SERVICE: "client" });
  const counted: Counted = { failures: {} };
  const run = { version: "1.2.3", store, words, counted };
  const open = () => observeForMetrics(settings, { ...run, say: (line) => said.push(line), place: { port } });
  return { open, said, port, certificate, settings, run };
}

const scrape = async (port: number) => await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

test("what is scraped is what is on the disk, and promtool finds nothing to say against it", async () => {
  const { open, port, certificate } = await failing();
  const { look } = open();
  const problem = new Problem({ code: "validation-connection", message: "m", fix: "f" });
  look({ result: "failed", problem, next: new Date() });
  look({ result: "failed", problem: new Problem({ code: "not-served", message: "m", fix: "f" }), next: new Date() });
  const text = await scrape(port);
  const value = (series: string) =>
    Number(
      text
        .split("\n")
        .find((line) => line.startsWith(`${series} `))
        ?.split(" ")[1],
    );
  expect(value('httpsidecar_certificate_not_after_timestamp_seconds{lineage="dify.test"}')).toBe(
    certificate.notAfter.getTime() / 1000,
  );
  expect(value('httpsidecar_failures_total{lineage="dify.test",class="validation"}')).toBe(1);
  expect(value('httpsidecar_failures_total{lineage="dify.test",class="network"}')).toBe(0);
  expect(value('httpsidecar_consecutive_failures{lineage="dify.test"}')).toBe(3);
  expect(value('httpsidecar_orders_left{lineage="dify.test"}')).toBe(4);
  expect(value('httpsidecar_wire_match{lineage="dify.test"}')).toBe(0);
  expect(value('httpsidecar_last_deploy_success{lineage="dify.test"}')).toBe(0);
  expect(value('httpsidecar_build_info{version="1.2.3"}')).toBe(1);
  expect(value("process_resident_memory_bytes")).toBeGreaterThan(1e6);
  // no window is known: the series is not there, rather than 0
  expect(text).not.toContain("httpsidecar_renewal_window_start_timestamp_seconds{");
  expect(await promtool(["check", "metrics"], text)).toBe("");
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
});

test("the pages of health and status have the commands of the stack at hand", async () => {
  const { open, port, settings } = await failing();
  open();
  const posted = statusFile(settings.folders.run, () => "");
  await posted.post({ healthy: false, line: "down", fix: "docker compose logs nginx", next: undefined });
  const page = async (path: string) => await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  expect(await page("/healthz")).toContain("docker compose logs client");
  expect(await page("/status.json")).not.toMatch(/docker compose [a-z -]+ nginx/);
});

test("what the keeper shows meanwhile is the same, with what was counted before, less what only the one who answers knows", async () => {
  const { open, run, port, settings } = await failing();
  const before = observeForMetrics(settings, { ...run, say: () => {}, place: { port: 0 } });
  before.look({
    result: "failed",
    problem: new Problem({ code: "not-served", message: "m", fix: "f" }),
    next: new Date(),
  });
  await before.leave();
  open();
  const [live, printed] = [await scrape(port), await printedPages(settings, run)];
  const [, bytes, type] = /^\/metrics 200 (\d+) (.*)\n/.exec(printed) ?? [];
  const shown = printed.split("\n").slice(1).join("\n").slice(0, Number(bytes));
  expect(type).toMatch(/^text\/plain; version=/);
  expect(shown).toContain('failures_total{lineage="dify.test",class="ours"} 1');
  // the next attempt is now: the last one failed
  const changing = /^(# \w+ )?process_resident_memory_bytes|next_attempt_timestamp_seconds\{|^$/;
  const series = (text: string) => text.split("\n").filter((line) => !changing.test(line));
  expect(series(shown)).toEqual(series(live));
  expect(live).toContain("process_resident_memory_bytes");
  expect(shown).not.toContain("process_resident_memory_bytes");
  expect(await promtool(["check", "metrics"], shown)).toBe("");
  const rest = printed.slice(printed.indexOf("/status.json 200 "));
  expect(JSON.parse(rest.slice(rest.indexOf("\n")))).toMatchObject({ schema: 1, lineage: { failures: 3 } });
});

test("watched servers are scraped as the last round found them, and go with their URL", async () => {
  const { open, port, settings } = await failing();
  open();
  const posted = statusFile(settings.folders.run, () => "");
  const at = new Date();
  const site = {
    url: "https://a.test",
    at,
    verdict: "error",
    sure: true,
    fault: "expired",
    line: "it expired",
  } as const;
  const life = { serial: "0A", issuer: "CA", notBefore: at, notAfter: new Date("2026-12-24T00:00:00Z") };
  const post = (watched: readonly WatchedSite[]) => posted.post({ healthy: true, line: "", next: undefined, watched });
  await post([{ ...site, certificate: life }]);
  const text = await scrape(port);
  expect(text).toContain('httpsidecar_watched_state{url="https://a.test"} 2');
  expect(text).toContain('httpsidecar_watched_not_after_timestamp_seconds{url="https://a.test"} 1798070400');
  expect(await promtool(["check", "metrics"], text)).toBe("");
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(503);
  await post([]);
  expect(await scrape(port)).not.toContain('url="https://a.test"');
});

test("a real Prometheus scrapes it, and the rules that are shipped fire", async () => {
  expect(await promtool(["check", "rules", rules])).toContain("SUCCESS: 5 rules found");
  const { open, port } = await failing();
  open();
  const { alerts } = await prometheus(`127.0.0.1:${port}`, rules);
  const firing = async () => {
    const all = await alerts().catch(() => []);
    return all
      .filter(({ state }) => state === "firing")
      .map(({ labels }) => `${labels["alertname"]} ${labels["lineage"]}`);
  };
  await expect
    .poll(firing, { interval: 300 })
    .toEqual(expect.arrayContaining(["CertificateEndsSoon dify.test", "RenewalFails dify.test"]));
});

test("a port that is taken is said, and nothing else happens", async () => {
  const { open, port, said } = await failing();
  const other = await listen(createServer(), port);
  onTestFinished(() => close(other));
  const { look } = open();
  await expect
    .poll(() => said)
    .toEqual([expect.stringContaining(`METRICS_PORT=${port} cannot be served: listen EADDRINUSE`)]);
  const problem = new Problem({ code: "locked", message: "m", fix: "f" });
  expect(look({ result: "failed", problem, next: new Date() })).toBeUndefined();
});
