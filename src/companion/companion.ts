import { hostname } from "node:os";
import { withDeadline } from "../base/deadline.ts";
import { type CompanionAnswer, type CompanionVerb, companionLimits } from "../model/companion.ts";
import type { CompanionContext } from "./context.ts";
import { dockerEngine, type Engine } from "./docker/engine.ts";
import { environmentNames, findOwnStack, type OwnStack } from "./docker/own-stack.ts";
import { runHaproxyCompanion } from "./haproxy/companion.ts";
import type { CompanionOptions } from "./options.ts";
import { oneAtATime, type Queue } from "./queue.ts";
import { switchLimit } from "./replay/switch-limit.ts";
import { runRestartCompanion } from "./restart/companion.ts";
import { listen } from "./server.ts";
import { settingsFiles } from "./settings/files.ts";
import { describeStartup } from "./startup-log.ts";
import { companionState } from "./state.ts";
import { busy, handleVerb } from "./verbs.ts";
import { watch } from "./watcher.ts";

const lastMomentMs = 1500;

/**
 * Says what it found, then serves the verbs and keeps nginx at the wish until the signal; an action that is at work
 * then has 1.5 s to end, what is cut off is undone at the next start. Throws Problem when it cannot listen.
 */
export async function runCompanion(options: CompanionOptions): Promise<void> {
  const { settings, print, signal } = options;
  if (settings.deploy === "restart") return await runRestartCompanion(options);
  if (settings.proxy === "haproxy") return await runHaproxyCompanion(options);
  const context = createContext(options);
  const queue = oneAtATime();
  const startupRead = queue.run(() => describeStartup(context));
  const { closed } = await listen({ path: settings.listen, handle: handler(context, queue), print, signal });
  const startup = await startupRead;
  for (const line of startup.lines) print(line);
  const watching = watch(context, queue, startup, signal);
  await Promise.race([watching, aborted(signal)]);
  await Promise.race([Promise.all([watching, closed, queue.idle()]), lastMoment()]);
}

function createContext({
  settings,
  print,
  self = hostname(),
  now = () => new Date(),
  at = () => undefined,
}: CompanionOptions): CompanionContext {
  const engine = dockerEngine(settings);
  const { stackFolder, writeEnv, stateFolder, service, domain, extras } = settings;
  return {
    engine,
    ownStack: knownStack(engine, self),
    environments: environmentNames(engine),
    settings: settingsFiles({ stackFolder, writeEnv }),
    state: companionState({ folder: stateFolder, print }),
    limit: switchLimit(now),
    service,
    domain,
    extras,
    now,
    at,
    print,
  };
}

// Asked until it is known, since the Engine may come later than we do; then never again.
function knownStack(engine: Engine, self: string) {
  let known: OwnStack | undefined;
  return async () => {
    known ??= await findOwnStack(engine, self);
    return known;
  };
}

const handler =
  (context: CompanionContext, queue: Queue) =>
  (verb: CompanionVerb): Promise<CompanionAnswer> =>
    withDeadline(companionLimits.answerMs, () =>
      queue.run(() => handleVerb(context, verb), companionLimits.turnMs),
    ).catch(busy);

function aborted(signal: AbortSignal) {
  return new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

// Unreferenced, so that it keeps no process alive that has nothing else to do.
const lastMoment = () => new Promise<void>((resolve) => void setTimeout(resolve, lastMomentMs).unref());
