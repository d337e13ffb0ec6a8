import { healthTable, judge } from "../cli/health.ts";
import { snapshotOf, toJson } from "../cli/status/snapshot.ts";
import { type Metrics, type MetricsSource, openMetrics, openPage } from "../metrics/metrics.ts";
import { type Page, type Pages, type Place, servePages } from "../metrics/server.ts";
import type { LineageStore, Print } from "../model/contracts.ts";
import type { Counted } from "../model/counted.ts";
import type { NamelessSettings } from "../model/nameless-settings.ts";
import type { Outcome } from "../model/outcome.ts";
import { problemToUndefined } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import { classOf } from "../renewal/failure-class.ts";
import { statusFile } from "../store/status-file.ts";
import { readMemory, readReport } from "./memory-parts.ts";

interface Run {
  version: string;
  store: LineageStore;
  /** commands and files as this kind of stack has them */
  words: (text: string) => string;
  counted: Counted;
}

interface Showing {
  say: Print;
  place: Place;
}

/** Serves metrics, health and status, and counts what each check comes to. */
export function observeForMetrics(settings: Settings, { say, place, ...run }: Run & Showing) {
  const metrics = metricsOf(settings, { ...run, resident });
  const leave = servePages({ ...pagesOf(metrics, settings, run.words), ...statusOf(settings, run) }, place, say);
  const look = (outcome: Outcome) => metrics.note({ failure: failureOf(outcome), deployed: deployedBy(outcome) });
  return { look, leave };
}

/** The pages that docker/pages shows, in the form in which it reads them; health it reads itself. */
export async function printedPages(settings: Settings, run: Run): Promise<string> {
  const pages: Pages = { "/metrics": metricsPage(metricsOf(settings, run)), ...statusOf(settings, run) };
  const made = Object.entries(pages).map(async ([path, make]) => {
    const { status, type, body } = await make();
    return `${path} ${status} ${Buffer.byteLength(body)} ${type}\n${body}`;
  });
  return (await Promise.all(made)).join("");
}

function metricsOf(settings: Settings, { version, store, counted, ...more }: Run & Pick<MetricsSource, "resident">) {
  const report = () => readReport(settings, store).catch(problemToUndefined);
  const { name: lineage } = settings.lineage;
  return openMetrics({ ...{ version, lineage, report, counted }, ...more, watched: () => watchedIn(settings) });
}

const resident = () => process.memoryUsage.rss();

/** In a container that only watches, which has no lineage. */
export function serveWatchMetrics(settings: NamelessSettings, { say, place, version }: Showing & { version: string }) {
  servePages(pagesOf(openPage({ version, resident, watched: () => watchedIn(settings) }), settings), place, say);
}

const inWords = (page: Page, words: (text: string) => string): Page => ({ ...page, body: words(page.body) });

const pagesOf = (
  metrics: Pick<Metrics, "text" | "contentType">,
  settings: NamelessSettings,
  words: (text: string) => string = (text) => text,
): Pages => ({
  "/metrics": metricsPage(metrics),
  "/healthz": async () => inWords(await healthPage(settings), words),
});

const metricsPage = (metrics: Pick<Metrics, "text" | "contentType">) => async () => ({
  ...{ status: 200, type: metrics.contentType },
  body: await metrics.text(),
});

const statusOf = (settings: Settings, { store, version, words }: Run): Pages => ({
  "/status.json": async () => inWords(await statusPage(settings, store, version), words),
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
