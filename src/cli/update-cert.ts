import { dryRun as tryOut } from "../renewal/dry-run.ts";
import { noteSwitch } from "../renewal/note-switch.ts";
import { updateLineage } from "../renewal/update.ts";
import type { Context, Word } from "./context.ts";
import { describeCauses, describeOutcome } from "./describe.ts";
import { inTurn, waitForTurn } from "./in-turn.ts";
import { postStatus } from "./post-status.ts";
import { isPerson, runOptions } from "./run-options.ts";
import { settingsFor } from "./settings.ts";
import { startLog } from "./start-log.ts";
import { isFailure } from "./status-of.ts";
import { withSteps } from "./steps/with-steps.ts";

/** Checks now, in front of the operator: obtains or renews if due, deploys, proves. Takes certbot's flags. */
export const updateCert: Word = async (context) => {
  const { assembly, print, complain, log } = context;
  const settings = await settingsFor(context, "update-cert");
  await startLog(context, "update-cert", settings.certbot.maxLogBackups);
  for (const warning of settings.warnings) complain(`warning: ${warning}`);

  const isQuiet = settings.loudness === "quiet";
  const say = isQuiet ? log : print;
  const { lineage, dryRun, forceRenewal: force } = settings;
  const given = await assembly.parts(settings, say);
  const parts = isQuiet ? given : withSteps(given, context.step);
  const options = runOptions(settings, { force, onCommand: true, byHand: isPerson(context) });
  const run = dryRun ? tryOut : updateLineage;
  const outcome = await waitForTurn(context, () => run(lineage, options, parts, context.signal));
  await assembly.postHooks(say);

  const failed = isFailure(outcome);
  for (const line of describeOutcome(lineage.name, outcome)) (failed ? complain : say)(line);
  const deep = settings.loudness === "verbose" ? complain : log;
  if (outcome.result === "failed") for (const line of describeCauses(outcome.problem)) deep(line);
  if (!dryRun) await postStatus(context, settings, outcome);
  return failed ? 1 : 0;
};

/** What enable-https and disable-https came to, as `status` shows it; gives a line to print. Throws Problem. */
export async function noteByHand(context: Context, isOn: boolean): Promise<readonly string[]> {
  const settings = await settingsFor(context, isOn ? "enable-https" : "disable-https");
  const parts = await context.assembly.parts(settings, context.log);
  // a check of the loop's takes a second or two, an order minutes
  return await inTurn({ ...context, seconds: 2 }, () => noteSwitch(settings.lineage, isOn, parts));
}
