import { ms } from "../base/dates.ts";
import type { LedgerEntry, ProofNote } from "../model/ledger.ts";
import type { Certificate } from "../model/lineage.ts";
import type { Outcome } from "../model/outcome.ts";
import { dueFor, nextCheck, proofAt } from "./next-check.ts";
import type { LineageCheck } from "./parts.ts";
import { afterSuccess } from "./pauses.ts";

/** The outcome of a deployment, with lines to print. */
export interface HandedOver {
  https: "on" | "off";
  lines: readonly string[];
}

/** Deploys a certificate and notes it. Throws the deployer's Problems. */
export async function deploy(check: LineageCheck, certificate: Certificate): Promise<HandedOver> {
  // The CA has done its part: what follows is between us and nginx, and causes no pause.
  await check.session.note(afterSuccess);
  return await handOver(check, certificate);
}

/** The same, without ending a renewal's pause. */
export async function handOver(check: LineageCheck, certificate: Certificate): Promise<HandedOver> {
  const { lineage, parts, session } = check;
  const { https, lines, ...served } = await parts.deployer.deploy(lineage, certificate);
  const at = parts.clock.now();
  await session.note((entry) => {
    if (https === "off") return switchedOff(entry, at);
    const { mended = false, mendedAt } = entry.proof ?? {};
    const { outside, redirects } = served;
    const proof = { at, different: false, mended, mendedAt, outside, redirects };
    return { ...entry, deployed: certificate.fingerprint, proof };
  });
  return { https, lines };
}

/** The outcome of a check that only deployed. */
export function deployedOutcome(
  check: LineageCheck,
  certificate: Certificate,
  { https, lines }: HandedOver,
  because: string,
): Extract<Outcome, { result: "deployed" | "off" }> {
  const dates = { due: dueFor(check, certificate), next: nextCheck(check, certificate) };
  if (https === "off") return { result: "off", certificate, lines, ...dates };
  return { result: "deployed", certificate, because, lines, ...dates };
}

/**
 * Compares what is served with what is stored: nginx itself at each check, since an earlier proof may be about another
 * container; the public name every few hours. A difference at nginx is deployed again at intervals; else it is reported
 * until it is gone. Reports what the public name serves when it changes. undefined: all is well. `askRevoked`: asked at
 * the same time.
 */
export async function proveAgain(
  check: LineageCheck,
  certificate: Certificate,
  askRevoked?: () => Promise<boolean>,
): Promise<Outcome | undefined> {
  const { lineage, parts, session } = check;
  const now = parts.clock.now();
  const last = session.entry().proof;
  if (last && !isProofDue(last, now) && (await parts.deployer.serves(certificate))) return undefined;

  const [{ problem, outside, redirects, off = false }, revoked] = await Promise.all([
    parts.deployer.prove(lineage, certificate),
    askRevoked?.(),
  ]);
  if (off) return await rememberOff(check, certificate);
  if (outside && outside !== last?.outside) parts.say(outside);
  const again = problem !== undefined && mayDeployAgain(last, now);
  const mendedAt = again ? now : last?.mendedAt;
  const different = problem !== undefined;
  const proof = { at: now, outside, redirects, different, mended: different, mendedAt, revoked };
  await session.note((entry) => ({ ...entry, proof }));
  if (!problem) return undefined;
  if (!again) return { result: "failed", problem, next: proofAt(proof) ?? now };
  return deployedOutcome(check, certificate, await handOver(check, certificate), problem.message);
}

async function rememberOff(check: LineageCheck, certificate: Certificate): Promise<Outcome> {
  const at = check.parts.clock.now();
  await check.session.note((entry) => switchedOff(entry, at));
  return deployedOutcome(check, certificate, { https: "off", lines: [] }, "");
}

/** What was deployed is not served any more. */
export function switchedOff(entry: LedgerEntry, at: Date): LedgerEntry {
  const proof: ProofNote = { at, different: false, mended: false, outside: undefined, off: true };
  return { ...entry, deployed: undefined, proof };
}

/** A little early is as good: it often coincides with an ARI request. */
const early = 30 * ms.minute;

/** A difference is checked each time, so that no message in between says that all is well. */
function isProofDue(last: ProofNote, now: Date): boolean {
  const due = proofAt(last)?.getTime() ?? 0;
  return last.different || last.at > now || due - early <= now.getTime();
}

/** Soon where it was served in between, as by an nginx that was recreated; seldom where it did not help. */
function mayDeployAgain(last: ProofNote | undefined, now: Date): boolean {
  if (!last?.mended || !last.mendedAt || last.mendedAt > now) return true;
  const pause = last.different ? ms.hour : 5 * ms.minute;
  return now.getTime() - last.mendedAt.getTime() >= pause;
}
