import type { ProofNote } from "../model/ledger.ts";
import type { Certificate } from "../model/lineage.ts";
import type { Outcome } from "../model/outcome.ts";
import { dueFor, nextCheck, proofAt } from "./next-check.ts";
import type { LineageCheck } from "./parts.ts";
import { afterSuccess } from "./pauses.ts";

/** Hands a certificate to nginx and remembers it; gives lines worth saying. Throws the deployer's Problems. */
export async function deploy(check: LineageCheck, certificate: Certificate): Promise<readonly string[]> {
  // The CA has done its part: what follows is between us and nginx, and is no reason for a pause.
  await check.session.write(afterSuccess);
  return await handOver(check, certificate);
}

/** The same, with a renewal's pause left as it is. */
export async function handOver(check: LineageCheck, certificate: Certificate): Promise<readonly string[]> {
  const { lineage, parts, session } = check;
  const { https, outside, lines } = await parts.deployer.deploy(lineage, certificate);
  const at = parts.clock.now();
  await session.write((entry) => {
    if (https === "off") return { ...entry, deployed: undefined, proof: undefined };
    const mended = entry.proof?.mended ?? false;
    return { ...entry, deployed: certificate.fingerprint, proof: { at, different: false, mended, outside } };
  });
  return lines;
}

/**
 * Compares what is served with what is stored, every few hours. A difference at nginx is deployed once more; then it
 * is reported until it is gone. What the public name shows is said when it changes. undefined: all is as it should be.
 */
export async function proveAgain(check: LineageCheck, certificate: Certificate): Promise<Outcome | undefined> {
  const { lineage, parts, session } = check;
  const now = parts.clock.now();
  const last = session.entry().proof;
  if (last && !isProofDue(last, now)) return undefined;

  const { problem, outside } = await parts.deployer.prove(lineage, certificate);
  if (outside !== last?.outside) parts.say(outside);
  const proof = { at: now, outside, different: problem !== undefined, mended: problem !== undefined };
  await session.write((entry) => ({ ...entry, proof }));
  if (!problem) return undefined;
  if (last?.mended) return { result: "failed", problem, next: proofAt(proof) ?? now };
  return await deployOnceMore(check, certificate, problem.message);
}

/** A little early is as good: it often comes with a question to the authority. */
const early = 30 * 60 * 1000;

/** A difference is looked at each time, so that nobody reads that all is well in between. */
function isProofDue(last: ProofNote, now: Date): boolean {
  const due = proofAt(last)?.getTime() ?? 0;
  return last.different || last.at > now || due - early <= now.getTime();
}

async function deployOnceMore(check: LineageCheck, certificate: Certificate, because: string): Promise<Outcome> {
  const lines = await handOver(check, certificate);
  const due = dueFor(check, certificate);
  return { result: "deployed", certificate, because, lines, due, next: nextCheck(check, certificate) };
}
