import { Declined } from "../base/declined.ts";
import { diskProblem, diskRefusal } from "../base/disk-problem.ts";
import { isSystemError } from "../base/system-error.ts";
import { badWords } from "../config/bad-settings.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Context } from "./context.ts";
import { describeCauses, describeProblem } from "./describe.ts";
import { certbotWords, words } from "./words.ts";

/** Exit codes: 0 done or nothing to do, 1 failed, 2 wrong words or settings, 3 the operator said no. */
export async function runCommand(typed: readonly string[], context: Omit<Context, "words">): Promise<number> {
  const [name = "help", ...rest] = typed;
  try {
    if (certbotWords.includes(name)) return await (await find("certbot").load())({ ...context, words: typed });
    const { load, summary } = find(name);
    if (name !== "certbot" && rest.some((word) => word === "--help" || word === "-h"))
      return explain(name, summary, context);
    return await (await load())({ ...context, words: rest });
  } catch (error) {
    return endError(error, context);
  }
}

const aliases = new Map([
  ["--help", "help"],
  ["-h", "help"],
  ["--version", "version"],
]);

/** What people type first, beside certbot's verbs, and what they mean. */
const hints = new Map([
  ["logs", "docker compose logs certbot certbot-companion"],
  ["list", "httpsidecar certificates"],
  ["test", "httpsidecar doctor"],
  ["on", "httpsidecar enable-https"],
  ["off", "httpsidecar disable-https"],
  ["restart", "docker compose restart certbot"],
  ["install", "docker/attach"],
  ["uninstall", "docker/detach"],
]);

function explain(name: string, summary: string, { print }: Omit<Context, "words">): number {
  print(`httpsidecar ${name}: ${summary}`);
  return 0;
}

function find(name: string) {
  const known = aliases.get(name) ?? name;
  const found = Object.entries(words).find(([word]) => word === known);
  if (found) return found[1];
  const fix = hints.get(name) ?? phrase`commands: ${Object.keys(words).join(", ")}`;
  throw badWords(phrase`unknown command ${JSON.stringify(name)}`, fix);
}

function endError(thrown: unknown, { complain, log, signal, assembly }: Omit<Context, "words">): number {
  if (signal.aborted) {
    complain(phrase`interrupted before it finished; no changes were left half applied`);
    return 1;
  }
  if (thrown instanceof Declined) return 3;
  // what a part did not expect of the disk is the operator's to know, and no bug
  const isRefusal = isSystemError(thrown) && diskRefusal(thrown) !== undefined;
  const error = isRefusal ? diskProblem(thrown, assembly.folders.config) : thrown;
  if (!(error instanceof Problem)) {
    complain(`this is a bug: ${error instanceof Error ? error.stack : String(error)}`);
    return 1;
  }
  for (const line of describeProblem(error)) complain(line);
  for (const line of describeCauses(error)) log(line);
  return error.code.startsWith("bad-") ? 2 : 1;
}
