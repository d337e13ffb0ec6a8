import { maskedText, maskedWords } from "../model/masked.ts";
import type { Context } from "./context.ts";

/** Opens the run's log and writes the command into it, as certbot does, without secrets. */
export async function startLog(context: Context, word: string, backups: number | undefined): Promise<void> {
  const { assembly, environment, words, version, log } = context;
  await assembly.openLog(backups);
  log(`httpsidecar ${version}`);
  log(`words: ${[word, ...maskedWords(words)].join(" ")}`);
  log(`CERTBOT_OPTIONS: ${maskedText(environment["CERTBOT_OPTIONS"] ?? "")}`);
}
