import { trustedRoots } from "../acme/trust.ts";
import { stackWords } from "../config/stack-words.ts";
import type { LineageStore, Print } from "../model/contracts.ts";
import type { Certificate } from "../model/lineage.ts";
import type { NamelessSettings } from "../model/nameless-settings.ts";
import type { Destination, Notice, NoticeFacts, Notices, Observer, Settled, WatchObserver } from "../model/notice.ts";
import type { Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { type Problem, problemToUndefined } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Step } from "../model/step.ts";
import type { WatchedSite } from "../model/watch.ts";
import { beat, deliver } from "../notices/deliver.ts";
import type { Delivery } from "../notices/delivery.ts";
import { noticeMemory } from "../notices/memory.ts";
import { openNotices } from "../notices/notices.ts";
import { testDestinations } from "../notices/test-destinations.ts";
import { dueAt } from "../renewal/lifetime.ts";
import { ownFile } from "../store/own-file.ts";
import { stateHome } from "../store/state-home.ts";
import { readReport } from "./memory-parts.ts";

interface NoticesRun {
  environment: Readonly<Record<string, string | undefined>>;
  say: Print;
}

/** One notice to each destination, in front of the operator. */
export async function testNotices(settings: Settings, run: NoticesRun, step: Step): Promise<boolean> {
  const { notices, lineage } = settings;
  const deliver = deliveryOf(settings, run);
  return await testDestinations({ ...notices, deliver, step, say: run.say }, lineage.name);
}

/** Notices with their file, httpsidecar/notices.json under `home`. */
function noticesOf(settings: NamelessSettings, run: NoticesRun, home: string): Notices {
  return openNotices({
    ...settings.notices,
    say: run.say,
    deliver: deliveryOf(settings, run),
    file: ownFile(home, "notices.json", noticeMemory, { say: run.say }),
  });
}

/** Through the proxy and with the roots of the CA's connections, read again each time. */
function deliveryOf({ caBundle }: NamelessSettings, { environment }: NoticesRun) {
  const words = stackWords(environment);
  return async (to: Destination, { lines, ...notice }: Notice): Promise<Delivery> => {
    // connections to the CA report an unreadable bundle
    const roots = await trustedRoots(caBundle).catch(() => ({}));
    return await deliver(to, { ...notice, lines: lines.map(words) }, { ...roots, environment });
  };
}

/** One GET after each good check while all that is watched is well, so that its absence is noticed. */
export function openHeartbeat(
  url: URL,
  settings: NamelessSettings,
  run: NoticesRun,
): Pick<Observer, "look" | "watched" | "settled"> {
  const { send, settled } = heartbeat(url, settings, run);
  let isWatchedWell = true;
  return {
    look(outcome, companion) {
      if (isWatchedWell && !companion && outcome.result !== "failed" && outcome.result !== "paused") send();
    },
    watched(sites) {
      isWatchedWell = areWell(sites);
    },
    settled,
  };
}

/** Never shows any part of the URL. */
function heartbeat(url: URL, { caBundle }: NamelessSettings, { environment, say }: NoticesRun) {
  let last: Promise<void> | undefined;
  const beatOnce = async () => {
    const roots = await trustedRoots(caBundle).catch(() => ({}));
    const why = await beat(url, { ...roots, environment });
    if (why !== undefined) say(phrase`warning: HEARTBEAT_URL was not reached: ${why}`);
  };
  const settled: Settled = async () => void (await last);
  const send = () => {
    last = beatOnce();
  };
  return { send, settled };
}

const areWell: (sites: readonly WatchedSite[]) => boolean = (sites) =>
  sites.every(({ verdict }) => verdict !== "error");

export interface ObserverRun extends NoticesRun {
  store: LineageStore;
}

/** Passes on what each check came to. Returns at once, and never throws: a renewal waits for nobody. */
export async function openObserver(settings: Settings, run: ObserverRun): Promise<Omit<Observer, "leave">> {
  const notices = noticesOf(settings, run, await stateHome(settings.folders));
  let passing = Promise.resolve();
  const pass = (work: () => Promise<void>) => {
    const passed = work().catch((error: unknown) =>
      run.say(phrase`warning: notices: ${error instanceof Error ? error.message : error}`),
    );
    passing = Promise.all([passing, passed]).then(() => {});
  };
  return {
    look: (outcome, companion) =>
      pass(async () => notices.look(await factsOf(settings, outcome, run.store, companion))),
    other: (name, outcome, certificate) => pass(async () => notices.look(otherFacts(name, outcome, certificate))),
    weekly: (found, next) =>
      pass(async () => {
        notices.weekly({
          now: new Date(),
          lineage: settings.lineage.name,
          found,
          next,
          ...(await siteOf(settings, run)),
        });
      }),
    watched: tellOfSites(notices),
    async settled() {
      await passing;
      return await notices.settled();
    },
  };
}

/** For a container that only watches: notices, and a heartbeat after each good round. */
export async function openWatchObserver(settings: NamelessSettings, run: NoticesRun): Promise<WatchObserver> {
  const { folders, notices, heartbeat: url } = settings;
  const tell =
    notices.destinations.length > 0 ? tellOfSites(noticesOf(settings, run, await stateHome(folders))) : () => {};
  const send = url ? heartbeat(url, settings, run).send : () => {};
  return (sites, next) => {
    tell(sites, next);
    if (areWell(sites)) send();
  };
}

function tellOfSites(notices: Notices): WatchObserver {
  return (sites, next) => {
    for (const { url, at, fault, sure, line, fix = "", certificate } of sites) {
      const found = fault === undefined ? [] : [{ mark: fault, saw: line, fix }];
      if (sure) notices.watched({ now: at, lineage: url, found, next, certificate });
    }
  };
}

async function factsOf(
  settings: Settings,
  outcome: Outcome,
  store: LineageStore,
  companion: Problem | undefined,
): Promise<NoticeFacts> {
  return { ...outcomeFacts(settings.lineage.name, outcome), ...(await siteOf(settings, { store })), companion };
}

async function siteOf(settings: Settings, { store }: Pick<ObserverRun, "store">) {
  const report = await readReport(settings, store).catch(problemToUndefined);
  const wire = report?.wire?.off ? undefined : report?.wire?.same;
  return { certificate: report?.certificate, wire };
}

/** nginx serves the certificate of CERTBOT_DOMAIN, so another one is not compared with the wire. */
function otherFacts(lineage: string, outcome: Outcome, certificate: Certificate | undefined): NoticeFacts {
  const withDue = certificate && { ...certificate, due: dueAt(certificate) };
  return { ...outcomeFacts(lineage, outcome), certificate: withDue, wire: undefined, companion: undefined };
}

function outcomeFacts(lineage: string, outcome: Outcome) {
  const { result, next } = outcome;
  const problem = result === "failed" ? problemFacts(outcome.problem) : undefined;
  return { now: new Date(), lineage, problem, renewed: result === "renewed", paused: result === "paused", next };
}

function problemFacts({ code, message, fix, retry }: Problem) {
  return { code, message, fix, retry: retry === "look" ? ("look" as const) : ("other" as const) };
}
