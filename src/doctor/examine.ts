import { setTimeout as sleep } from "node:timers/promises";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Check } from "./check.ts";
import { folders } from "./checks/folders.ts";
import { settings as settingsResults } from "./checks/settings.ts";
import { blocks, type CheckResult, type Finding, ofProblem, type Verdict, warning } from "./finding.ts";
import { checks } from "./list.ts";
import type { DoctorParts, Given } from "./parts.ts";

export interface ExamineOptions {
  /** ms that a check may take */
  limitMs?: number;
  list?: readonly Check[];
}

/**
 * Runs all checks at the same time; the findings come in the order of the list. Nothing stops it: what a check throws
 * is its finding, and unusable settings skip only what needs them.
 */
export async function examine(
  given: Given,
  parts: DoctorParts | undefined,
  { limitMs = 30_000, list = checks }: ExamineOptions = {},
): Promise<readonly Finding[]> {
  const first = [
    named("settings", async () => settingsResults(given.settings)),
    named("folders", () => folders(given)),
  ];
  const wanted = list.filter(({ forOrders }) => !forOrders || !parts?.imported);
  const rest = parts ? wanted.map((check) => withPort(check, parts, limitMs)) : [];
  return (await Promise.all([...first, ...rest])).flat();
}

async function withPort({ name, port, look }: Check, parts: DoctorParts, limitMs: number): Promise<readonly Finding[]> {
  const findings = await named(name, () => inTime(look(parts), limitMs));
  const other = port?.(parts.settings);
  return other === undefined ? findings : findings.map((finding) => ({ ...finding, port: other }));
}

export function worst(findings: readonly Finding[]): Verdict {
  const all = new Set(findings.map(({ verdict }) => verdict));
  return (["blocks", "warning"] as const).find((verdict) => all.has(verdict)) ?? "fine";
}

async function named(check: string, look: () => Promise<readonly CheckResult[]>): Promise<readonly Finding[]> {
  const results = await look().catch((error: unknown) => [thrown(error)]);
  return results.map((result) => ({ check, ...result }));
}

function thrown(error: unknown): CheckResult {
  if (error instanceof Problem)
    return ofProblem(error, "blocks", phrase`no certificate is obtained until this is fixed`);
  const saw = phrase`this check itself failed: ${error instanceof Error ? error.message : String(error)}`;
  return blocks({ saw, means: phrase`this is a bug of httpsidecar`, fix: phrase`report the line above` });
}

async function inTime(look: Promise<readonly CheckResult[]>, ms: number): Promise<readonly CheckResult[]> {
  const limit = new AbortController();
  const late = sleep(ms, [tooLate(ms)], { signal: limit.signal });
  // the failure of a check that is late must not end the process
  late.catch(() => {});
  look.catch(() => {});
  return await Promise.race([look, late]).finally(() => limit.abort());
}

function tooLate(ms: number): CheckResult {
  const saw = phrase`no response within ${ms / 1000} s`;
  return warning({
    saw,
    means: phrase`this could not be checked`,
    fix: phrase`try again: docker compose exec certbot httpsidecar doctor`,
  });
}
