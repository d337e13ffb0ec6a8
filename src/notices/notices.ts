import { createHash } from "node:crypto";
import type { Destination, Notice, NoticeEvent, NoticeFacts, Notices, WeeklyFacts } from "../model/notice.ts";
import { phrase } from "../model/phrase.ts";
import type { Delivery } from "./delivery.ts";
import { type Announced, eventsOf, nothingSaid, weeklyEventsOf } from "./events.ts";
import { type NoticeMemory, parseMemory, printMemory, type Waiting } from "./memory.ts";
import { noticeOf, weeklyNoticeOf } from "./message.ts";

export interface NoticesOptions {
  destinations: readonly Destination[];
  /** a person wants to hear of every renewal too */
  renewed: boolean;
  /** the file that outlives restarts */
  file: { read(): Promise<string | undefined>; write(text: string): Promise<void> };
  deliver(to: Destination, notice: Notice): Promise<Delivery>;
  /** where a failed delivery is said */
  say(line: string): void;
  now?: () => Date;
  /** calls back after so many ms, without keeping the process up */
  later?: (work: () => void, ms: number) => void;
}

const minute = 60 * 1000;
/** Pauses after a delivery that failed, ms; then it is given up, a day and a bit after the event. */
const pauses = [1, 5, 30, 120, 360, 960].map((minutes) => minutes * minute);
const longestTimer = 2 ** 31 - 1;

/** Tells people what a look came to: once per stage, remembered before it is sent, sent again until it arrives. */
export function openNotices(given: NoticesOptions): Notices {
  const options = { now: () => new Date(), later: callLater, ...given };
  const { say, later } = options;
  // one after the other, beside whatever else goes on
  let line = Promise.resolve();
  const queue = (work: () => Promise<void>) => {
    line = line
      .then(work)
      .catch((error: unknown) => say(phrase`warning: notices: ${error instanceof Error ? error.message : error}`));
  };
  const send = async () => {
    const next = await sendWaiting(options);
    if (next)
      later(() => queue(send), Math.min(longestTimer, Math.max(1000, next.getTime() - options.now().getTime())));
  };
  queue(send);
  const pass = (telling: Telling) =>
    queue(async () => {
      if (await remember(telling, options)) await send();
    });
  return {
    look: (facts) => pass(afterCheck(facts, options.renewed)),
    weekly: (facts) => pass(afterWeekly(facts)),
  };
}

type Options = Required<NoticesOptions>;

/** What a person is to be told after something was looked at, given what was said before. */
interface Telling {
  lineage: string;
  now: Date;
  eventsOf(said: Announced): { events: readonly NoticeEvent[]; said: Announced };
  noticeOf(event: NoticeEvent, said: Announced): Notice;
}

function afterCheck(facts: NoticeFacts, wantsRenewed: boolean): Telling {
  const { lineage, now } = facts;
  return {
    ...{ lineage, now },
    eventsOf: (said) => eventsOf(said, facts, wantsRenewed),
    noticeOf: (event, { found }) => noticeOf(event, facts, found.length > 0),
  };
}

function afterWeekly(facts: WeeklyFacts): Telling {
  const { lineage, now } = facts;
  const marks = [...new Set(facts.found.map(({ mark }) => mark))];
  return {
    ...{ lineage, now },
    eventsOf: (said) => weeklyEventsOf(said, marks),
    noticeOf: (event) => weeklyNoticeOf(event, facts),
  };
}

/** On the disk before anything is sent: a kill in between tells a person once more rather than never. */
async function remember(telling: Telling, { file, destinations }: Options): Promise<boolean> {
  const { lineage, now } = telling;
  const memory = parseMemory(await file.read());
  const before = memory.said[lineage] ?? nothingSaid;
  const { events, said } = telling.eventsOf(before);
  const fresh = events.flatMap((event) =>
    destinations.map((to) => ({ to: markOf(to), notice: telling.noticeOf(event, said), tries: 0, notBefore: now })),
  );
  const next = { said: { ...memory.said, [lineage]: said }, waiting: [...memory.waiting, ...fresh] };
  if (fresh.length > 0 || !isSame(before, said)) await file.write(printMemory(next));
  return fresh.length > 0;
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Sends what is due; gives the moment of the next try, if one is left. */
async function sendWaiting(options: Options): Promise<Date | undefined> {
  const memory = parseMemory(await options.file.read());
  if (memory.waiting.length === 0) return undefined;
  const left = (await Promise.all(memory.waiting.map((one) => tryOne(one, options)))).flat();
  if (left.some((one, at) => one !== memory.waiting[at]) || left.length < memory.waiting.length) {
    const next: NoticeMemory = { ...memory, waiting: left };
    await options.file.write(printMemory(next));
  }
  return left.map(({ notBefore }) => notBefore).sort((one, other) => one.getTime() - other.getTime())[0];
}

async function tryOne(one: Waiting, { destinations, deliver, say, now }: Options): Promise<readonly Waiting[]> {
  const to = destinations.find((each) => markOf(each) === one.to);
  // a destination that was taken out of NOTIFY_URLS hears no more
  if (!to) return [];
  if (one.notBefore > now()) return [one];
  const end = await deliver(to, one.notice);
  if (end.arrived) return [];
  const pause = pauses[one.tries];
  const failed = phrase`warning: the notice "${one.notice.title}" did not arrive at ${to.label}: ${end.why}`;
  if (pause === undefined) {
    say(phrase`${failed}; given up`);
    return [];
  }
  const notBefore = new Date(now().getTime() + Math.max(pause, end.waitMs ?? 0));
  say(phrase`${failed}; tried again at ${notBefore.toISOString()}`);
  return [{ ...one, tries: one.tries + 1, notBefore }];
}

function markOf({ url }: Destination): string {
  return createHash("sha256").update(url.href).digest("hex").slice(0, 16);
}

function callLater(work: () => void, ms: number): void {
  setTimeout(work, ms).unref();
}
