import { join, resolve } from "node:path";
import { readSmall } from "../base/read-small.ts";
import { systemCode } from "../base/system-error.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { readAuthority } from "./authority.ts";
import { readAuthorityOptions } from "./authority-options.ts";
import { badSettings } from "./bad-settings.ts";
import { readCertbotOptions } from "./certbot-options.ts";
import { type IniLine, iniLines } from "./ini-text.ts";
import { type Given, readOptions } from "./options.ts";

export interface IniOption extends Given {
  /** the file, full path */
  file: string;
  /** the flag, as typed on a command line */
  name: string;
}

const largest = 64 * 1024;

/**
 * The options of certbot's cli.ini and of the file behind --config, the second one winning; empty where there is no
 * cli.ini. Throws Problem `bad-settings` that names file and line; values are not repeated where they may be secrets.
 */
export async function readIniOptions(folder: string, named: string | undefined): Promise<readonly IniOption[]> {
  const own = await readOptionsFile(join(folder, "cli.ini"), false);
  if (named === undefined) return own;
  const further = await readOptionsFile(resolve(named), true);
  return [...own.filter(({ key }) => !further.some((one) => one.key === key)), ...further];
}

async function readOptionsFile(path: string, wanted: boolean): Promise<readonly IniOption[]> {
  const text = await readSmall(path, { maxBytes: largest }).catch((error: unknown) => {
    if (error instanceof Problem) throw badSettings(error.message, phrase`move it away`);
    throw unreadable(path, systemCode(error));
  });
  if (text === undefined && wanted) throw unreadable(path, "ENOENT");
  const lines = iniLines(String(text ?? ""), path);
  // as with certbot, the last of equal keys counts
  const last = new Map(lines.map((line) => [line.key, line]));
  return [...last.values()].flatMap((line) =>
    optionsOf(line).map((given) => ({ ...given, file: path, name: `--${line.key}` })),
  );
}

function unreadable(path: string, code: string): Problem {
  const why = code === "EACCES" ? phrase`may not be read by this process` : phrase`cannot be read (${code})`;
  return badSettings(`${path} ${why}`, phrase`correct its owner and mode, or move it away`);
}

function optionsOf(line: IniLine): readonly Given[] {
  try {
    const given = readOptions(wordsOf(line), line.place, { exact: true });
    for (const one of given) checkAlone(one);
    return given;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const message = error.message.startsWith(line.place) ? error.message : `${line.place}: ${error.message}`;
    throw badSettings(message, phrase`${error.fix}; then: docker compose restart certbot`);
  }
}

/** The line as a command line: a switch alone if it is on, a list piece by piece. */
function wordsOf({ key, value, place }: IniLine): readonly string[] {
  const name = `--${key}`;
  if (/^(?:true|yes|1)$/i.test(value)) return readsAlone(name, place) ? [name] : [`${name}=${value}`];
  if (/^(?:false|no|0)$/i.test(value)) return readsAlone(name, place) ? [] : [`${name}=${value}`];
  const list = /^\[(.*)\]$/.exec(value)?.[1];
  if (list === undefined) return [`${name}=${value}`];
  return list.split(",").map((piece) => `${name}=${piece.trim().replace(/^(['"])(.*)\1$/, "$2")}`);
}

function readsAlone(name: string, place: string): boolean {
  try {
    return readOptions([name], place, { exact: true }).length > 0;
  } catch {
    // it needs a value, or is unknown: reading it with one reports that
    return false;
  }
}

/** So that a bad value is reported with its line; combinations are checked later. */
function checkAlone(given: Given): void {
  readCertbotOptions([given]);
  if (given.key === "server") readAuthority({ server: given.value, staging: false, dryRun: false });
  if (!given.key.startsWith("eab")) readAuthorityOptions([given]);
}
