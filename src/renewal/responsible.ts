import type { Problem } from "../model/problem.ts";
import type { Responsible } from "../model/responsible.ts";
import { classOf } from "./failure-class.ts";

/** Parts of the stack that start one after the other, or are recreated now and then. */
const ofTheStack = [
  ...["companion-absent", "companion-silent", "docker-failed", "busy", "too-many"],
  ...["no-nginx", "several-nginx", "not-ready", "nginx-silent", "haproxy-silent", "upstream-missing"],
];

/** Who can end this failure. */
export function responsibleFor(problem: Problem): Responsible {
  const { code, retry } = problem;
  if (problem.responsible) return problem.responsible;
  if (ofTheStack.includes(code)) return "stack";
  if (code === "locked") return "outside";
  if (retry === "look" || retry === "after-a-fix") return "person";
  if (classOf(problem) === "busy" || code === "limit-reached") return "authority";
  // a date with another refusal says when to ask again, not that it will be granted then
  return retry === "soon" || classOf(problem) === "network" ? "outside" : "person";
}
