import { once } from "node:events";
import { describeFound } from "../config/found.ts";
import type { StatusFile } from "../model/contracts.ts";
import type { Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Schedule } from "../model/schedule.ts";
import type { Settings } from "../model/settings.ts";
import type { Parts } from "../renewal/parts.ts";
import { updateLineage } from "../renewal/update.ts";
import { nextCheck } from "../scheduler/first-minutes.ts";
import { runLoop } from "../scheduler/loop.ts";
import type { Context, Word } from "./context.ts";
import { describeOutcome, describeProblem, unrealReason } from "./describe.ts";
import { postStatus } from "./post-status.ts";
import { runOptions } from "./run-options.ts";
import { settingsFor } from "./settings.ts";
import { startLog } from "./start-log.ts";
import { weeklyCheck } from "./weekly/weekly-check.ts";

/** Obtains the certificate, switches HTTPS on, renews for ever; settings that cannot be used keep it up and red. */
export const serve: Word = async (context) => {
  try {
    await serveUntilStopped(context);
  } catch (error) {
    if (context.signal.aborted) return 0;
    if (!(error instanceof Problem)) throw error;
    await stayUp(context, error);
  }
  return 0;
};

async function serveUntilStopped(context: Context): Promise<void> {
  const { environment, assembly, print, signal, clock } = context;
  await assembly.answerUpdateCert(context);
  for (const line of await describeFound({ environment, folders: assembly.folders })) print(line);
  const settings = await settingsFor(context, "serve");
  await startLog(context, "serve", settings.certbot.maxLogBackups);
  for (const warning of settings.warnings) context.complain(`warning: ${warning}`);

  const statusFile = await assembly.statusFile();
  const observer = await assembly.observer(settings, context.complain);
  const idle = idleReason(settings);
  if (idle) return await waitIdle(context, statusFile, settings, idle);
  if (settings.schedule) print(scheduleLine(settings.schedule));
  const parts = await assembly.parts(settings, print);
  const look = checkAgain(context, settings, parts, observer.look);
  const notes = await assembly.weeklyNotes(settings);
  const weekly = weeklyCheck({ ...context, notes, report: observer.weekly }, settings);
  const lookBoth = async () => {
    const next = await look();
    return earlier(next, await weekly(next));
  };
  await runLoop(lookBoth, { clock, signal });
}

const earlier = (one: Date, other: Date) => (one < other ? one : other);

/** What the loop calls: one look, said and posted. */
function checkAgain(context: Context, settings: Settings, parts: Parts, observe: (outcome: Outcome) => void) {
  const { print, complain, signal, clock, assembly } = context;
  const { lineage } = settings;
  const options = runOptions(settings, { force: false, onCommand: false, byHand: false });
  const started = clock.now();
  let said = "";
  return async (): Promise<Date> => {
    const look = () => updateLineage(lineage, options, parts, signal);
    const first = await look();
    const outcome = (await isMended(context, settings, first)) ? await look() : first;
    await assembly.postHooks(print);
    const lines = describeOutcome(lineage.name, outcome);
    // A cause that stays the same is looked at every minute, and said once.
    const fingerprint = fingerprintOf(outcome);
    if (fingerprint !== said) for (const line of lines) (outcome.result === "failed" ? complain : print)(line);
    said = fingerprint;
    await postStatus(context, settings, outcome);
    observe(outcome);
    return nextCheck(outcome, started, clock.now());
  };
}

/** What is wrong in the folder and can be mended so that nobody misses a thing is mended at once, and said. */
async function isMended({ assembly, print }: Context, settings: Settings, outcome: Outcome): Promise<boolean> {
  if (outcome.result !== "failed" || !mendable.includes(outcome.problem.code)) return false;
  try {
    const done = await assembly.repair(settings, { careful: true });
    for (const { name, saw, did } of done) print(`${name}: ${saw}; ${did}`);
    return done.length > 0;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

const mendable = ["lineage-broken", "name-taken", "conf-unreadable"];

function fingerprintOf(outcome: Outcome): string {
  if ("due" in outcome) return `good, due ${outcome.due.toISOString()}`;
  if (outcome.result !== "failed") return `${outcome.result} ${outcome.next.toISOString()}`;
  const { code, message, fix, retry } = outcome.problem;
  return retry === "look" ? `${code} ${message} ${fix}` : `${code} ${outcome.next.toISOString()}`;
}

function scheduleLine({ text }: Schedule): string {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return phrase`a renewal runs in the hour after ${text} (RENEW_SCHEDULE), by the time of ${zone} (TZ)`;
}

/** What the container waits for when there is nothing for the loop to do. */
function idleReason({ dryRun, auto, certbot }: Settings): string | undefined {
  const byHand = phrase`waiting for docker compose exec certbot update-cert`;
  if (dryRun) return phrase`--dry-run: ${byHand}, which is a dry run`;
  if (certbot.autorenew === false) return phrase`--no-autorenew: ${byHand}`;
  return auto ? undefined : `CERTBOT_AUTO=false: ${byHand}`;
}

async function waitIdle({ print, signal }: Context, statusFile: StatusFile, settings: Settings, idle: string) {
  const unreal = unrealReason(settings);
  print(idle);
  await statusFile.post({ healthy: unreal === undefined, line: unreal ?? idle, next: undefined });
  await stopped(signal);
}

/** Settings that cannot be used: said once, red, and no restart loop. */
async function stayUp({ assembly, complain, signal }: Context, problem: Problem): Promise<void> {
  for (const line of describeProblem(problem)) complain(line);
  const statusFile = await assembly.statusFile();
  await statusFile.post({ healthy: false, line: `${problem.message}; fix: ${problem.fix}`, next: undefined });
  await stopped(signal);
}

/** Somebody who only listens does not keep Node up: a timer does. */
async function stopped(signal: AbortSignal): Promise<void> {
  const up = setInterval(() => {}, 2 ** 31 - 1);
  if (!signal.aborted) await once(signal, "abort");
  clearInterval(up);
}
