import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { noted } from "./ask-authority.ts";
import { classOf } from "./failure-class.ts";
import { isNearEnd } from "./lifetime.ts";
import type { LineageCheck, Twin } from "./parts.ts";
import { withHold } from "./pauses.ts";
import { aboutOf, held } from "./permission.ts";
import type { IssuePlan } from "./plan.ts";

/**
 * Tries at the staging twin, where a failure costs nothing, what cannot be known from here or failed a validation. The
 * twin may stop the real try if it saw that the name is not proven, or is down itself; never with --force-renewal, near
 * expiry, or a fourth time: its accounts and rules differ from the CA's (CAA `accounturi`, for one).
 */
export async function rehearseFirst(check: LineageCheck, plan: IssuePlan): Promise<void> {
  const { lineage, parts } = check;
  const twin = parts.rehearsal;
  if (!twin) return;
  parts.say(phrase`${lineage.name}: dry run at the staging CA first`);
  const problem = await tryTwin(check, twin, plan);
  if (!problem) return;
  if (mayVeto(check, plan) && isVeto(problem)) throw withoutDate(problem);
  parts.say(
    phrase`warning: the dry run at the staging CA failed, and the CA itself is asked all the same: ${problem.message}`,
  );
}

function mayVeto({ options, parts, session }: LineageCheck, { life }: IssuePlan): boolean {
  return !options.force && session.entry().failures < 3 && !(life && isNearEnd(life, parts.clock.now()));
}

/** What the CA itself would see too: the way to the challenge. */
function isVeto(problem: Problem): boolean {
  return ofTheWay.includes(problem.code) || classOf(problem) === "network" || classOf(problem) === "busy";
}

const ofTheWay = ["connection", "dns", "unauthorized"].flatMap((type) => [`validation-${type}`, `acme-${type}`]);

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
    message: phrase`the staging CA wants to be left alone for now`,
    fix: phrase`wait: httpsidecar retries automatically`,
    retry: "soon",
  });
}

/** The twin's date says nothing about the CA itself. */
function withoutDate(problem: Problem): Problem {
  const { code, message, fix, retry, names, responsible } = problem;
  return typeof retry === "string"
    ? problem
    : new Problem({ code, message, fix, retry: "soon", names, responsible, cause: problem });
}
