import { ms } from "../base/dates.ts";
import { type Ending, runProgram } from "../base/program.ts";
import type { Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { plainText } from "../model/plain-text.ts";

export interface HookRunOptions {
  /** a hook's environment */
  environment: Readonly<Record<string, string | undefined>>;
  say: Print;
  /** ms after which a hook is killed */
  limit?: number;
}

/** The operator's own shell text, or the path of a program in renewal-hooks/. */
export type Hook = { text: string } | { path: string };

/**
 * Runs a hook: text as certbot does, with `/bin/sh -c` and nothing interpolated; a path without a shell. Prints the
 * beginning of its output, and how it ended, which changes nothing. Never throws.
 */
export async function runHook(kind: string, hook: Hook, options: HookRunOptions): Promise<void> {
  const { environment, say, limit: limitMs = 10 * ms.minute } = options;
  const [file, words] = "path" in hook ? [hook.path, []] : ["/bin/sh", ["-c", hook.text]];
  say(phrase`running the ${kind}-hook: ${"path" in hook ? hook.path : hook.text}`);
  const { ending, output } = await runProgram({ file, words, environment, limitMs });
  for (const line of linesOf(output)) say(`    ${line}`);
  const warning = warningOf(kind, ending, limitMs);
  if (warning !== undefined) say(warning);
}

function warningOf(kind: string, ending: Ending, limitMs: number): string | undefined {
  if (ending.kind === "killed") return phrase`warning: the ${kind}-hook was ended by the signal ${ending.signal}`;
  if (ending.kind === "late" || ending.kind === "stopped")
    return phrase`warning: the ${kind}-hook took longer than ${limitMs / 1000} seconds and was stopped`;
  // as a shell does for a program that it cannot start
  const code = ending.kind === "exited" ? ending.code : 127;
  return code === 0 ? undefined : phrase`warning: the ${kind}-hook reported error code ${code}`;
}

function linesOf(output: string): readonly string[] {
  const text = plainText(output).trimEnd();
  return text === "" ? [] : text.split("\n");
}
