import { type CompanionAnswer, type CompanionCode, type CompanionNote, maxOutputBytes } from "../model/companion.ts";
import type { SettingsPlan, StackFacts } from "./parts.ts";

export type Facts = Pick<CompanionAnswer, "nginx" | "https" | "challenge" | "off">;

export const nothingKnown: Facts = { nginx: false, https: false, challenge: false, off: false };

/** The fixed record, its output cleaned and cut. */
export function answer(
  code: CompanionCode,
  facts: Facts,
  notes: readonly CompanionNote[] = [],
  output = "",
): CompanionAnswer {
  const { nginx, https, challenge, off } = facts;
  return { code, nginx, https, challenge, off, notes, output: clean(output) };
}

/** Without control characters but for line ends, and at most 4 KiB as UTF-8. */
export function clean(output: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const printable = output.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, " ");
  const cut = Buffer.from(printable).subarray(0, maxOutputBytes).toString();
  return cut.replace(/\ufffd+$/, "").trim();
}

/** What is worth saying of where the values now stand. */
export function notesOf(plan: SettingsPlan, stack: StackFacts): readonly CompanionNote[] {
  const elsewhere: CompanionNote[] = isElsewhere(stack) ? ["env-file-elsewhere"] : [];
  if (plan.where === "nowhere") return ["written-nowhere", ...elsewhere];
  if (plan.before?.equals(plan.after)) return elsewhere;
  const written = plan.where === "env" ? "written-env" : "written-override";
  return [written, "next-up-recreates-nginx", ...elsewhere];
}

const isElsewhere = ({ environmentFile, workingFolder }: StackFacts) =>
  environmentFile !== undefined && !environmentFile.startsWith(`${workingFolder}/`);
