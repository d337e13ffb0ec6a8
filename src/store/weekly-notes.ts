import * as z from "zod";
import type { WeeklyNotes } from "../model/weekly.ts";
import { ownFile } from "./own-file.ts";

const marks = z.array(z.string());
const due = z.iso.datetime().transform((text) => new Date(text));
const note = z.object({ due, passing: marks, unconfirmed: marks, confirmed: marks });
/** What versions up to 0.1 wrote. */
const formerNote = z
  .object({ due, calm: marks, suspects: marks, standing: marks })
  .transform(({ due, calm, suspects, standing }) => ({
    due,
    passing: calm,
    unconfirmed: suspects,
    confirmed: standing,
  }));
const anyNote = z.union([note, formerNote]).optional().catch(undefined);

/** In httpsidecar/weekly-look.json under the folder. An unreadable file costs one check more, and nothing else. */
export function weeklyNotes(folder: string): WeeklyNotes {
  return ownFile(folder, "weekly-look.json", anyNote);
}
