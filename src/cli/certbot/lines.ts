import { utcDay } from "../../base/dates.ts";
import type { Certificate } from "../../model/lineage.ts";
import type { Outcome } from "../../model/outcome.ts";
import { phrase } from "../../model/phrase.ts";
import { setIn } from "../../model/plain-text.ts";
import type { Context } from "../context.ts";
import { describeProblem } from "../describe.ts";
import { isStacksFolder } from "./served-lineage.ts";

/** Scripts search for these lines. */
export function receivedLines({ name, notAfter }: Certificate, { folders }: Context["assembly"]): readonly string[] {
  const { config } = folders;
  return [
    "",
    "Successfully received certificate.",
    `Certificate is saved at: ${config}/live/${name}/fullchain.pem`,
    `Key is saved at:         ${config}/live/${name}/privkey.pem`,
    `This certificate expires on ${utcDay(notAfter)}.`,
    isStacksFolder({ folders })
      ? phrase`It is renewed automatically while the sidecar runs, if CERTBOT_DOMAIN names it; otherwise by: certbot renew`
      : phrase`The sidecar renews nothing in that folder; it is renewed by: ${`certbot renew --config-dir ${config}`}`,
  ];
}

/** A failed deployment is a warning, and no failure of certbot's. */
export function deployLines(outcome: Outcome): { said: readonly string[]; warned: readonly string[] } {
  if ("lines" in outcome) return { said: outcome.lines, warned: [] };
  if (outcome.result !== "failed") return { said: [], warned: [] };
  const { message, fix } = outcome.problem;
  return { said: [], warned: [phrase`warning: not handed to nginx yet: ${setIn(message)}`, `  fix: ${fix}`] };
}

export function failureLines(outcome: Extract<Outcome, { result: "failed" | "paused" }>): readonly string[] {
  if (outcome.result === "failed") return describeProblem(outcome.problem);
  return [phrase`error: paused after a failure: ${outcome.lastProblem}`];
}
