import { once } from "node:events";
import { ms } from "../base/dates.ts";
import { describeFound } from "../config/found.ts";
import type { Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { plainLine } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Status, StatusFile } from "../model/status.ts";
import type { Parts } from "../renewal/parts.ts";
import { updateLineage } from "../renewal/update.ts";
import { nextCheck } from "../scheduler/first-minutes.ts";
import { runLoop } from "../scheduler/loop.ts";
import { wakeUp } from "../scheduler/wake-up.ts";
import { type Watch, watchServer } from "../scheduler/watch.ts";
import type { Context, Word } from "./context.ts";
import { describeOutcome, describeProblem, unrealReason } from "./describe.ts";
import { othersCheck } from "./others.ts";
import { postOthers, postStatus } from "./post-status.ts";
import { runOptions } from "./run-options.ts";
import { saidOnce } from "./said-once.ts";
import { idleReason, oneRuns, scheduleLine, standsBy } from "./serve-words.ts";
import { settingsFor, watchOnlySettings } from "./settings.ts";
import { startLog } from "./start-log.ts";
import { warnIfUntold } from "./untold.ts";
import { roundsBeside, serveWatchOnly, watchWhileIdle } from "./watch/in-serve.ts";
import { weeklyCheck } from "./weekly/weekly-check.ts";

/** Obtains the certificate, switches HTTPS on, renews from then on; settings that cannot be used keep it up and red. */
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
  const { environment, assembly, print, clock, version, signal } = context;
  const statusFile = await assembly.statusFile();
  const standBy = async () => {
    print(standsBy);
    await statusFile.post({ healthy: true, line: standsBy, next: undefined });
  };
  if (await assembly.isServed(signal, standBy)) {
    for (const line of oneRuns) print(line);
    return;
  }
  await statusFile.post(starting(clock.now()));
  await assembly.answerUpdateCert(context);
  const only = await watchOnlySettings(context, "serve");
  if (only) return await serveWatchOnly(context, only);
  await assembly.settleState(print);
  const settings = await settingsFor(context, "serve");
  const found = { version, settings, environment, folders: assembly.folders };
  for (const line of await describeFound(found)) print(line);
  await startLog(context, "serve", settings.certbot.maxLogBackups);
  for (const warning of settings.warnings) context.complain(`warning: ${warning}`);
  warnIfUntold(context, settings);

  const idle = idleReason(settings);
  if (idle) return await waitIdle(context, statusFile, settings, idle);
  if (settings.schedule) print(scheduleLine(settings.schedule));
  await keepServing(context, settings);
}

/** Posted before anything else, so that a start that hangs is seen: red after ten minutes, which is long for an order. */
function starting(now: Date): Status {
  const actFrom = new Date(now.getTime() + 10 * ms.minute);
  const fix = "docker compose logs certbot";
  return { healthy: true, line: phrase`starting`, fix, next: undefined, failing: { since: now, actFrom } };
}

async function keepServing(context: Context, settings: Settings): Promise<void> {
  const { assembly, print, signal, clock } = context;
  const parts = await assembly.parts(settings, print);
  const { wake, wait } = wakeUp();
  let last: Outcome | undefined;
  const watch = watchServer({
    companion: await assembly.companionTrouble(settings),
    serves: async () => (last && "certificate" in last ? await parts.deployer.serves(last.certificate) : undefined),
    ...{ changed: wake, signal },
  });
  const check = checkAgain(context, settings, parts, watch);
  const observer = await assembly.observer(settings, context.complain);
  const notes = await assembly.weeklyNotes(settings);
  const weekly = weeklyCheck({ ...context, notes, report: observer.weekly }, settings);
  const others = othersCheck(context, settings, observer.other);
  const watchRound = await roundsBeside(context, settings, observer);
  const checkAll = async () => {
    const { outcome, next } = await check();
    last = outcome;
    observer.look(outcome, watch.companion());
    const round = await others();
    await postOthers(context, round.statuses);
    return earlier(earlier(earlier(next, round.next), await watchRound()), await weekly(next));
  };
  await runLoop(checkAll, { clock, signal, wait });
}

const earlier = (one: Date, other: Date) => (one < other ? one : other);

/** What the loop calls: one check, said and posted. */
function checkAgain(context: Context, settings: Settings, parts: Parts, watch: Watch) {
  const { print, signal, clock, assembly } = context;
  const { lineage } = settings;
  const options = runOptions(settings, { force: false, onCommand: false, byHand: false });
  const started = clock.now();
  const say = saidOnce(context);
  return async (): Promise<{ outcome: Outcome; next: Date }> => {
    const look = () => updateLineage(lineage, options, parts, signal);
    const first = await look();
    const outcome = (await isMended(context, settings, first)) ? await look() : first;
    await assembly.postHooks(print);
    const companion = watch.companion();
    const trouble = companion && { line: plainLine(companion.message), fix: companion.fix };
    const lines = [...describeOutcome(lineage.name, outcome), ...(companion ? describeProblem(companion) : [])];
    const isBad = outcome.result === "failed" || companion !== undefined;
    say({ mark: `${fingerprintOf(outcome)} ${companion?.code}`, isBad, lines });
    await postStatus(context, settings, outcome, { companion: trouble });
    return { outcome, next: nextCheck(outcome, started, clock.now()) };
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
  if (outcome.result === "off") return `off, due ${outcome.due.toISOString()}`;
  if ("due" in outcome) return `good, due ${outcome.due.toISOString()}`;
  if (outcome.result !== "failed") return `${outcome.result} ${outcome.next.toISOString()}`;
  const { code, message, fix, retry } = outcome.problem;
  return retry === "look" ? `${code} ${message} ${fix}` : `${code} ${outcome.next.toISOString()}`;
}

async function waitIdle(context: Context, statusFile: StatusFile, settings: Settings, idle: string) {
  const unreal = unrealReason(settings);
  context.print(idle);
  await statusFile.post({ healthy: unreal === undefined, line: unreal ?? idle, next: undefined });
  if (settings.watch.length > 0) return await watchWhileIdle(context, settings);
  await stopped(context.signal);
}

/** Settings that cannot be used: said once, red, and no restart loop. */
async function stayUp({ assembly, complain, signal, version }: Context, problem: Problem): Promise<void> {
  for (const line of describeProblem(problem)) complain(line);
  complain(phrase`httpsidecar ${version} waits for this; nothing was changed, your site runs as before`);
  const statusFile = await assembly.statusFile();
  await statusFile.post({ healthy: false, line: plainLine(problem.message), fix: problem.fix, next: undefined });
  await stopped(signal);
}

/** Somebody who only listens does not keep Node up: a timer does. */
async function stopped(signal: AbortSignal): Promise<void> {
  const up = setInterval(() => {}, 2 ** 31 - 1);
  if (!signal.aborted) await once(signal, "abort");
  clearInterval(up);
}
