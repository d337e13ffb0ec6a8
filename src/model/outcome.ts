import type { Certificate } from "./lineage.ts";
import type { Problem } from "./problem.ts";

/** What is to be done now, decided with facts alone. */
export type Decision =
  | { act: "issue"; because: string }
  | { act: "deploy"; because: string }
  | { act: "keep"; until: Date }
  /** it was revoked by hand: a person must say what comes next */
  | { act: "hold" };

/** Every way in which a check ends, as `status --json` names it. */
export const results = ["renewed", "deployed", "kept", "off", "rehearsed", "paused", "failed"] as const;

/**
 * How one look at a lineage ended. `next` is the moment it wants to be looked at again; `due` the moment at which, as
 * far as is known now, it is renewed.
 */
export type Outcome =
  | { result: "renewed"; certificate: Certificate; because: string; lines: readonly string[]; due: Date; next: Date }
  | { result: "deployed"; certificate: Certificate; because: string; lines: readonly string[]; due: Date; next: Date }
  | { result: "kept"; certificate: Certificate; due: Date; next: Date }
  /** a person switched HTTPS off: the certificate is there, and is renewed */
  | { result: "off"; certificate: Certificate; lines: readonly string[]; due: Date; next: Date }
  | { result: "rehearsed"; next: Date }
  | { result: "paused"; lastProblem: string; next: Date }
  | { result: "failed"; problem: Problem; next: Date };
