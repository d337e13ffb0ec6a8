import { parseArgs } from "node:util";
import { badWords } from "../../config/bad-settings.ts";
import { readNameless } from "../../config/settings.ts";
import { readWatchWords } from "../../config/watch-urls.ts";
import type { NamelessSettings } from "../../model/nameless-settings.ts";
import { phrase } from "../../model/phrase.ts";
import type { WatchedSite } from "../../model/watch.ts";
import { runLoop } from "../../scheduler/loop.ts";
import type { Context, Word } from "../context.ts";
import { describeSite, siteJson, summed } from "./describe.ts";
import { watchRounds } from "./rounds.ts";

/**
 * Checks the certificates of servers that somebody else keeps, from outside: those that are typed, else those of WATCH.
 * Until it is stopped; with --once it ends with exit code 0, or 1 where anything is wrong.
 */
export const watch: Word = async (context) => {
  const { environment, assembly, print } = context;
  const { once, json, typed } = readFlags(context.words);
  const settings = readNameless({ environment, words: [], word: "watch", folders: assembly.folders });
  const targets = typed.length > 0 ? typed : settings.watch;
  if (targets.length === 0) throw badWords(phrase`watch needs a URL, or WATCH`, example);
  if (!once) return await watchUntilStopped(context, { ...settings, watch: targets }, isAlone(environment));
  const sites = await assembly.checkSites(settings, targets);
  if (json) print(JSON.stringify({ schema: 1, watched: sites.map(siteJson) }, null, 2));
  else for (const line of sites.flatMap(describeSite)) print(line);
  return sites.every(({ verdict }) => verdict === "fine") ? 0 : 1;
};

const example = "httpsidecar watch https://chat.example.jp https://other.example.jp:8443";

/** Typed in the sidecar of a stack, beside its `serve`: status and notices are for that one to give. */
const isAlone = ({ CERTBOT_DOMAIN: domain }: Context["environment"]) => !domain;

/** `tells`: `health` is about this run, and people hear of it. */
export async function watchUntilStopped(context: Context, settings: NamelessSettings, tells: boolean): Promise<number> {
  const { assembly, clock, signal, complain } = context;
  const observe = tells ? await assembly.watchObserver(settings, complain) : () => {};
  const post = async (watched: readonly WatchedSite[], next: Date) => {
    if (tells) await (await assembly.statusFile()).post({ healthy: true, line: summed(watched), next, watched });
  };
  await runLoop(watchRounds({ context, settings, observe, post }), { clock, signal });
  return 0;
}

/** Throws Problem `bad-words`. */
function readFlags(words: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  const { values, positionals } = parsed(() =>
    parseArgs({ args: [...words], options: { once: flag, json: flag }, allowPositionals: true }),
  );
  if (values.json && !values.once) throw wrongWords();
  return { ...values, typed: readWatchWords(positionals) };
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch {
    throw wrongWords();
  }
}

const wrongWords = () => badWords(phrase`watch accepts URLs, --once, and --once --json`, example);
