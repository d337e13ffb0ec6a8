import { day, ms } from "../base/dates.ts";
import type { ImportedCertificate } from "../model/imported.ts";
import type { Certificate, Lineage } from "../model/lineage.ts";
import { covers } from "../model/names.ts";
import { warnFrom } from "../model/near-end.ts";
import type { Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { importLine, start } from "../model/typed-lines.ts";
import { deploy, deployedOutcome, proveAgain } from "./deploying.ts";
import { proofAt } from "./next-check.ts";
import { type LineageCheck, openLedgerSession, type Parts } from "./parts.ts";

/**
 * Checks the operator's own certificate: deployed, proven, and watched for expiry. No CA is asked for another, whatever
 * is due or requested; with each proof its OCSP responder is asked about this one.
 */
export async function watchImported(check: LineageCheck, current: Certificate | undefined): Promise<Outcome> {
  const { lineage, options, parts, session } = check;
  if (!current) return failed(check, missing(lineage));
  if (options.force) return failed(check, nothingToRenew(lineage));
  await parts.store.linkTypedName(lineage);
  if (session.entry().deployed !== current.fingerprint) return await deployImported(check, current);
  const mended = await proveAgain(check, current, () => askRevoked(check, current));
  if (mended) return mended;
  const isRevoked = session.entry().proof?.revoked === true;
  const problem = isRevoked ? revoked(current) : whatToDo(lineage, current, parts.clock.now());
  return problem ? failed(check, problem) : { result: "kept", certificate: current, ...datesOf(check, current) };
}

/** What was said last, where the responder is silent. */
async function askRevoked({ parts, session, signal }: LineageCheck, current: Certificate): Promise<boolean> {
  return (await parts.isRevoked?.(current, signal)) ?? session.entry().proof?.revoked === true;
}

/** Stores a certificate that passed all checks, so that the next check deploys it. Throws Problem. */
export async function installImported(
  lineage: Lineage,
  imported: ImportedCertificate,
  { store, ledger }: Pick<Parts, "store" | "ledger">,
): Promise<Certificate> {
  return await store.exclusively(async () => {
    await store.checkWritable(lineage);
    const certificate = await store.save(lineage, imported);
    const session = await openLedgerSession(lineage.name, ledger);
    // Earlier notes are about another certificate; and the same leaf may return with another chain.
    await session.write((entry) => ({
      ...entry,
      deployed: undefined,
      window: undefined,
      saved: undefined,
      proof: undefined,
    }));
    return certificate;
  });
}

async function deployImported(check: LineageCheck, certificate: Certificate): Promise<Outcome> {
  const because = phrase`nginx has not been confirmed to serve it yet`;
  const outcome = deployedOutcome(check, certificate, await deploy(check, certificate), because);
  return { ...outcome, ...datesOf(check, certificate) };
}

/** `due`: when the warnings begin. */
function datesOf({ parts, session }: LineageCheck, certificate: Certificate): { due: Date; next: Date } {
  const due = warnFrom(certificate);
  const now = parts.clock.now();
  const moments = [proofAt(session.entry().proof) ?? now, due > now ? due : certificate.notAfter];
  const first = Math.min(...moments.map((moment) => moment.getTime()));
  return { due, next: new Date(Math.max(first, now.getTime() + ms.minute)) };
}

/** What only the operator can fix; undefined: nothing. */
function whatToDo(lineage: Lineage, certificate: Certificate, now: Date): Problem | undefined {
  const missingNames = lineage.domains.filter((name) => !covers(certificate.domains, name));
  if (missingNames.length > 0) return wrongNames(certificate, missingNames);
  return warnFrom(certificate) <= now ? ends(certificate, now) : undefined;
}

function failed({ parts, session }: LineageCheck, problem: Problem): Outcome {
  const now = parts.clock.now();
  const proof = proofAt(session.entry().proof);
  const next = problem.code === "own-missing" || !proof || proof <= now ? now.getTime() + ms.minute : proof.getTime();
  return { result: "failed", problem, next: new Date(Math.min(next, now.getTime() + ms.day / 4)) };
}

function missing({ name }: Lineage): Problem {
  return new Problem({
    code: "own-missing",
    message: phrase`there is no certificate for ${name} yet, and with OWN_CERTIFICATE=true you bring it yourself, so no CA is contacted`,
    fix: phrase`docker compose exec certbot httpsidecar csr, and when the CA has issued it: ${importLine}`,
    retry: "look",
  });
}

/** No CA is asked for it, and none in a dry run. */
export function nothingToRenew({ name }: Pick<Lineage, "name">): Problem {
  return new Problem({
    code: "own-certificate",
    message: phrase`the certificate of ${name} is your own: no CA is contacted for another, not even in a dry run`,
    fix: phrase`${importLine}; to have it from a CA instead: put OWN_CERTIFICATE=false into httpsidecar.env, run docker compose up -d certbot, then docker compose exec certbot update-cert --force-renewal`,
    retry: "look",
  });
}

function wrongNames({ name, domains }: Certificate, missingNames: readonly string[]): Problem {
  return new Problem({
    code: "own-wrong-names",
    message: phrase`your own certificate of ${name} is not for ${missingNames.join(", ")}: it is for ${domains.join(", ")}`,
    fix: phrase`set CERTBOT_DOMAIN in .env to the names that it has, then: ${start}; or: ${importLine}`,
    retry: "look",
  });
}

function revoked({ name }: Certificate): Problem {
  return new Problem({
    code: "own-revoked",
    message: phrase`your own certificate of ${name} is revoked, says its CA (OCSP), and nothing renews it`,
    fix: phrase`ask your CA for the next one, then: ${importLine}`,
    retry: "look",
  });
}

/** Nothing renews it, and it expires soon. */
export function ends({ name, notAfter }: Certificate, now: Date): Problem {
  const days = Math.floor((notAfter.getTime() - now.getTime()) / ms.day);
  const date = day(notAfter);
  const when =
    days < 0
      ? phrase`expired on ${date}`
      : phrase`expires on ${date}, in ${days === 1 ? phrase`1 day` : phrase`${days} days`}`;
  return new Problem({
    code: "own-ends",
    message: phrase`your own certificate of ${name} ${when}, and nothing renews it`,
    fix: phrase`ask your CA for the next one, then: ${importLine}`,
    retry: "look",
  });
}
