import { minute } from "../base/dates.ts";
import type { Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { spentOrders, spentValidations } from "./limits.ts";
import type { LineageCheck } from "./parts.ts";
import type { Permission } from "./permission.ts";
import type { IssuePlan } from "./plan.ts";

type Wait = Extract<Permission, { may: "wait" }>;

/** The outcome when the CA may not be asked now; undefined when it may, by the operator's command too. */
export function refusal(check: LineageCheck, plan: IssuePlan): Outcome | undefined {
  const { session, options, parts, rules } = check;
  const permission = rules.mayTry(session.entry(), plan, parts.clock.now());
  if (permission.may === "try") return undefined;
  const { until, why, kind } = permission;
  if (!options.byHand) return { result: "paused", lastProblem: why, next: until };
  if (kind === "limit" && !options.force) return { result: "failed", problem: limitReached(permission), next: until };
  sayCost(check, plan, permission);
  return undefined;
}

const holds: Readonly<Record<Wait["kind"], string>> = { pause: phrase`pause`, limit: phrase`limit` };

function sayCost({ session, parts, lineage }: LineageCheck, plan: IssuePlan, { kind, until }: Wait): void {
  const now = parts.clock.now();
  const orders = spentOrders(session.entry(), plan, now);
  const validations = spentValidations(session.entry(), plan, now);
  const failed = phrase`${validations.used} of ${validations.most} failed validations an hour`;
  const ordered = phrase`${orders.used} of ${orders.most} certificates for these names a week`;
  parts.say(phrase`${lineage.name}: manual run, so the ${holds[kind]} until ${minute(until)} is ignored`);
  parts.say(
    phrase`  if this attempt fails it uses up one failed validation, if it succeeds one certificate; used so far: ${failed}, ${ordered}`,
  );
}

function limitReached({ until, why }: Wait): Problem {
  return new Problem({
    code: "limit-reached",
    message: why,
    fix: phrase`wait until ${minute(until)}: httpsidecar retries automatically; to ignore the limit: docker compose exec certbot update-cert --force-renewal`,
    retry: { notBefore: until },
  });
}
