import { day, minute } from "../base/dates.ts";
import type { Certificate } from "../model/lineage.ts";
import type { Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { setIn } from "../model/plain-text.ts";
import type { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";

/** The outcome in lines for the operator; the first says what happened, the next what to do. */
export function describeOutcome(name: string, outcome: Outcome): readonly string[] {
  switch (outcome.result) {
    case "renewed":
      return [describeNew(name, outcome.certificate), ...outcome.lines, nextRenewal(outcome)];
    case "deployed":
      return [phrase`${name}: deployed to nginx (${outcome.because})`, ...outcome.lines, nextRenewal(outcome)];
    case "kept":
      return [
        phrase`${name}: kept (not due for renewal), valid until ${day(outcome.certificate.notAfter)}`,
        nextRenewal(outcome),
      ];
    case "off":
      return [switchedOff(name, outcome.certificate), ...outcome.lines, nextRenewal(outcome)];
    case "rehearsed":
      return [
        phrase`${name}: dry run succeeded (--dry-run): the CA would issue this certificate; nothing was saved or changed`,
      ];
    case "paused":
      return [
        phrase`${name}: paused until ${minute(outcome.next)} after a failure: ${outcome.lastProblem}`,
        phrase`  fix: remove the cause, then retry immediately: docker compose exec certbot update-cert`,
      ];
    case "failed":
      return [...describeProblem(outcome.problem), ...nextTry(outcome.problem, outcome.next)];
  }
}

function describeNew(name: string, { serial, notAfter }: Certificate): string {
  return phrase`${name}: new certificate, serial ${serial}, valid until ${day(notAfter)}`;
}

function switchedOff(name: string, { notAfter }: Certificate): string {
  return phrase`${name}: HTTPS is switched off, as you wanted; the certificate is valid until ${day(notAfter)}`;
}

/** A lineage that was revoked by hand is checked again, and not renewed. */
function nextTry({ code }: Problem, next: Date): readonly string[] {
  return code === "revoked-by-hand" ? [] : [phrase`  next try: ${minute(next)}`];
}

/** An expected failure: what happened, then what to do. Further lines of the first are set in: they are nobody's advice. */
export function describeProblem({ message, fix }: Problem): readonly string[] {
  return [`error: ${setIn(message)}`, `  fix: ${fix}`];
}

/** The causes of a Problem, for -v and --debug: one a line, the nearest first. */
export function describeCauses({ cause }: Error): readonly string[] {
  if (!(cause instanceof Error)) return [];
  return [phrase`  cause: ${cause.name}: ${cause.message}`, ...describeCauses(cause)];
}

/** Why these settings bring no real certificate; undefined when they do. */
export function unrealReason({ dryRun, staging }: Settings): string | undefined {
  if (dryRun)
    return phrase`--dry-run is set in CERTBOT_OPTIONS or cli.ini: no certificate will be obtained; remove it and run: docker compose up -d certbot`;
  if (staging)
    return phrase`--staging is set in CERTBOT_OPTIONS or cli.ini: browsers do not trust staging certificates; remove it and run: docker compose up -d certbot`;
  return undefined;
}

function nextRenewal({ certificate, due }: { certificate: Certificate; due: Date }): string {
  if (certificate.imported)
    return phrase`your own certificate: it is not renewed automatically; you will be warned from ${day(due)}`;
  return phrase`next renewal: ${day(due)} (automatic)`;
}
