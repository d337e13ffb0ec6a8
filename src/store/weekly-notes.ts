import { join } from "node:path";
import * as z from "zod";
import { replaceFile } from "../base/atomic-file.ts";
import { makeFolder } from "../base/files.ts";
import type { WeeklyNote, WeeklyNotes } from "../model/weekly.ts";
import { onDisk } from "./disk-problem.ts";
import { readText } from "./read-text.ts";

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
const anyNote = z.union([note, formerNote]);

/** In httpsidecar/weekly-look.json under the folder. A file that cannot be read costs one check more, and nothing else. */
export function weeklyNotes(folder: string): WeeklyNotes {
  const place = join(folder, "httpsidecar");
  const path = join(place, "weekly-look.json");
  return {
    read: () => onDisk(place, async () => parse(await readText(path))),
    write: (next) =>
      onDisk(place, async () => {
        await makeFolder(place, 0o700);
        await replaceFile(path, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
      }),
  };
}

function parse(text: string | undefined): WeeklyNote | undefined {
  if (text === undefined) return undefined;
  try {
    return anyNote.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
