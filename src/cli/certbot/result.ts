import type { Certificate } from "../../model/lineage.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { Settings } from "../../model/settings.ts";
import { updateLineage } from "../../renewal/update.ts";
import type { Context } from "../context.ts";
import { liberties, waitForTurn } from "../update-cert.ts";

/** How a look ended, told as certbot tells it. */
export type Result =
  | { came: "new"; certificate: Certificate; first: boolean; outcome: Outcome }
  | { came: "kept"; certificate: Certificate; outcome: Outcome }
  | { came: "rehearsed" }
  | { came: "failed"; outcome: Extract<Outcome, { result: "failed" | "paused" }> };

export interface Job {
  settings: Settings;
  /** past everything that says it is not due */
  force: boolean;
  /** not the lineage of CERTBOT_DOMAIN */
  foreign: boolean;
}

/**
 * The one updateLineage, by hand. A certificate that was saved and could not be handed to nginx is a new one all the
 * same: certbot's word for success is about the certificate. Throws Problem when the lineage cannot be read.
 */
export async function lookAt(context: Context, { settings, force, foreign }: Job): Promise<Result> {
  const { lineage, directory, dryRun, loudness, certbot } = settings;
  const say = loudness === "quiet" ? context.log : context.print;
  const parts = await context.assembly.parts(settings, say, { reloadOnly: foreign });
  const before = await parts.store.read(lineage.name);
  const own = foreign ? undefined : settings.own;
  const wish = { directory, force, dryRun, byHand: true, own, ...liberties(certbot) };
  const outcome = await waitForTurn(context, () => updateLineage(lineage, wish, parts, context.signal));
  if (outcome.result === "rehearsed") return { came: "rehearsed" };
  const after = outcome.result === "renewed" ? outcome.certificate : await parts.store.read(lineage.name);
  if (after !== undefined && after.fingerprint !== before?.fingerprint) {
    return { came: "new", certificate: after, first: before === undefined, outcome };
  }
  if (outcome.result === "kept" || outcome.result === "deployed") {
    return { came: "kept", certificate: outcome.certificate, outcome };
  }
  // a renewal without a new certificate cannot be
  if (outcome.result === "renewed") return { came: "new", certificate: outcome.certificate, first: !before, outcome };
  return { came: "failed", outcome };
}
