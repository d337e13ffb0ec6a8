import { day } from "../../base/dates.ts";
import { badWords } from "../../config/bad-settings.ts";
import type { Examined } from "../../model/imported.ts";
import { warnFrom } from "../../model/near-end.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Settings } from "../../model/settings.ts";
import type { Context } from "../context.ts";
import { describeProblem } from "../describe.ts";
import { readFlags } from "./flags.ts";
import { passphraseFor } from "./passphrase.ts";

const text = { type: "string" } as const;
const options = {
  cert: text,
  chain: { type: "string", multiple: true },
  key: text,
  "passphrase-file": text,
  "nginx-ssl": text,
} as const;

export type ImportFlags = ReturnType<typeof readImportFlags>;

/** Throws Problem `bad-words`. */
export function readImportFlags(word: string, words: readonly string[]) {
  const flags = readFlags(word, words, options);
  const { cert } = flags;
  if (cert !== undefined) return { ...flags, cert };
  const files = phrase`--cert FILE --chain FILE [--chain FILE] [--key FILE]`;
  throw badWords(phrase`${word}: --cert is missing`, `docker compose exec certbot httpsidecar ${word} ${files}`);
}

/** Checks the files, and prints what was corrected and what is worth knowing. undefined: refused, and said. */
export async function examineFiles(
  context: Context,
  settings: Settings,
  flags: ImportFlags,
): Promise<Examined | undefined> {
  const { assembly, print, complain, clock } = context;
  const passphrase = (file: string) =>
    passphraseFor(context, flags["passphrase-file"], phrase`passphrase of ${file}: `);
  const files = { certificate: flags.cert, chain: flags.chain ?? [], key: flags.key, passphrase };
  try {
    const examined = await (await assembly.certificateImporter(settings)).examine(files, settings.lineage);
    for (const note of examined.notes) print(note);
    print(phrase`the key matches, the names are covered, the chain is complete; valid until ${day(examined.notAfter)}`);
    if (endsSoon(examined, clock.now())) complain(phrase`warning: it expires on ${day(examined.notAfter)} already`);
    return examined;
  } catch (error) {
    if (!(error instanceof Problem) || !error.code.startsWith("own-")) throw error;
    for (const line of [...describeProblem(error), phrase`  nothing was changed`]) complain(line);
    return undefined;
  }
}

function endsSoon({ notAfter, notBefore }: Examined, now: Date): boolean {
  return warnFrom({ notBefore, notAfter }) <= now;
}
