import { parseArgs } from "node:util";
import { badWords } from "../../config/bad-settings.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { painter } from "../colour.ts";
import type { Assembly, Context, Word } from "../context.ts";
import { describeProblem } from "../describe.ts";
import { judge } from "../health.ts";
import { settingsFor, watchOnlySettings } from "../settings.ts";
import { siteJson } from "../watch/describe.ts";
import { describeStatus, describeWatched } from "./screen.ts";
import { type Snapshot, snapshotOf, toJson } from "./snapshot.ts";

/** One screen from the state on disk, and from what nginx serves now; --json for scripts. Changes nothing. */
export const status: Word = async (context) => {
  const { json } = readFlags(context.words, "status");
  if (await isWatching(context)) return await statusOfWatched(context, json);
  const snapshot = await takeSnapshot(context, context.assembly.servedOtherwise);
  if (json) context.print(JSON.stringify(toJson(snapshot), null, 2));
  else for (const line of describeStatus(snapshot, context.colour)) context.print(line);
  return 0;
};

/** By WATCH, or by the words of a `watch` that has posted already. */
async function isWatching(context: Context): Promise<boolean> {
  if (await watchOnlySettings({ ...context, words: [] }, "status")) return true;
  const posted = await (await context.assembly.statusFile()).read();
  return !context.environment["CERTBOT_DOMAIN"] && posted?.watched !== undefined;
}

/** Of a container that only watches: what the last round found. */
async function statusOfWatched({ assembly, clock, print, colour, version }: Context, json: boolean): Promise<number> {
  const now = clock.now();
  const posted = await (await assembly.statusFile()).read();
  const { healthy, line } = judge(posted, now);
  const watched = posted?.watched ?? [];
  if (json)
    print(JSON.stringify({ schema: 1, version, now, healthy, last: line, watched: watched.map(siteJson) }, null, 2));
  else for (const each of [line, ...describeWatched(watched, painter(colour))]) print(each);
  return 0;
}

/** Exit codes: 0 a renewal is due, 1 it is not, 2 unknown. */
export const needsRenewal: Word = async (context) => {
  const { print, complain } = context;
  try {
    readFlags(context.words, "needs-renewal");
    const { now, lineage } = await takeSnapshot(context);
    const { what, at, because, held } = lineage.next;
    const due = what !== "deploy" && (held !== undefined || at <= now);
    print(due ? phrase`${lineage.name}: due: ${because}` : phrase`${lineage.name}: not due before ${at.toISOString()}`);
    return due ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    for (const line of describeProblem(error)) complain(line);
    return 2;
  }
};

/** Throws Problem `bad-words` for anything but --json. */
export function readFlags(words: readonly string[], word: string): { json: boolean } {
  try {
    const { values } = parseArgs({ args: [...words], options: { json: { type: "boolean", default: false } } });
    return values;
  } catch {
    throw badWords(phrase`${word} accepts only --json`, `docker compose exec certbot httpsidecar ${word}`);
  }
}

async function takeSnapshot(context: Context, looks?: Assembly["servedOtherwise"]): Promise<Snapshot> {
  const { assembly, clock, version } = context;
  const settings = await settingsFor({ ...context, words: [] }, "status");
  return await snapshotOf(settings, {
    ...{ version, now: clock.now() },
    store: await assembly.store(),
    memory: await assembly.memory(settings, context.complain),
    posted: await (await assembly.statusFile()).read(),
    tasks: await assembly.tasks(settings),
    ...(looks && { glance: (certificate) => looks(settings, certificate) }),
  });
}
