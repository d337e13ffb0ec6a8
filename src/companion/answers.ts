import {
  type CompanionAnswer,
  type CompanionCode,
  type CompanionNote,
  fixMark,
  inNginxWords,
  maxOutputBytes,
} from "../model/companion.ts";
import type { SettingsPlan, StackFacts } from "./parts.ts";
import { codeOf } from "./refusal.ts";

export type Facts = Pick<CompanionAnswer, "nginx" | "https" | "challenge" | "off" | "tasks"> & {
  [Key in "httpsPort" | "appUrls"]?: CompanionAnswer[Key] | undefined;
};

export const nothingKnown: Facts = { nginx: false, https: false, challenge: false, off: false };

export function answer(
  code: CompanionCode,
  facts: Facts,
  notes: readonly CompanionNote[] = [],
  output = "",
): CompanionAnswer {
  const { nginx, https, challenge, off, httpsPort, tasks, appUrls } = facts;
  const ofLook = { ...(httpsPort !== undefined && { httpsPort }), ...(appUrls && { appUrls }) };
  const ofSwarm = tasks && { tasks };
  return { code, nginx, https, challenge, off, notes, ...ofLook, ...ofSwarm, output: clean(output) };
}

/** The Problem, with its fix as the last line unless the words are nginx's own; throws a bug on. */
export function failure(error: unknown, facts: Facts, notes: readonly CompanionNote[] = []): CompanionAnswer {
  const { code, problem } = codeOf(error);
  if (inNginxWords.includes(code)) return answer(code, facts, notes, problem.message);
  const fix = `\n${fixMark}${problem.fix.replaceAll("\n", " ")}`;
  return answer(code, facts, notes, clean(problem.message, maxOutputBytes - Buffer.byteLength(fix)) + fix);
}

/** Without control characters but for line ends, and at most `maxBytes` as UTF-8. */
export function clean(output: string, maxBytes = maxOutputBytes): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const printable = output.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, " ");
  const cut = Buffer.from(printable).subarray(0, Math.max(maxBytes, 0)).toString();
  return cut.replace(/\ufffd+$/, "").trim();
}

/** Notes on where the values are now written. */
export function notesOf(plan: SettingsPlan, stack: StackFacts): readonly CompanionNote[] {
  const elsewhere: CompanionNote[] = isElsewhere(stack) ? ["env-file-elsewhere"] : [];
  if (plan.where === "nowhere")
    return [plan.because === "no-domain" ? "domain-not-kept" : "written-nowhere", ...elsewhere];
  if (plan.before?.equals(plan.after)) return elsewhere;
  const written = plan.where === "env" ? "written-env" : "written-override";
  return [written, "next-up-recreates-nginx", ...elsewhere];
}

const isElsewhere = ({ environmentFile, workingFolder }: StackFacts) =>
  environmentFile !== undefined && !environmentFile.startsWith(`${workingFolder}/`);
