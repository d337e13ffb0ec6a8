import { phrase } from "../model/phrase.ts";
import type { Schedule } from "../model/schedule.ts";
import { badSettings, putIntoEnv, shown } from "./bad-settings.ts";

interface Field {
  what: string;
  first: number;
  last: number;
  /** of `first` and the following values */
  names?: readonly string[];
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const weekdays = "sun mon tue wed thu fri sat".split(" ");

const fields = [
  { what: "minute", first: 0, last: 59 },
  { what: "hour", first: 0, last: 23 },
  { what: phrase`day of the month`, first: 1, last: 31 },
  { what: "month", first: 1, last: 12, names: months },
  { what: phrase`day of the week`, first: 0, last: 7, names: weekdays },
] as const satisfies readonly Field[];

const nicknames: ReadonlyMap<string, string> = new Map([
  ["@hourly", "0 * * * *"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@weekly", "0 0 * * 0"],
  ["@monthly", "0 0 1 * *"],
]);

/** RENEW_SCHEDULE in cron's form: five fields with lists, ranges, steps and names. Throws Problem `bad-settings`. */
export function readSchedule(text: string): Schedule {
  const typed = text.trim().toLowerCase();
  const words = (nicknames.get(typed) ?? typed).split(/\s+/);
  if (words.length !== fields.length) throw bad(text, phrase`has ${words.length} fields, and cron has five`);
  const [minutes = [], hours = [], days = [], monthsOf = [], weekdaysOf = []] = fields.map((field, at) =>
    readField(words[at] ?? "", field, text),
  );
  const schedule = {
    text: text.trim(),
    ...{ minutes, hours, days: new Set(days), months: new Set(monthsOf) },
    weekdays: new Set(weekdaysOf.map((day) => day % 7)),
    // a field that begins with a star restricts nothing by this rule, even with steps
    eitherDay: !(words[2]?.startsWith("*") || words[4]?.startsWith("*")),
  };
  if (!everComes(schedule)) throw bad(text, phrase`names a day that no month has`);
  return schedule;
}

function readField(word: string, field: Field, text: string): readonly number[] {
  const found = word.split(",").flatMap((part) => readPart(part, field, text));
  return [...new Set(found)].sort((one, other) => one - other);
}

// A star, 5, 1-5, mon-fri, and each of them with a step (10-50/20); 5/15 is from 5 on.
function readPart(part: string, field: Field, text: string): readonly number[] {
  const [, range = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  const { what, first, last } = field;
  const every = step === undefined ? 1 : Number(step);
  const [from, to] = endsOf(range, field, step !== undefined);
  const isGood = from >= first && to <= last && from <= to && every > 0;
  if (!isGood) throw bad(text, phrase`has ${shown(part)} as ${what}, which goes from ${first} to ${last}`);
  return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, at) => from + at * every);
}

function endsOf(range: string, field: Field, hasStep: boolean): readonly [number, number] {
  if (range === "*") return [field.first, field.last === 7 ? 6 : field.last];
  const [from = "", to] = range.split("-");
  const begin = numberOf(from, field);
  if (to === undefined) return [begin, hasStep ? field.last : begin];
  const end = numberOf(to, field);
  return [begin, end === 0 && field.last === 7 ? 7 : end];
}

function numberOf(word: string, { first, names }: Field): number {
  const at = names?.indexOf(word.slice(0, 3)) ?? -1;
  if (at >= 0 && /^[a-z]+$/.test(word)) return first + at;
  return /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
}

/** February has 29 days in the longest year. */
function everComes({ days, months: given, eitherDay }: Schedule): boolean {
  const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return eitherDay || [...given].some((month) => Math.min(...days) <= (longest[month - 1] ?? 0));
}

function bad(text: string, why: string) {
  const paste = putIntoEnv('RENEW_SCHEDULE="0 2 * * sun"');
  return badSettings(phrase`RENEW_SCHEDULE ${shown(text)} ${why}`, paste);
}
