import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { noted } from "./ask-authority.ts";
import { classOf } from "./failure-class.ts";
import { isEmergency } from "./lifetime.ts";
import type { LineageCheck, Twin } from "./parts.ts";
import { withHold } from "./pauses.ts";
import { aboutOf, held } from "./permission.ts";
import type { IssuePlan } from "./plan.ts";

/**
 * What cannot be known from here, or failed a validation, is tried where a failure costs nothing. A twin that is down
 * itself stands in the way three times, and never near the end.
 */
export async function rehearseFirst(check: LineageCheck, plan: IssuePlan): Promise<void> {
  const { lineage, parts, session } = check;
  const twin = parts.rehearsal;
  if (!twin) return;
  parts.say(phrase`${lineage.name}: rehearsing at the staging authority first`);
  const problem = await tryTwin(check, twin, plan);
  if (!problem) return;
  const patient = session.entry().failures < 3 && !(plan.life && isEmergency(plan.life, parts.clock.now()));
  if (patient || classOf(problem) === "validation") throw withoutDate(problem);
  parts.say(phrase`warning: the rehearsal did not take place: ${problem.message}`);
}

async function tryTwin(check: LineageCheck, twin: Twin, { names }: IssuePlan): Promise<Problem | undefined> {
  const { lineage, parts, session, signal } = check;
  const about = aboutOf(twin.directory, undefined, names);
  if (held(session.entry(), about, parts.clock.now())) return notNow();
  try {
    await noted(check, twin.directory, () => twin.authority.issue(lineage, { signal }));
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await session.write((entry) => withHold(entry, error, about));
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
  const { code, message, fix, retry, names, responsible } = problem;
  return typeof retry === "string"
    ? problem
    : new Problem({ code, message, fix, retry: "soon", names, responsible, cause: problem });
}
