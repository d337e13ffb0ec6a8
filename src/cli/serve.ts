import { later, ms } from "../base/dates.ts";
import { describeFound } from "../config/found.ts";
import { restCode } from "../model/keeper.ts";
import { phrase } from "../model/phrase.ts";
import { plainLine } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Status, StatusFile } from "../model/status.ts";
import { runLoop } from "../scheduler/loop.ts";
import { untilStopped } from "../scheduler/until-stopped.ts";
import { wakeUp } from "../scheduler/wake-up.ts";
import { watchServer } from "../scheduler/watch.ts";
import type { Context, Word } from "./context.ts";
import { describeProblem, unrealReason } from "./describe.ts";
import { makePages } from "./pages.ts";
import { type RoundResult, restBetweenRounds } from "./resting.ts";
import { rounds } from "./rounds.ts";
import { memoryLeft, newMemory, type ServeMemory } from "./serve-memory.ts";
import { idleReason, oneRuns, scheduleLine, standsBy } from "./serve-words.ts";
import { settingsFor, watchOnlySettings } from "./settings.ts";
import { startLog } from "./start-log.ts";
import { warnIfUntold } from "./untold.ts";
import { serveWatchOnly, watchWhileIdle } from "./watch/in-serve.ts";

/** Obtains the certificate, switches HTTPS on, renews from then on; settings that cannot be used keep it up and red. */
export const serve: Word = async (context) => {
  if (context.assembly.keeper?.wokenBy === "pages") return await makePages(context);
  try {
    return (await serveUntilStopped(context)) === "rests" ? restCode : 0;
  } catch (error) {
    if (context.signal.aborted) return 0;
    if (!(error instanceof Problem)) throw error;
    return await stayUp(context, error);
  }
};

type End = "stopped" | "rests";

async function serveUntilStopped(context: Context): Promise<End> {
  const { assembly, print, clock } = context;
  const statusFile = await assembly.statusFile();
  const left = memoryLeft(assembly.keeper?.memory);
  if (!left) {
    if (await isServedElsewhere(context, statusFile)) return "stopped";
    await statusFile.post(starting(clock.now()));
  }
  const only = await watchOnlySettings(context, "serve");
  if (only) return await serveWatchOnly(context, only);
  await assembly.settleState(print);
  const settings = await settingsFor(context, "serve");
  await startLog(context, "serve", settings.certbot.maxLogBackups);
  if (!left) await introduce(context, settings);
  const idle = idleReason(settings);
  if (idle) return await waitIdle(context, statusFile, settings, idle);
  return await keepServing(context, settings, left ?? newMemory(clock.now()));
}

/** Once for a container, however often it rests. */
async function introduce(context: Context, settings: Settings): Promise<void> {
  const { environment, assembly, print, complain, version } = context;
  for (const line of await describeFound({ version, settings, environment, folders: assembly.folders })) print(line);
  for (const warning of settings.warnings) complain(`warning: ${warning}`);
  warnIfUntold(context, settings);
  if (settings.schedule && !idleReason(settings)) print(scheduleLine(settings.schedule));
}

async function isServedElsewhere({ assembly, print, signal }: Context, statusFile: StatusFile): Promise<boolean> {
  const standBy = async () => {
    print(standsBy);
    await statusFile.post({ healthy: true, line: standsBy, next: undefined });
  };
  const isServed = await assembly.isServed(signal, standBy);
  if (isServed) for (const line of oneRuns) print(line);
  return isServed;
}

/** Posted before anything else, so that a start that hangs is seen: red after ten minutes, which is long for an order. */
function starting(now: Date): Status {
  const actFrom = new Date(now.getTime() + 10 * ms.minute);
  const fix = "docker compose logs certbot";
  return { healthy: true, line: phrase`starting`, fix, next: undefined, failing: { since: now, actFrom } };
}

async function keepServing(context: Context, settings: Settings, memory: ServeMemory): Promise<End> {
  const { assembly, print, signal, clock, complain } = context;
  const { wake, wait } = wakeUp();
  const parts = await assembly.parts(settings, print);
  let last: RoundResult | undefined;
  const watch = watchServer({
    companion: await assembly.companionTrouble(settings),
    serves: async () => (last?.certificate ? await parts.deployer.serves(last.certificate) : undefined),
    ...{ changed: wake, signal, isGone: assembly.keeper?.wokenBy === "peer" },
  });
  const observer = await assembly.observer(settings, complain, memory.counted);
  const round = await rounds(context, settings, { parts, watch, observer, memory });
  const work = async () => {
    last = await round();
    return last.next;
  };
  const rest = restBetweenRounds(context, { settings, memory, last: () => last, observer });
  return await runLoop(work, { clock, signal, wait, rest });
}

async function waitIdle(context: Context, statusFile: StatusFile, settings: Settings, idle: string): Promise<End> {
  const unreal = unrealReason(settings);
  context.print(idle);
  await statusFile.post({ healthy: unreal === undefined, line: unreal ?? idle, next: undefined });
  if (settings.watch.length > 0) return await watchWhileIdle(context, settings);
  return await restsOrStopped(context);
}

/** Settings that cannot be used: said once, red, and no restart loop. */
async function stayUp(context: Context, problem: Problem): Promise<number> {
  const { assembly, complain, version } = context;
  for (const line of describeProblem(problem)) complain(line);
  complain(phrase`httpsidecar ${version} waits for this; nothing was changed, your site runs as before`);
  const statusFile = await assembly.statusFile();
  await statusFile.post({ healthy: false, line: plainLine(problem.message), fix: problem.fix, next: undefined });
  return (await restsOrStopped(context)) === "rests" ? restCode : 0;
}

/** Nothing is to be done until the container is made again. */
async function restsOrStopped({ assembly, clock, signal }: Context): Promise<End> {
  const plan = { ...(await assembly.restPlan()), until: later(clock.now(), 1000 * ms.week) };
  if (!signal.aborted && (await assembly.keeper?.rest(plan, undefined))) return "rests";
  await untilStopped(signal);
  return "stopped";
}
