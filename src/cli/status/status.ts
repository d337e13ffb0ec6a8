import { parseArgs } from "node:util";
import { badWords } from "../../config/bad-settings.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Context, Word } from "../context.ts";
import { settingsFor } from "../settings.ts";
import { describeStatus } from "./screen.ts";
import { type Snapshot, snapshotOf, toJson } from "./snapshot.ts";

/** One screen from the state on disk; --json for scripts. Sends no request, changes nothing. */
export const status: Word = async (context) => {
  const { json } = readFlags(context.words, "status");
  const snapshot = await takeSnapshot(context);
  if (json) context.print(JSON.stringify(toJson(snapshot), null, 2));
  else for (const line of describeStatus(snapshot, context.colour)) context.print(line);
  return 0;
};

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
    complain(`error: ${error.message}`);
    complain(`  fix: ${error.fix}`);
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

async function takeSnapshot(context: Context): Promise<Snapshot> {
  const { assembly, clock, version } = context;
  const settings = await settingsFor({ ...context, words: [] }, "status");
  return await snapshotOf(settings, {
    ...{ version, now: clock.now() },
    store: await assembly.store(),
    memory: await assembly.memory(settings, context.complain),
    posted: await (await assembly.statusFile()).read(),
  });
}
