import { createHash } from "node:crypto";
import { minute, ms } from "../base/dates.ts";
import type { Destination, Notice } from "../model/notice.ts";
import { phrase } from "../model/phrase.ts";
import type { Delivery } from "./delivery.ts";
import type { Waiting } from "./memory.ts";

export interface SendOptions {
  destinations: readonly Destination[];
  deliver(to: Destination, notice: Notice): Promise<Delivery>;
  /** hears of failed deliveries */
  say(line: string): void;
  now(): Date;
}

/** ms after each failed delivery; then it is given up, a day and a bit after the event. */
const pauses = [1, 5, 30, 120, 360, 960].map((minutes) => minutes * ms.minute);
/** For one destination; the oldest are dropped. */
const mostWaiting = 50;

/** The outbox, with notices for every destination added: news is a reason to try again at once. */
export function withNews(
  waiting: readonly Waiting[],
  notices: readonly Notice[],
  { destinations, now }: Pick<SendOptions, "destinations" | "now">,
): readonly Waiting[] {
  if (notices.length === 0) return waiting;
  const notBefore = now();
  const fresh = destinations.flatMap((to) =>
    notices.map((notice) => ({ to: markOf(to), notice, tries: 0, notBefore })),
  );
  return [...waiting.map((one) => ({ ...one, notBefore })), ...fresh];
}

/** When the oldest notice of a destination may be sent again, which the others wait for; undefined: nothing waits. */
export function nextIn(waiting: readonly Waiting[]): Date | undefined {
  const oldest = waiting.filter((one, at) => waiting.findIndex(({ to }) => to === one.to) === at);
  return oldest.length === 0 ? undefined : new Date(Math.min(...oldest.map(({ notBefore }) => notBefore.getTime())));
}

/** Sends what is due, to each destination in order; returns what is left. */
export async function sendDue(waiting: readonly Waiting[], options: SendOptions): Promise<readonly Waiting[]> {
  // a destination that was removed from NOTIFY_URLS gets nothing more
  const queues = options.destinations.map((to) => ({ to, queue: waiting.filter((one) => one.to === markOf(to)) }));
  return (await Promise.all(queues.map(({ to, queue }) => sendInOrder(to, queue, options)))).flat();
}

async function sendInOrder(to: Destination, queue: readonly Waiting[], options: SendOptions) {
  const left = queue.slice(-mostWaiting);
  for (let head = left[0]; head && head.notBefore <= options.now(); head = left[0]) {
    const again = await tryOne(to, head, options);
    left.shift();
    if (again) return [again, ...left];
  }
  return left;
}

/** The same notice for a later try; undefined: it arrived, or is given up. */
async function tryOne(to: Destination, one: Waiting, { deliver, say, now }: SendOptions): Promise<Waiting | undefined> {
  const end = await deliver(to, one.notice);
  if (end.arrived) return undefined;
  const pause = pauses[one.tries];
  const failed = phrase`warning: the notice "${one.notice.title}" did not arrive at ${to.label}: ${end.why}`;
  if (pause === undefined) {
    say(phrase`${failed}; given up`);
    return undefined;
  }
  const notBefore = new Date(now().getTime() + Math.max(pause, end.waitMs ?? 0));
  say(phrase`${failed}; tried again at ${minute(notBefore)}`);
  return { ...one, tries: one.tries + 1, notBefore };
}

/** Stands for the URL, which contains a secret. */
function markOf({ url }: Destination): string {
  return createHash("sha256").update(url.href).digest("hex").slice(0, 16);
}
