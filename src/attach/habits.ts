import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readSmall } from "../base/read-small.ts";
import { phrase } from "../model/phrase.ts";

/** Lines that call certbot by themselves: crontabs, Makefiles and scripts that operators keep beside their stack. */
const calls =
  /\bcertbot\b.*\b(?:renew|certonly)\b|\b(?:docker[ -]compose|docker)\b.*\b(?:run|up)\b.*\bcertbot\b|\binit-letsencrypt/;
const scripts = /\.(?:sh|bash|cron|crontab|service|timer|mk)$|^(?:crontab|cron|Makefile|justfile|Taskfile\.ya?ml)$/i;
const most = { files: 200, bytes: 65_536, lines: 8 };

/** Lines of the stack's folder that are not needed any more; attach edits none of them. */
export async function formerRenewals(folder: string): Promise<readonly string[]> {
  const names = (await Promise.all(places.map((place) => namesIn(folder, place)))).flat();
  const found = await Promise.all(names.slice(0, most.files).map((name) => linesIn(folder, name)));
  const all = found.flat().slice(0, most.lines);
  if (all.length === 0) return [];
  return [phrase`these lines renew by themselves and are no longer needed:`, ...all.map((line) => `  ${line}`)];
}

const places = ["", "bin", "cron", "script", "scripts"];

async function namesIn(folder: string, place: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, place)).catch(() => []);
  return names.filter((name) => scripts.test(name)).map((name) => join(place, name));
}

async function linesIn(folder: string, name: string): Promise<readonly string[]> {
  const bytes = await readSmall(join(folder, name), { maxBytes: most.bytes }).catch(() => undefined);
  return String(bytes ?? "")
    .split("\n")
    .flatMap((line, at) => (isCall(line) ? [phrase`${name} line ${at + 1}`] : []));
}

const isCall = (line: string) => !/^\s*#/.test(line) && calls.test(line);
