import { healthTable, judge } from "../cli/health.ts";
import { snapshotOf, toJson } from "../cli/status/snapshot.ts";
import { openMetrics } from "../metrics/metrics.ts";
import { type Pages, servePages } from "../metrics/server.ts";
import type { LineageStore, Print } from "../model/contracts.ts";
import type { Outcome } from "../model/outcome.ts";
import { problemToUndefined } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import { classOf } from "../renewal/failure-class.ts";
import { statusFile } from "../store/status-file.ts";
import { readMemory, readReport } from "./memory-parts.ts";

interface MetricsRun {
  version: string;
  say: Print;
  store: LineageStore;
  port: number;
}

/** Serves metrics, health and status, and counts what each check comes to. */
export function observeForMetrics(settings: Settings, { version, say, store, port }: MetricsRun) {
  const report = () => readReport(settings, store).catch(problemToUndefined);
  const watched = async () => (await postedIn(settings))?.watched ?? [];
  const metrics = openMetrics({ version, lineage: settings.lineage.name, report, watched });
  const pages: Pages = {
    "/metrics": async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() }),
    "/healthz": () => healthPage(settings),
    "/status.json": () => statusPage(settings, store, version),
  };
  servePages(pages, port, say);
  return (outcome: Outcome) => metrics.note({ failure: failureOf(outcome), deployed: deployedBy(outcome) });
}

const postedIn = ({ folders }: Pick<Settings, "folders">) => statusFile(folders.run, healthTable).read();

/** The text of `health`; for probes that know a status and nothing else. */
async function healthPage({ folders }: Settings) {
  const { healthy, line } = judge(await postedIn({ folders }), new Date());
  return { status: healthy ? 200 : 503, type: "text/plain; charset=utf-8", body: `${line}\n` };
}

/** The JSON of `status --json`. */
async function statusPage(settings: Settings, store: LineageStore, version: string) {
  const snapshot = await snapshotOf(settings, {
    ...{ store, version, now: new Date() },
    memory: await readMemory(settings, () => {}),
    posted: await postedIn(settings),
  });
  return { status: 200, type: "application/json", body: `${JSON.stringify(toJson(snapshot), null, 2)}\n` };
}

function failureOf(outcome: Outcome): string | undefined {
  return outcome.result === "failed" ? classOf(outcome.problem) : undefined;
}

/** Codes of nginx's or the companion's faults; all others failed before deployment. */
const atNginx =
  /^(?:companion-|not-served$|no-nginx$|several-nginx$|config-test-failed$|reload-refused$|upstream-missing$)/;

function deployedBy(outcome: Outcome): boolean | undefined {
  if (outcome.result === "renewed" || outcome.result === "deployed") return true;
  return outcome.result === "failed" && atNginx.test(outcome.problem.code) ? false : undefined;
}
