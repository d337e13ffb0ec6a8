import type { Certificate } from "./lineage.ts";
import type { Problem } from "./problem.ts";

/** What to do now, decided with facts alone. */
export type Decision =
  | { act: "issue"; because: string }
  | { act: "deploy"; because: string }
  | { act: "keep"; until: Date }
  /** it was revoked by hand: the operator must decide */
  | { act: "hold" };

/** Every way in which a check ends, as `status --json` names it. */
export const results = ["renewed", "deployed", "kept", "off", "rehearsed", "paused", "failed"] as const;

/**
 * The result of one check of a lineage. `next` is the time of the next check; `due` the time of the renewal, as far as
 * it is known now.
 */
export type Outcome =
  | { result: "renewed"; certificate: Certificate; because: string; lines: readonly string[]; due: Date; next: Date }
  | { result: "deployed"; certificate: Certificate; because: string; lines: readonly string[]; due: Date; next: Date }
  | { result: "kept"; certificate: Certificate; due: Date; next: Date }
  /** the operator switched HTTPS off: the certificate exists, and is renewed */
  | { result: "off"; certificate: Certificate; lines: readonly string[]; due: Date; next: Date }
  | { result: "rehearsed"; next: Date }
  | { result: "paused"; lastProblem: string; next: Date }
  | { result: "failed"; problem: Problem; next: Date };
