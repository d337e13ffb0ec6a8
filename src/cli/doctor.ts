import { parseArgs } from "node:util";
import { badWords } from "../config/bad-settings.ts";
import { resultOf } from "../doctor/checks/watched.ts";
import { examine, worst } from "../doctor/examine.ts";
import type { Finding, Verdict } from "../doctor/finding.ts";
import type { NamelessSettings } from "../model/nameless-settings.ts";
import { phrase } from "../model/phrase.ts";
import { Problem, problemToUndefined } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Step } from "../model/step.ts";
import { painter } from "./colour.ts";
import type { Assembly, Context, Word } from "./context.ts";
import { describeFindings } from "./findings-screen.ts";
import { mend } from "./mend.ts";
import { settingsFor, watchOnlySettings } from "./settings.ts";
import { noSteps } from "./steps/live-steps.ts";

/**
 * Checks everything between here and a certificate that visitors get; orders nothing, and changes nothing without
 * --fix. Exit code: 0 fine, 1 warnings, 2 something blocks.
 */
export const doctor: Word = async (context) => {
  const { words, print, columns, step } = context;
  const paint = painter(context.colour);
  const { json, fix, yes, all } = readFlags(words);
  const only = await watchOnlySettings({ ...context, words: [] }, "doctor").catch(problemToUndefined);
  const settings = await settingsOf(context);
  const shown: Step = json ? noSteps.step : step;
  const lookNow = () =>
    shown(phrase`running all checks`, () => (only ? lookAtWatched(context, only) : look(context, settings)));
  const first = await lookNow();
  if (json) print(JSON.stringify({ schema: 1, verdict: worst(first), findings: first }, null, 2));
  else for (const line of describeFindings(first, { paint, columns, all })) print(line);
  if (!json && isUntold(settings)) print(phrase`NOTIFY_URLS is not set: you will not be told when a renewal fails`);
  if (!fix || settings instanceof Problem) return exitCodes[worst(first)];

  if (!(await mend(first, { context, settings, yes }))) return exitCodes[worst(first)];
  const second = await lookNow();
  for (const line of describeFindings(second, { paint, columns, all, changed: true })) print(line);
  return exitCodes[worst(second)];
};

const isUntold = (settings: Settings | Problem) => !(settings instanceof Problem) && !settings.notices.isMeant;

export interface Doctor extends Pick<Context, "environment" | "signal"> {
  assembly: Pick<Assembly, "folders" | "folder" | "doctor">;
}

/** Of a container that only watches: nothing else is there to check. */
async function lookAtWatched({ assembly }: Context, settings: NamelessSettings): Promise<readonly Finding[]> {
  const sites = await assembly.checkSites(settings, settings.watch);
  return sites.map((site) => ({ check: "watch", ...resultOf(site) }));
}

export async function look({ environment, assembly, signal }: Doctor, settings: Settings | Problem) {
  const { folders } = settings instanceof Problem ? assembly : settings;
  const parts = settings instanceof Problem ? undefined : await assembly.doctor(settings, signal);
  const given = { environment, settings, folders, folder: assembly.folder };
  return await examine(given, parts).finally(() => parts?.close());
}

/** Throws Problem `bad-words` for anything but its flags. */
function readFlags(words: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    const { values } = parseArgs({ args: [...words], options: { json: flag, fix: flag, yes: flag, all: flag } });
    if (!values.json || !values.fix) return values;
  } catch {}
  const message = phrase`doctor accepts --json, or --fix, or --fix --yes, and --all`;
  throw badWords(message, "docker compose exec certbot httpsidecar doctor");
}

const exitCodes: Readonly<Record<Verdict, number>> = { fine: 0, warning: 1, blocks: 2 };

async function settingsOf(context: Context): Promise<Settings | Problem> {
  try {
    return await settingsFor({ ...context, words: [] }, "doctor");
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
