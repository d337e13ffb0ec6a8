import { hostname } from "node:os";
import { withDeadline } from "../base/deadline.ts";
import { type CompanionAnswer, type CompanionVerb, companionLimits } from "../model/companion.ts";
import type { Print } from "../model/contracts.ts";
import type { Keeper } from "../model/keeper.ts";
import type { CompanionSettings } from "../model/settings.ts";
import type { Alive } from "../model/status.ts";
import type { CompanionContext } from "./context.ts";
import { dockerEngine, type Engine } from "./docker/engine.ts";
import { environmentNames, findOwnStack, type OwnStack } from "./docker/own-stack.ts";
import { type CompanionMemory, companionMemoryLeft, newCompanionMemory } from "./memory.ts";
import { oneAtATime, type Queue } from "./queue.ts";
import { reconciler } from "./reconciler.ts";
import { reloadBudget } from "./reload-budget.ts";
import { switchLimit } from "./replay/switch-limit.ts";
import type { SwitchStep } from "./replay/switching.ts";
import { lastActivity, restAfterRound } from "./resting.ts";
import { listen } from "./server.ts";
import { serverOf } from "./servers.ts";
import { settingsFiles } from "./settings/files.ts";
import { describeStartup } from "./startup-log.ts";
import { companionState } from "./state.ts";
import { upstreamAddresses } from "./upstream-addresses.ts";
import { busy, handleVerb } from "./verbs.ts";
import { watch } from "./watcher.ts";
import type { WebServer } from "./web-server.ts";

export interface CompanionOptions {
  settings: CompanionSettings;
  print: Print;
  signal: AbortSignal;
  /** id or name of our own container */
  self?: string;
  now?: () => Date;
  /** called after each step of a switch */
  at?: (step: SwitchStep) => void;
  /** called after each round of the watcher */
  beat?: (alive: Alive) => Promise<void>;
  /** reloads in ten minutes */
  mostReloads?: number;
  /** keeps the container's place while this process rests; without one it stays up */
  keeper?: Keeper | undefined;
}

const lastMomentMs = 1000;

/**
 * Logs what it found, then serves the verbs and keeps the web server at the desired state until the signal, or until it
 * rests; an action at work then has 1 s to end, and the next start undoes what was cut off. Throws Problem when it cannot
 * listen, and any error of the watcher: the process is to end with it.
 */
export async function runCompanion(options: CompanionOptions): Promise<"stopped" | "rests"> {
  const { settings, print, keeper, now = () => new Date(), beat = async () => undefined } = options;
  const failing = new AbortController();
  const signal = AbortSignal.any([options.signal, failing.signal]);
  const left = companionMemoryLeft(keeper?.memory);
  const context = createContext(options, left ?? newCompanionMemory());
  const server = serverOf(context, settings);
  const queue = oneAtATime();
  const activity = lastActivity(now);
  const startupRead = left ? { lines: left.said, isProblem: false } : queue.run(() => describeStartup(server));
  const handle = activity.around(handler(server, queue));
  const door = keeper?.door;
  const { closed, leave } = await listen({ path: settings.listen, door, handle, print, signal });
  try {
    const startup = await startupRead;
    if (!left) for (const line of startup.lines) print(line);
    const rounds = reconciler(server, { queue, print, signal, now, beat, startup, isFirst: !left });
    const after = restAfterRound({ ...options, now, beat }, { context, rounds, activity, leave });
    const watching = watch(settings.deploy === "swarm" ? undefined : context, rounds.round, signal, after);
    if ((await Promise.race([watching, aborted(signal)])) === "rests") return "rests";
    await Promise.race([Promise.all([watching, closed, queue.idle()]), lastMoment()]);
    return "stopped";
  } finally {
    failing.abort();
  }
}

function createContext(
  {
    settings,
    print,
    self = hostname(),
    now = () => new Date(),
    at = () => undefined,
    mostReloads = 12,
  }: CompanionOptions,
  memory: CompanionMemory,
): CompanionContext {
  const engine = dockerEngine(settings);
  const { stackFolder, writeEnv, stateFolder, service, domain, extras } = settings;
  return {
    engine,
    ownStack: knownStack(engine, self),
    environments: environmentNames(engine),
    settings: settingsFiles({ stackFolder, writeEnv }),
    state: companionState({ folder: stateFolder, print }),
    limit: switchLimit(now, memory.counts.switches),
    reloads: reloadBudget(now, mostReloads, memory),
    upstreams: upstreamAddresses(memory.upstreams),
    memory,
    service,
    domain,
    extras,
    now,
    at,
    print,
  };
}

// Asked until known, since the Engine may start after us; then never again.
function knownStack(engine: Engine, self: string) {
  let known: OwnStack | undefined;
  return async () => {
    known ??= await findOwnStack(engine, self);
    return known;
  };
}

const handler =
  (server: WebServer, queue: Queue) =>
  (verb: CompanionVerb): Promise<CompanionAnswer> =>
    withDeadline(companionLimits.answerMs, () =>
      queue.run(() => handleVerb(server, verb), companionLimits.turnMs),
    ).catch(busy);

function aborted(signal: AbortSignal) {
  return new Promise<"stopped">((resolve) => {
    if (signal.aborted) resolve("stopped");
    signal.addEventListener("abort", () => resolve("stopped"), { once: true });
  });
}

// Unreferenced, so that it keeps no idle process alive.
const lastMoment = () => new Promise<void>((resolve) => void setTimeout(resolve, lastMomentMs).unref());
