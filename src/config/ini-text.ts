import { phrase } from "../model/phrase.ts";
import { badSettings } from "./bad-settings.ts";

export interface IniLine {
  /** FILE, line N: for messages */
  place: string;
  /** as written; a long option without or with its dashes */
  key: string;
  /** without quotes and comment; `true` for a key alone */
  value: string;
}

/** Key, sign, value perhaps in quotes: the forms that certbot's reader accepts (ConfigArgParse's default). */
const form = /^([^:=;#\s]+)(?:\s*[:=]\s*|\s+|$)(.*)$/;
const comment = /\s[;#]/;

/** The lines of a cli.ini: `#`, `;`, `[section]` and `---` lines are skipped. Throws Problem `bad-settings`. */
export function iniLines(text: string, path: string): readonly IniLine[] {
  return text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .flatMap((raw, at) => {
      const line = raw.trim();
      if (line === "" || /^(?:[#;[]|---)/.test(line)) return [];
      return [readLine(line, phrase`${path}, line ${at + 1}`)];
    });
}

function readLine(line: string, place: string): IniLine {
  const bare = line.slice(0, comment.exec(line)?.index).trimEnd();
  const [, key, value = ""] = form.exec(bare) ?? [];
  if (key === undefined) throw unreadable(place);
  const alone = /^[^:=\s]+$/.test(bare);
  return { place, key: key.replace(/^--/, ""), value: alone ? "true" : unquoted(value) };
}

function unquoted(value: string): string {
  return /^(['"])(.*)\1$/.exec(value)?.[2] ?? value;
}

/** The message does not repeat the line: it may contain a key. */
function unreadable(place: string) {
  return badSettings(phrase`${place} is not an option`, phrase`write it like this: key-type = ecdsa, or remove it`);
}
