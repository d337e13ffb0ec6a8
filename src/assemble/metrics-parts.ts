import { healthTable, judge } from "../cli/health.ts";
import { snapshotOf, toJson } from "../cli/status/snapshot.ts";
import { type Metrics, openMetrics, openPage } from "../metrics/metrics.ts";
import { type Page, type Pages, type Place, servePages } from "../metrics/server.ts";
import type { LineageStore, Print } from "../model/contracts.ts";
import type { NamelessSettings } from "../model/nameless-settings.ts";
import type { Outcome } from "../model/outcome.ts";
import { problemToUndefined } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import { classOf } from "../renewal/failure-class.ts";
import { statusFile } from "../store/status-file.ts";
import { readMemory, readReport } from "./memory-parts.ts";

interface WatchRun {
  version: string;
  say: Print;
  place: Place;
}

interface MetricsRun extends WatchRun {
  store: LineageStore;
  /** commands and files as this kind of stack has them */
  words: (text: string) => string;
}

/** Serves metrics, health and status, and counts what each check comes to. */
export function observeForMetrics(settings: Settings, { version, say, store, place, words }: MetricsRun) {
  const report = () => readReport(settings, store).catch(problemToUndefined);
  const metrics = openMetrics({ version, lineage: settings.lineage.name, report, watched: () => watchedIn(settings) });
  const pages: Pages = {
    ...pagesOf(metrics, settings, words),
    "/status.json": async () => inWords(await statusPage(settings, store, version), words),
  };
  servePages(pages, place, say);
  return (outcome: Outcome) => metrics.note({ failure: failureOf(outcome), deployed: deployedBy(outcome) });
}

/** In a container that only watches, which has no lineage. */
export function serveWatchMetrics(settings: NamelessSettings, { version, say, place }: WatchRun): void {
  servePages(pagesOf(openPage({ version, watched: () => watchedIn(settings) }), settings), place, say);
}

const inWords = (page: Page, words: (text: string) => string): Page => ({ ...page, body: words(page.body) });

const pagesOf = (
  metrics: Pick<Metrics, "text" | "contentType">,
  settings: NamelessSettings,
  words: (text: string) => string = (text) => text,
): Pages => ({
  "/metrics": async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() }),
  "/healthz": async () => inWords(await healthPage(settings), words),
});

const watchedIn = async (settings: NamelessSettings) => (await postedIn(settings))?.watched ?? [];

const postedIn = ({ folders }: NamelessSettings) => statusFile(folders.run, healthTable).read();

/** The text of `health`; for probes that know a status and nothing else. */
async function healthPage(settings: NamelessSettings) {
  const { healthy, line } = judge(await postedIn(settings), new Date());
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
