import type { Deployer, LineageStore } from "../../model/contracts.ts";
import type { Certificate } from "../../model/lineage.ts";
import type { Outcome } from "../../model/outcome.ts";
import { Problem } from "../../model/problem.ts";
import type { Settings } from "../../model/settings.ts";
import { dryRun as tryOut } from "../../renewal/dry-run.ts";
import type { Parts } from "../../renewal/parts.ts";
import { updateLineage } from "../../renewal/update.ts";
import type { Context } from "../context.ts";
import { waitForTurn } from "../in-turn.ts";
import { isPerson, runOptions } from "../run-options.ts";
import { withSteps } from "../steps/with-steps.ts";

/** The outcome of a check in certbot's terms. */
export type Result =
  | { kind: "new"; certificate: Certificate; first: boolean; outcome: Outcome }
  | { kind: "kept"; certificate: Certificate; outcome: Outcome }
  | { kind: "rehearsed" }
  | { kind: "failed"; outcome: Extract<Outcome, { result: "failed" | "paused" }> };

export interface Job {
  settings: Settings;
  /** renew although it is not due */
  force: boolean;
  /** not the lineage of CERTBOT_DOMAIN */
  foreign: boolean;
}

/**
 * Runs updateLineage by hand. A certificate that was saved and could not be given to nginx is a new one all the same:
 * certbot's word for success is about the certificate. Throws Problem when the lineage cannot be read.
 */
export async function lookAt(context: Context, { settings, force, foreign }: Job): Promise<Result> {
  const { lineage, dryRun, loudness } = settings;
  const say = loudness === "quiet" ? context.log : context.print;
  const given = await context.assembly.parts(settings, say, { reloadOnly: foreign });
  const { parts, undeployed } = notingDeployment(loudness === "quiet" ? given : withSteps(given, context.step));
  const before = await readIfWhole(parts.store, lineage.name);
  const how = { force, onCommand: true, byHand: isPerson(context) };
  const options = { ...runOptions(settings, how), ...(foreign && { imported: undefined }) };
  const run = dryRun ? tryOut : updateLineage;
  const outcome = await waitForTurn(context, () => run(lineage, options, parts, context.signal));
  if (outcome.result === "rehearsed") return { kind: "rehearsed" };
  if (outcome.result === "renewed") return { kind: "new", certificate: outcome.certificate, first: !before, outcome };
  if (outcome.result === "kept" || outcome.result === "deployed" || outcome.result === "off") {
    return { kind: "kept", certificate: outcome.certificate, outcome };
  }
  const after = await parts.store.read(lineage.name);
  const isNew = before !== "broken" && after?.fingerprint !== before?.fingerprint;
  if (after !== undefined && isNew) return { kind: "new", certificate: after, first: before === undefined, outcome };
  const isOnlyUndeployed = outcome.result === "failed" && outcome.problem === undeployed();
  return after !== undefined && isOnlyUndeployed
    ? { kind: "kept", certificate: after, outcome }
    : { kind: "failed", outcome };
}

/** With the last Problem of handing a certificate to nginx: certbot's exit code is about certificates alone. */
function notingDeployment(parts: Parts): { parts: Parts; undeployed(): unknown } {
  const { deployer } = parts;
  let noted: unknown;
  const deploy: Deployer["deploy"] = async (...given) => {
    noted = undefined;
    return await deployer.deploy(...given).catch((error: unknown) => {
      noted = error;
      throw error;
    });
  };
  return { parts: { ...parts, deployer: { ...deployer, deploy } }, undeployed: () => noted };
}

/** Taking the lock may repair a broken lineage; if not, the check itself says so. */
async function readIfWhole(
  store: Pick<LineageStore, "read">,
  name: string,
): Promise<Certificate | "broken" | undefined> {
  try {
    return await store.read(name);
  } catch (error) {
    if (error instanceof Problem) return "broken";
    throw error;
  }
}
