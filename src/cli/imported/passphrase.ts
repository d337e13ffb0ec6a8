import { readSecretFile } from "../../base/secret-file.ts";
import { systemCode } from "../../base/system-error.ts";
import { badWords } from "../../config/bad-settings.ts";
import { withSecretFiles } from "../../config/secret-files.ts";
import { phrase } from "../../model/phrase.ts";
import type { Context } from "../context.ts";

/**
 * A key's passphrase, from a file, from KEY_PASSPHRASE or KEY_PASSPHRASE_FILE, or asked at the terminal; never from the
 * command line, which every process can read. undefined: none given, and no terminal. Throws Problem `bad-words`.
 */
export async function passphraseFor(
  { environment, assembly }: Pick<Context, "environment" | "assembly">,
  file: string | undefined,
  question: string | undefined,
): Promise<string | undefined> {
  if (file !== undefined) return readPassphrase(file);
  const given = withSecretFiles(environment, ["KEY_PASSPHRASE"])["KEY_PASSPHRASE"];
  if (given) return given;
  return question === undefined ? undefined : await assembly.ask(question);
}

function readPassphrase(file: string): string {
  const passphrase = textOf(file);
  if (passphrase !== "") return passphrase;
  throw badWords(phrase`--passphrase-file ${file} is empty`, phrase`write the passphrase into it, and nothing else`);
}

function textOf(file: string): string {
  try {
    return readSecretFile(file);
  } catch (error) {
    const fix = phrase`the path is one inside the container; docker compose cp brings a file there`;
    throw badWords(phrase`--passphrase-file ${file} cannot be read: ${systemCode(error)}`, fix);
  }
}
