import { Counter, Gauge, Registry } from "prom-client";
import type { Counted } from "../model/counted.ts";
import type { LineageReport } from "../model/report.ts";
import { type WatchedSite, watchVerdicts } from "../model/watch.ts";

export interface MetricsSource {
  version: string;
  lineage: string;
  /** the lineage's present report; undefined: it cannot be read */
  report(): Promise<LineageReport | undefined>;
  /** as the last round found them */
  watched(): Promise<readonly WatchedSite[]>;
  counted: Counted;
  /** memory of the process that answers, bytes; left out: that is another one */
  resident?: () => number;
}

export interface Metrics {
  /** Counts a check: the class of its failure, and whether nginx took the certificate; undefined: nothing was deployed. */
  note(look: { failure: string | undefined; deployed: boolean | undefined }): void;
  /** In Prometheus's text format, from values read for this call. */
  text(): Promise<string>;
  contentType: string;
}

/** Classes of failures; each is exported with 0 before it happens. */
const classes = ["busy", "validation", "network", "storage", "ours"] as const;

/** Name, help and value of each gauge; undefined: no series. */
const gauges: readonly [name: string, help: string, read: (report: LineageReport) => number | undefined][] = [
  [
    "certificate_not_before_timestamp_seconds",
    "Start of the certificate's life.",
    (is) => seconds(is.certificate?.notBefore),
  ],
  [
    "certificate_not_after_timestamp_seconds",
    "End of the certificate's life.",
    (is) => seconds(is.certificate?.notAfter),
  ],
  ["next_attempt_timestamp_seconds", "When the next renewal is tried, not before.", ({ next }) => seconds(next.at)],
  ["last_success_timestamp_seconds", "When the present certificate was ordered.", (is) => seconds(is.lastSuccess)],
  ["consecutive_failures", "Tries in a row that failed.", ({ failures }) => failures],
  [
    "orders_left",
    "Certificates for these names that the authority still gives within its week.",
    ({ orders }) => left(orders),
  ],
  [
    "validations_left",
    "Failed validations that the authority still bears within its hour.",
    ({ validations }) => left(validations),
  ],
  [
    "renewal_window_start_timestamp_seconds",
    "Start of the authority's renewal window (ARI).",
    ({ window }) => seconds(window?.start),
  ],
  [
    "renewal_window_end_timestamp_seconds",
    "End of the authority's renewal window (ARI).",
    ({ window }) => seconds(window?.end),
  ],
  [
    "wire_match",
    "1 when nginx was seen to serve the present certificate, 0 when it was not.",
    ({ wire }) => (wire?.off ? undefined : wire && Number(wire.same)),
  ],
];

/** The metrics that Prometheus scrapes; all but what is counted is read again for each scrape. */
export function openMetrics({ lineage, report, counted, ...source }: MetricsSource): Metrics {
  const { registry, ...page } = openPage(source);
  const { failures, deployed, read } = makeSeries(registry);
  return {
    note(look) {
      if (look.failure !== undefined) counted.failures[look.failure] = (counted.failures[look.failure] ?? 0) + 1;
      counted.deployed = look.deployed ?? counted.deployed;
    },
    async text() {
      const now = await report();
      for (const { gauge, value } of read) put(gauge, lineage, now && value(now));
      failures.reset();
      for (const each of classes) failures.inc({ lineage, class: each }, counted.failures[each] ?? 0);
      put(deployed, lineage, counted.deployed === undefined ? undefined : Number(counted.deployed));
      return await page.text();
    },
    contentType: page.contentType,
  };
}

/** Those of every run, and of a container that only watches. */
export function openPage({ version, watched, resident }: Omit<MetricsSource, "lineage" | "report" | "counted">) {
  const registry = new Registry();
  const registers = [registry];
  const putSites = watchSeries(registry);
  const build = { name: "httpsidecar_build_info", help: "Version of httpsidecar.", labelNames: ["version"], registers };
  new Gauge(build).set({ version }, 1);
  const putMemory = resident ? residentSeries(registry, resident) : () => {};
  const text = async () => {
    putSites(await watched());
    putMemory();
    return await registry.metrics();
  };
  return { registry, text, contentType: registry.contentType };
}

function residentSeries(registry: Registry, resident: () => number): () => void {
  const [name, help] = ["process_resident_memory_bytes", "Resident memory size in bytes."];
  const gauge = new Gauge({ name, help, registers: [registry] });
  return () => gauge.set(resident());
}

function makeSeries(registry: Registry) {
  const registers = [registry];
  const named = (name: string, help: string, more: string[] = []) => {
    return { name: `httpsidecar_${name}`, help, labelNames: ["lineage", ...more], registers };
  };
  const failures = new Counter(named("failures_total", "Looks that failed, by whose fault it was.", ["class"]));
  return {
    failures,
    deployed: new Gauge(named("last_deploy_success", "1 when nginx took the certificate at the last try, else 0.")),
    read: gauges.map(([name, help, value]) => ({ gauge: new Gauge(named(name, help)), value })),
  };
}

/** Watched servers have series while WATCH names them. */
function watchSeries(registry: Registry): (sites: readonly WatchedSite[]) => void {
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `httpsidecar_watched_${name}`, help, labelNames: ["url"], registers: [registry] });
  const end = gauge("not_after_timestamp_seconds", "End of the life of the certificate that this server shows.");
  const state = gauge("state", "0 when a browser takes what this server shows, 1 with a warning, 2 with an error.");
  return (sites) => {
    for (const each of [end, state]) each.reset();
    for (const { url, verdict, certificate } of sites) {
      state.set({ url }, watchVerdicts.indexOf(verdict));
      if (certificate) end.set({ url }, certificate.notAfter.getTime() / 1000);
    }
  };
}

function put(gauge: Gauge, lineage: string, value: number | undefined): void {
  if (value === undefined) gauge.remove({ lineage });
  else gauge.set({ lineage }, value);
}

function seconds(date: Date | undefined): number | undefined {
  return date && date.getTime() / 1000;
}

function left({ used, most }: LineageReport["orders"]): number {
  return Math.max(0, most - used);
}
