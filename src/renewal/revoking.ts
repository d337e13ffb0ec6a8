import { day, ms } from "../base/dates.ts";
import type { AccountClient } from "../model/account-client.ts";
import type { Clock, Ledger, LineageStore } from "../model/contracts.ts";
import type { RevokedNote } from "../model/ledger.ts";
import type { Certificate } from "../model/lineage.ts";
import type { Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { plainName } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import type { LineageCheck } from "./parts.ts";

const halfADay = 12 * ms.hour;
/** RFC 5280 section 5.3.1 */
const keyCompromise = 1;

export interface RevokingParts {
  store: Pick<LineageStore, "exclusively">;
  ledger: Ledger;
  accountClient: Pick<AccountClient, "revoke">;
  clock: Clock;
}

export interface RevokeRequest {
  certificatePem: string;
  reason: number;
  /** signs instead of the account */
  privateKeyPem: string | undefined;
  /** the lineage whose present certificate it is */
  current: Pick<Certificate, "name" | "fingerprint"> | undefined;
}

/**
 * Revokes a certificate at its CA, with the lock held. Notes the operator's decision first: a kill in between must not
 * end in a new certificate that nobody asked for. Throws Problem.
 */
export async function revokeCertificate(
  revokeRequest: RevokeRequest,
  parts: RevokingParts,
  signal: AbortSignal,
): Promise<void> {
  const { certificatePem, reason, privateKeyPem, current } = revokeRequest;
  const { store, ledger, accountClient, clock } = parts;
  await store.exclusively(async () => {
    const fingerprint = current?.fingerprint ?? "";
    const note: RevokedNote = { fingerprint, at: clock.now(), keyCompromised: reason === keyCompromise };
    const before = current && (await ledger.read(current.name));
    if (before) await ledger.write(current.name, { ...before, revoked: note });
    try {
      await accountClient.revoke({ certificatePem, reason, privateKeyPem }, signal);
    } catch (error) {
      const refused = error instanceof Problem && error.code !== "acme-already-revoked";
      if (before && refused) await ledger.write(current.name, before);
      throw error;
    }
  });
}

/** A certificate revoked by hand is neither replaced nor kept silently: the operator decides. */
export function revokedOutcome(
  { lineage: { name }, parts, session }: LineageCheck,
  { notAfter }: Certificate,
): Outcome {
  const now = parts.clock.now().getTime();
  const { revoked } = session.entry();
  const problem = new Problem({
    code: "revoked-by-hand",
    message: phrase`${name} was revoked manually on ${revoked && day(revoked.at)} and would be valid until ${day(notAfter)}; no replacement is obtained until you ask for it`,
    fix: phrase`a new certificate with a new key: docker compose exec certbot certbot renew --cert-name ${plainName(name)} --force-renewal; no HTTPS: docker compose exec certbot httpsidecar disable-https, then: docker compose stop certbot`,
    retry: "after-a-fix",
  });
  return { result: "failed", problem, next: new Date(now + halfADay) };
}
