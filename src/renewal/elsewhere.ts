import { day, ms } from "../base/dates.ts";
import type { Certificate } from "../model/lineage.ts";
import type { Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { plainName } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import { start } from "../model/typed-lines.ts";
import { deploy, deployedOutcome, proveAgain } from "./deploying.ts";
import { dueAt } from "./lifetime.ts";
import { proofAt } from "./next-check.ts";
import type { LineageCheck } from "./parts.ts";

/** True if the lineage proves its names in a way that is not supported here, and the operator names no other. */
export function isElsewhere(current: Certificate | undefined, takeOver: boolean | undefined): boolean {
  return current?.elsewhere !== undefined && !takeOver;
}

/** A certificate that only its own authenticator can renew: deployed, proven, and watched for expiry. */
export async function watchElsewhere(check: LineageCheck, current: Certificate): Promise<Outcome> {
  const { lineage, options, parts, session } = check;
  await parts.store.linkTypedName(lineage);
  const due = dueAt(current);
  const next = nextOf(check, due);
  if (session.entry().deployed !== current.fingerprint) {
    const because = phrase`nginx has not been confirmed to serve it yet`;
    return { ...deployedOutcome(check, current, await deploy(check, current), because), due, next };
  }
  const mended = await proveAgain(check, current);
  if (mended) return mended;
  if (options.force || due <= parts.clock.now()) return { result: "failed", problem: notHere(current), next };
  return { result: "kept", certificate: current, due, next };
}

function nextOf({ session, parts }: LineageCheck, due: Date): Date {
  const now = parts.clock.now().getTime();
  const moments = [proofAt(session.entry().proof)?.getTime() ?? now, due.getTime()].filter((moment) => moment > now);
  return new Date(Math.min(now + 6 * ms.hour, ...moments));
}

const ownHooks = phrase`mount its hooks into the certbot service and set RUN_SAVED_HOOKS=true in httpsidecar.env, then: ${start}; or `;

/** Its names cannot be proven here; the fix is to prove them over HTTP. */
export function notHere({ name, elsewhere, notAfter }: Certificate): Problem {
  return new Problem({
    code: "proven-elsewhere",
    message: phrase`${name} proves its names by ${elsewhere}, which is not here: nothing renews it, and it expires on ${day(notAfter)}`,
    fix:
      (elsewhere === "manual" ? ownHooks : "") +
      phrase`renew it where it came from; to prove its names over HTTP from now on: docker compose exec certbot certbot renew --cert-name ${plainName(name)} --webroot -w /var/www/html --force-renewal`,
    retry: "after-a-fix",
  });
}
