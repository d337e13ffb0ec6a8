import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { noted } from "./ask-authority.ts";
import { classOf } from "./failure-class.ts";
import { isEmergency } from "./lifetime.ts";
import type { Look, Twin } from "./parts.ts";
import { withHold } from "./pauses.ts";
import { aboutOf, held } from "./permission.ts";
import type { IssuePlan } from "./plan.ts";

/**
 * What cannot be known from here, or failed a validation, is tried where a failure costs nothing. A twin that is down
 * itself stands in the way three times, and never near the end.
 */
export async function rehearseFirst(look: Look, plan: IssuePlan): Promise<void> {
  const { lineage, parts, book } = look;
  const twin = parts.rehearsal;
  if (!twin) return;
  parts.say(phrase`${lineage.name}: rehearsing at the staging authority first`);
  const problem = await tryTwin(look, twin, plan);
  if (!problem) return;
  const patient = book.page().failures < 3 && !(plan.life && isEmergency(plan.life, parts.clock.now()));
  if (patient || classOf(problem) === "validation") throw withoutDate(problem);
  parts.say(phrase`warning: the rehearsal did not take place: ${problem.message}`);
}

async function tryTwin(look: Look, twin: Twin, { names }: IssuePlan): Promise<Problem | undefined> {
  const { lineage, parts, book, signal } = look;
  const about = aboutOf(twin.directory, undefined, names);
  if (held(book.page(), about, parts.clock.now())) return notNow();
  try {
    await noted(look, twin.directory, () => twin.authority.issue(lineage, { signal }));
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await book.write((page) => withHold(page, error, about));
    return error;
  }
}

function notNow(): Problem {
  return new Problem({
    code: "authority-twin-busy",
    message: phrase`the staging authority wants to be left alone for now`,
    fix: phrase`wait: it is tried again by itself`,
    retry: "soon",
  });
}

/** When the twin is free again says nothing about the authority itself. */
function withoutDate(problem: Problem): Problem {
  const { code, message, fix, retry, names, mender } = problem;
  return typeof retry === "string"
    ? problem
    : new Problem({ code, message, fix, retry: "soon", names, mender, cause: problem });
}
