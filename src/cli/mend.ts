import type { Finding } from "../doctor/finding.ts";
import { inOrder, type Remedy, remedies } from "../doctor/remedies.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Context } from "./context.ts";
import { describeProblem } from "./describe.ts";

interface How {
  context: Context;
  settings: Settings;
  /** without asking */
  yes: boolean;
}

/** Shows the remedies of these findings, asks, and applies them; false: nothing was done. */
export async function mend(findings: readonly Finding[], { context, settings, yes }: How): Promise<boolean> {
  const { print, assembly } = context;
  const wanted = inOrder(findings.flatMap((finding) => ("remedy" in finding ? (finding.remedy ?? []) : [])));
  if (wanted.length === 0) {
    print(phrase`none of this can be fixed automatically; follow the fixes above`);
    return false;
  }
  for (const line of wanted.flatMap(describe)) print(line);
  if (!yes && !(await agreed(context, await assembly.confirm(phrase`do this now? [y/N] `)))) return false;
  for (const remedy of wanted) await carryOut(remedy, context, settings);
  return true;
}

function describe(remedy: Remedy): readonly string[] {
  const { does, back } = remedies[remedy];
  return [phrase`would ${does}`, phrase`  to undo: ${back}`];
}

function agreed({ print }: Context, answer: boolean | undefined): boolean {
  if (answer === undefined) print(phrase`nothing was done: there is no terminal to ask on, so add --yes`);
  if (answer === false) print(phrase`nothing was done`);
  return answer ?? false;
}

/** A remedy that fails does not prevent the others. */
async function carryOut(remedy: Remedy, context: Context, settings: Settings): Promise<void> {
  try {
    for (const line of await actions[remedy](context, settings)) context.print(line);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    for (const line of describeProblem(error)) context.complain(line);
  }
}

const actions: Record<Remedy, (context: Context, settings: Settings) => Promise<readonly string[]>> = {
  async repair({ assembly }, settings) {
    const done = await assembly.repair(settings, { careful: true });
    return done.map(({ name, saw, did }) => `${name}: ${saw}; ${did}`);
  },
  async "enable-challenge"({ assembly }) {
    await (await assembly.httpsSwitch()).enableChallenge();
    return [phrase`nginx serves the challenge path`];
  },
  "enable-https": async ({ assembly }) => (await assembly.httpsSwitch()).enable(),
  reload: async ({ assembly }) => (await assembly.httpsSwitch()).reload(),
};
