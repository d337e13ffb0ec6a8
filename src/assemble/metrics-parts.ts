import { openMetrics } from "../metrics/metrics.ts";
import { serveMetrics } from "../metrics/server.ts";
import type { LineageStore, Print } from "../model/contracts.ts";
import type { Outcome } from "../model/outcome.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import { classOf } from "../renewal/failure-class.ts";
import { readReport } from "./memory-parts.ts";

interface MetricsRun {
  version: string;
  say: Print;
  store: LineageStore;
  port: number;
}

/** Serves the metrics, and counts what each look comes to. */
export function observeForMetrics(settings: Settings, { version, say, store, port }: MetricsRun) {
  const report = () => readReport(settings, store).catch(unreadable);
  const metrics = openMetrics({ version, lineage: settings.lineage.name, report });
  serveMetrics(metrics, port, say);
  return (outcome: Outcome) => metrics.note({ failure: failureOf(outcome), deployed: deployedBy(outcome) });
}

function failureOf(outcome: Outcome): string | undefined {
  return outcome.result === "failed" ? classOf(outcome.problem) : undefined;
}

/** What is nginx's or the companion's own; all else failed before it came to them. */
const atNginx =
  /^(?:companion-|not-served$|no-nginx$|several-nginx$|config-test-failed$|reload-refused$|upstream-missing$)/;

function deployedBy(outcome: Outcome): boolean | undefined {
  if (outcome.result === "renewed" || outcome.result === "deployed") return true;
  return outcome.result === "failed" && atNginx.test(outcome.problem.code) ? false : undefined;
}

function unreadable(error: unknown): undefined {
  if (error instanceof Problem) return undefined;
  throw error;
}
