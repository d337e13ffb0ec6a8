import type { Finding } from "../../doctor/finding.ts";
import { titleOf } from "../../doctor/titles.ts";
import { phrase } from "../../model/phrase.ts";
import type { Settings } from "../../model/settings.ts";
import { emptyTriage, type Found, type WeeklyNote, type WeeklyNotes } from "../../model/weekly.ts";
import type { Context } from "../context.ts";
import type { Doctor } from "../doctor.ts";
import type { ServeMemory } from "../serve-memory.ts";
import { clampDue, dueAfter, firstDue } from "./due.ts";

/** ms that a check may take: each has 30 s, and all run at the same time. */
const longest = 45 * 1000;
/** Findings that the loop reports itself, at the start and after each check; and those that no renewal depends on. */
const leftOut = ["settings", "attempts", "app", "watch"];

export interface Weekly extends Doctor, Pick<Context, "clock" | "print" | "complain"> {
  notes: WeeklyNotes;
  /** of this `serve`: its start, and what the last check has said */
  memory: Pick<ServeMemory, "startedAt" | "weekly">;
  /** hears all findings for the operator after each confirmed check, and when the next one is */
  report(found: readonly Found[], next: Date): void;
  random?: () => number;
}

/**
 * A dry run of the next renewal: doctor's checks, within an hour of the first start and then weekly, whatever restarts
 * there are, so that a closed port or a changed record is known weeks before it matters. Orders nothing, changes
 * nothing. The log gets only what is new; the operator hears of what two checks in a row have found. Each call takes the
 * loop's next time and returns that of the next check. No renewal waits for it: it does not begin when the loop is
 * about to check.
 */
export function weeklyCheck(weekly: Weekly, settings: Settings): (loop: Date) => Promise<Date> {
  const { clock, memory, random = Math.random } = weekly;
  const doctor = sayingOnce(weekly, settings);
  let note: WeeklyNote | undefined;
  return async (loop) => {
    const now = clock.now();
    note ??= await open(weekly, memory.startedAt, random);
    const due = clampDue(note.due, now, random);
    note = { ...note, due };
    if (now < due) return due;
    if (loop.getTime() - now.getTime() < longest) return loop;
    note = await doctor(note);
    await keep(weekly, note);
    return note.due;
  };
}

/** The stored note, with the time of the first check. */
async function open(weekly: Weekly, started: Date, random: () => number): Promise<WeeklyNote> {
  // an unreadable folder is a finding of doctor's
  const kept = await weekly.notes.read().catch(() => undefined);
  const note = { ...emptyTriage, ...kept, due: firstDue(kept?.due, started, random) };
  await keep(weekly, note);
  return note;
}

async function keep({ notes, complain }: Weekly, note: WeeklyNote): Promise<void> {
  await notes.write(note).catch((error: unknown) => {
    complain(phrase`weekly check: its date could not be saved: ${wordsOf(error)}`);
  });
}

function sayingOnce(weekly: Weekly, settings: Settings): (note: WeeklyNote) => Promise<WeeklyNote> {
  const { clock, print, complain, signal, report, memory } = weekly;
  return async (note) => {
    try {
      const { findings, triaged } = await checkAndTriage(weekly, settings, note);
      const lines = findings.flatMap(describe);
      for (const line of lines.filter((each) => !memory.weekly.includes(each))) complain(line);
      if (lines.length === 0) print(phrase`weekly check: nothing prevents the next renewal`);
      memory.weekly = lines;
      const isSure = triaged.now.unconfirmed.length === 0;
      const due = dueAfter(isSure ? "done" : "unconfirmed", clock.now());
      if (isSure) report(triaged.found, due);
      return { ...triaged.now, due };
    } catch (error) {
      signal.throwIfAborted();
      complain(phrase`weekly check: the check itself failed: ${wordsOf(error)}`);
      return { ...note, due: dueAfter("broken", clock.now()) };
    }
  };
}

/** Loaded when it is due, so that an idle loop stays small. */
async function checkAndTriage(doctor: Doctor, settings: Settings, before: WeeklyNote) {
  const { look } = await import("../doctor.ts");
  const { triage } = await import("../../doctor/triage.ts");
  const all = await look(doctor, settings);
  // findings of a check that a stop cut short mean nothing
  doctor.signal.throwIfAborted();
  const findings = all.filter(({ check }) => !leftOut.includes(check));
  return { findings, triaged: triage(findings, before) };
}

/** One line, so that a change never shows half of one. */
function describe(finding: Finding): readonly string[] {
  if (finding.verdict === "fine") return [];
  const { saw, means, fix } = finding;
  return [phrase`weekly check: ${titleOf(finding)}: ${saw}: ${means}; fix: ${fix}`];
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
