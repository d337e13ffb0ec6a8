import type { JsonFile } from "../base/json-file.ts";
import type { Notice, NoticeEvent, NoticeFacts, Notices, WatchFacts, WeeklyFacts } from "../model/notice.ts";
import { phrase } from "../model/phrase.ts";
import { type Announced, eventsOf, nothingSaid, weeklyEventsOf } from "./events.ts";
import type { NoticeMemory } from "./memory.ts";
import { noticeOf, watchNoticeOf, weeklyNoticeOf } from "./message.ts";
import { nextIn, type SendOptions, sendDue, withNews } from "./outbox.ts";

export interface NoticesOptions extends Omit<SendOptions, "now"> {
  /** notices of every renewal too */
  renewed: boolean;
  /** outlives restarts */
  file: Pick<JsonFile<NoticeMemory>, "read" | "write">;
  now?: () => Date;
  /** calls back after so many ms, without keeping the process up */
  later?: (work: () => void, ms: number) => void;
}

const longestTimer = 2 ** 31 - 1;

/** Notifies people of results: once per stage, remembered before it is sent, sent again until it arrives. */
export function openNotices(given: NoticesOptions): Notices {
  const options = { now: () => new Date(), later: callLater, ...given };
  const memory = openMemory(options);
  // one after the other, beside whatever else goes on
  let line = Promise.resolve();
  const queue = (work: () => Promise<void>) => {
    line = line.then(work).catch((error: unknown) => options.say(broken(error)));
  };
  const send = async () => {
    const { waiting } = await memory.get();
    await memory.put({ waiting: await sendDue(waiting, options) });
    const next = nextIn((await memory.get()).waiting);
    if (next === undefined) return;
    const ms = Math.max(1000, next.getTime() - options.now().getTime());
    options.later(() => queue(send), Math.min(longestTimer, ms));
  };
  queue(send);
  const pass = (telling: Telling) =>
    queue(async () => {
      if (await remember(telling, memory, options)) await send();
    });
  return {
    look: (facts) => pass(afterCheck(facts, options.renewed)),
    weekly: (facts) => pass(afterWeekly(facts)),
    watched: (facts) => pass(afterRound(facts)),
    async settled() {
      await line;
      return nextIn((await memory.get()).waiting);
    },
  };
}

type Options = Required<NoticesOptions>;

interface Memory {
  get(): Promise<NoticeMemory>;
  put(change: Partial<NoticeMemory>): Promise<void>;
}

/** Read once; an unwritable disk prevents no notice, and sends none twice. */
function openMemory({ file, say }: Options): Memory {
  let known: NoticeMemory | undefined;
  let written = "";
  const get = async () => {
    if (known) return known;
    const found = await file.read().catch((error: unknown) => void say(broken(error)));
    known ??= found ?? { said: {}, waiting: [] };
    written = JSON.stringify(known);
    return known;
  };
  return {
    get,
    async put(change) {
      known = { ...(await get()), ...change };
      const text = JSON.stringify(known);
      if (text === written) return;
      await file.write(known).then(
        () => {
          written = text;
        },
        (error: unknown) => say(broken(error)),
      );
    },
  };
}

function broken(error: unknown): string {
  return phrase`warning: notices: ${error instanceof Error ? error.message : error}`;
}

/** What to say after a check, given what was said before. */
interface Telling {
  lineage: string;
  eventsOf(said: Announced): { events: readonly NoticeEvent[]; said: Announced };
  noticeOf(event: NoticeEvent, said: Announced): Notice;
}

function afterCheck(facts: NoticeFacts, wantsRenewed: boolean): Telling {
  const { lineage } = facts;
  return {
    lineage,
    eventsOf: (said) => eventsOf(said, facts, wantsRenewed),
    noticeOf: (event, { found }) => noticeOf(event, facts, found.length > 0),
  };
}

function afterWeekly(facts: WeeklyFacts): Telling {
  const { lineage } = facts;
  const marks = [...new Set(facts.found.map(({ mark }) => mark))];
  return {
    lineage,
    eventsOf: (said) => weeklyEventsOf(said, marks),
    noticeOf: (event) => weeklyNoticeOf(event, facts),
  };
}

function afterRound(facts: WatchFacts): Telling {
  const { lineage, found } = facts;
  return {
    lineage,
    eventsOf: (said) =>
      weeklyEventsOf(
        said,
        found.map(({ mark }) => mark),
        "watched",
      ),
    noticeOf: (event) => watchNoticeOf(event, facts),
  };
}

/** On the disk before anything is sent: after a kill in between the operator hears once more rather than never. */
async function remember(telling: Telling, memory: Memory, options: Options): Promise<boolean> {
  const { lineage } = telling;
  const { said: all, waiting } = await memory.get();
  const { events, said } = telling.eventsOf(all[lineage] ?? nothingSaid);
  const notices = events.map((event) => telling.noticeOf(event, said));
  await memory.put({ said: { ...all, [lineage]: said }, waiting: withNews(waiting, notices, options) });
  return notices.length > 0;
}

function callLater(work: () => void, ms: number): void {
  setTimeout(work, ms).unref();
}
