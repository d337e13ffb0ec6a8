import { writeFileSync } from "node:fs";
import type { Assembly } from "../cli/context.ts";
import { stackWords } from "../config/stack-words.ts";
import type { Print } from "../model/contracts.ts";
import type { Counted } from "../model/counted.ts";
import type { Certificate } from "../model/lineage.ts";
import type { NamelessSettings } from "../model/nameless-settings.ts";
import type { Observer } from "../model/notice.ts";
import { type Problem, problemToUndefined } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import { stateHome } from "../store/state-home.ts";
import { openStore } from "./store-parts.ts";

interface Surroundings {
  version: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** a descriptor: METRICS_PORT is open there already, or the pages of a rest are wanted there */
  pages?: number | undefined;
}

interface Hearing extends Surroundings {
  say: Print;
  counted: Counted;
}

type ReadOnlyRun = Pick<
  Assembly,
  | "companionTrouble"
  | "watchObserver"
  | "checkSites"
  | "memory"
  | "weeklyNotes"
  | "doctor"
  | "folder"
  | "observer"
  | "handOverPages"
  | "testNotices"
  | "tasks"
  | "servedOtherwise"
>;

/** Commands that only read; each part is loaded when it is asked for. */
export function readOnlyVerbs(surroundings: Surroundings): ReadOnlyRun {
  const { version, environment } = surroundings;
  return {
    memory: async (...asked) => (await import("./memory-parts.ts")).readMemory(...asked),
    async weeklyNotes({ folders }) {
      const { weeklyNotes } = await import("../store/weekly-notes.ts");
      return weeklyNotes(await stateHome(folders));
    },
    folder: async (path) => (await import("./doctor-parts.ts")).lookAtPlace(path),
    async doctor(settings, signal) {
      const { openDoctor } = await import("./doctor-parts.ts");
      return await openDoctor(settings, { run: { version, environment, say: () => {} }, signal });
    },
    async companionTrouble({ deploy, companionSocket }) {
      const { strategies } = await import("../deploy/strategies/table.ts");
      if (!strategies[deploy].companion) return async () => undefined;
      const { companionTrouble } = await import("../deploy/companion-client.ts");
      return () => companionTrouble(companionSocket);
    },
    tasks,
    servedOtherwise,
    observer: (settings, say, counted) => observersOf(settings, { ...surroundings, say, counted }),
    handOverPages: (settings, counted) => handOverPages(settings, { ...surroundings, counted }),
    watchObserver: (settings, say) => watchObserverOf(settings, say, surroundings),
    checkSites: async (...asked) => (await import("./watch-parts.ts")).checkSitesOf(...asked),
    testNotices: async (settings, say, step) =>
      (await import("./observer-parts.ts")).testNotices(settings, { environment, say }, step),
  };
}

/** the operator waits for the screen of `status` */
const shownWithinMs = 15_000;
const glanceMs = 2000;

async function tasks({ deploy, companionSocket }: Settings) {
  if (deploy !== "swarm") return undefined;
  const { companionClient } = await import("../deploy/companion-client.ts");
  const companion = companionClient(companionSocket, { limitMs: shownWithinMs, absentMs: 0 });
  return (await companion.ask("look").catch(problemToUndefined))?.tasks;
}

async function servedOtherwise(settings: Settings, certificate: Certificate): Promise<Problem | undefined> {
  const [{ openStrategy }, { serviceProof }, { isSame, notServed }] = await Promise.all([
    import("./deploy-parts.ts"),
    import("../deploy/proof.ts"),
    import("../deploy/served.ts"),
  ]);
  const { nginx, lineage } = settings;
  const seen = await serviceProof({ nginx, names: lineage.domains }).inner(certificate, glanceMs);
  return isSame(seen) ? undefined : notServed(certificate, seen, await openStrategy(settings));
}

/** Loads only what the settings ask for, so that an idle loop stays small. */
async function observersOf(settings: Settings, hearing: Hearing): Promise<Observer> {
  const { version, environment, say } = hearing;
  const { notices, folders, heartbeat } = settings;
  const observers: Partial<Observer>[] = [];
  if (notices.destinations.length > 0) {
    const { openObserver } = await import("./observer-parts.ts");
    const store = await openStore({ version, environment }, folders);
    observers.push(await openObserver(settings, { environment, say, store }));
  }
  const pages = await openPages(settings, hearing);
  if (pages) observers.push(pages);
  if (heartbeat) {
    const { openHeartbeat } = await import("./observer-parts.ts");
    observers.push(openHeartbeat(heartbeat, settings, { environment, say }));
  }
  return together(observers);
}

/** Shows METRICS_PORT's pages; gives what counts a check there. */
async function openPages(settings: Settings, hearing: Hearing) {
  const { metricsPort: port } = settings;
  if (port === undefined) return undefined;
  const { observeForMetrics } = await import("./metrics-parts.ts");
  const { say, pages: descriptor } = hearing;
  return observeForMetrics(settings, { say, place: { port, descriptor }, ...(await metricsRun(settings, hearing)) });
}

async function handOverPages(settings: Settings, run: Omit<Hearing, "say">): Promise<void> {
  const { printedPages } = await import("./metrics-parts.ts");
  const pages = await printedPages(settings, await metricsRun(settings, run));
  if (run.pages !== undefined) writeFileSync(run.pages, pages);
}

async function metricsRun({ folders }: Settings, { version, environment, counted }: Omit<Hearing, "say">) {
  const store = await openStore({ version, environment }, folders);
  return { version, store, counted, words: stackWords(environment) };
}

/** For a container that only watches. */
async function watchObserverOf(settings: NamelessSettings, say: Print, { version, environment, pages }: Surroundings) {
  const { metricsPort: port } = settings;
  const place = port === undefined ? undefined : { port, descriptor: pages };
  if (place) (await import("./metrics-parts.ts")).serveWatchMetrics(settings, { version, say, place });
  return await (await import("./observer-parts.ts")).openWatchObserver(settings, { environment, say });
}

function together(observers: readonly Partial<Observer>[]): Observer {
  return {
    look(...seen) {
      for (const { look } of observers) look?.(...seen);
    },
    other(name, outcome, certificate) {
      for (const { other } of observers) other?.(name, outcome, certificate);
    },
    weekly(found, next) {
      for (const { weekly } of observers) weekly?.(found, next);
    },
    watched(sites, next) {
      for (const { watched } of observers) watched?.(sites, next);
    },
    async settled() {
      const tries = await Promise.all(observers.map(({ settled }) => settled?.()));
      return tries.filter((each) => each !== undefined).sort((one, other) => one.getTime() - other.getTime())[0];
    },
    leave: async () => void (await Promise.all(observers.map(({ leave }) => leave?.()))),
  };
}
