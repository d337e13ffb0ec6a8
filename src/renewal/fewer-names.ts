import type { Print } from "../model/contracts.ts";
import type { Lineage } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";

/** Failures of one name that other names do not share. */
const ofOneName = ["name-unknown", "caa-forbids", "challenge-not-served", "manual-hook-failed"];
const ofOneNameAtTheAuthority = ["acme-caa", "acme-dns", "acme-rejected-identifier", "acme-unsupported-identifier"];

export interface NamesCheck {
  lineage: Lineage;
  /** names of the lineage that could not be proven and are left out this time */
  leftOut?: readonly string[];
  options: { allowSubset?: boolean };
  parts: { say: Print };
}

/**
 * Runs the work; with --allow-subset-of-names, once more without the names that could not be proven, as long as one is
 * left (certbot's rule). Prints the names left out. Throws what the work throws.
 */
export async function orFewer<T, Check extends NamesCheck>(
  check: Check,
  work: (check: Check) => Promise<T>,
): Promise<T> {
  try {
    return await work(check);
  } catch (error) {
    const fewer = withoutFailed(check, error);
    if (fewer === undefined) throw error;
    const gone = check.lineage.domains.filter((name) => !fewer.lineage.domains.includes(name));
    const why = error instanceof Error ? error.message : "";
    check.parts.say(phrase`warning: ${gone.join(", ")} left out (--allow-subset-of-names): ${why}`);
    return await orFewer(fewer, work);
  }
}

function withoutFailed<Check extends NamesCheck>(check: Check, error: unknown): Check | undefined {
  if (!check.options.allowSubset || !(error instanceof Problem) || !isOfOneName(error)) return undefined;
  const { lineage, leftOut = [] } = check;
  const [first, ...rest] = lineage.domains.filter((name) => !error.names.includes(name));
  if (first === undefined || rest.length + 1 === lineage.domains.length) return undefined;
  return { ...check, leftOut: [...leftOut, ...error.names], lineage: { ...lineage, domains: [first, ...rest] } };
}

function isOfOneName({ code }: Problem): boolean {
  return code.startsWith("validation-") || [...ofOneName, ...ofOneNameAtTheAuthority].includes(code);
}
