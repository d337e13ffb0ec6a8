import type { Finding } from "../doctor/finding.ts";
import { titleOf } from "../doctor/titles.ts";
import { phrase } from "../model/phrase.ts";
import type { Settings } from "../model/settings.ts";
import type { Context } from "./context.ts";
import type { Looker } from "./doctor.ts";

const hour = 60 * 60 * 1000;
const week = 7 * 24 * hour;
/** What the loop says by itself, at the start and after each look; and what no renewal minds. */
const leftOut = ["settings", "attempts", "app"];

type Weekly = Looker & Pick<Context, "clock" | "print" | "complain">;

/**
 * A rehearsal of the next renewal: doctor's checks, an hour after a start and then weekly, so that a port that was
 * closed or a record that was changed is told weeks before it matters. Orders nothing, mends nothing. Each call gives
 * the moment of the next one; what was found the last time too is not said again.
 */
export function weeklyLook(context: Weekly, settings: Settings): () => Promise<Date> {
  const { clock, print, complain } = context;
  let due = new Date(clock.now().getTime() + hour);
  let said: readonly string[] = [];
  return async () => {
    if (clock.now() < due) return due;
    due = new Date(clock.now().getTime() + week);
    try {
      const lines = (await findFaults(context, settings)).flatMap(describe);
      for (const line of lines.filter((each) => !said.includes(each))) complain(line);
      if (lines.length === 0) print(phrase`weekly look: nothing stands in the way of the next renewal`);
      said = lines;
    } catch (error) {
      complain(phrase`weekly look: it broke down: ${error instanceof Error ? error.message : String(error)}`);
    }
    return due;
  };
}

/** Loaded when it is due: an idle loop stays as small as it is. */
async function findFaults(context: Looker, settings: Settings): Promise<readonly Finding[]> {
  const { isFault, look } = await import("./doctor.ts");
  const findings = await look(context, settings);
  return findings.filter((finding) => isFault(finding) && !leftOut.includes(finding.check));
}

/** One line, so that what is new is never half of one. */
function describe(finding: Finding): readonly string[] {
  if (finding.verdict === "fine") return [];
  const { check, saw, means, fix } = finding;
  return [phrase`weekly look: ${titleOf(check)}: ${saw}: ${means}; fix: ${fix}`];
}
