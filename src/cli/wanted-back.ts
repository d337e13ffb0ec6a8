import { ms } from "../base/dates.ts";
import { until } from "../base/deadline.ts";
import type { StoredLineage } from "../model/contracts.ts";
import type { Certificate } from "../model/lineage.ts";
import { Problem } from "../model/problem.ts";
import { whyUnusable } from "../renewal/window.ts";
import { lineageSettings } from "./certbot/lineage-settings.ts";
import type { Context } from "./context.ts";
import { nothingTyped } from "./others-steps.ts";
import { isPerson } from "./run-options.ts";

/** More would keep the operator waiting. */
const mostAsked = 20;
const limitMs = 15 * ms.second;

/**
 * Names of the lineages whose CA wants them replaced at once, as after a revocation by another client (RFC 9773, OCSP).
 * The operator's look asks the CA; a script's does not.
 */
export async function wantedBack(context: Context, all: readonly StoredLineage[]): Promise<ReadonlySet<string>> {
  if (!isPerson(context)) return new Set();
  const now = context.clock.now();
  const certificates = all.flatMap((each) => ("certificate" in each ? [each.certificate] : []));
  const mayBe = certificates.filter(({ imported, notAfter }) => !imported && notAfter > now).slice(0, mostAsked);
  const answers = await Promise.all(mayBe.map(async (each) => (await isWantedBack(context, each)) && each.name));
  return new Set(answers.filter((name) => name !== false));
}

/** False where the CA does not say. */
async function isWantedBack(context: Context, certificate: Certificate): Promise<boolean> {
  const { assembly, signal, clock } = context;
  try {
    const settings = await lineageSettings(context, nothingTyped, certificate);
    if (settings.directory !== certificate.directory) return false;
    const { authority } = await assembly.parts(settings, () => {}, { reloadOnly: true });
    const { window } = await authority.renewalWindow(certificate, until(limitMs, signal), true);
    return window !== undefined && whyUnusable(window, certificate) === undefined && window.end <= clock.now();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Problem || (error as Error).name === "TimeoutError") return false;
    throw error;
  }
}
