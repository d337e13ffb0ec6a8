import type { Certificate, Lineage } from "../model/lineage.ts";
import { covers } from "../model/names.ts";
import type { Outcome } from "../model/outcome.ts";
import type { OwnCertificate } from "../model/own.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { deploy, proveAgain } from "./deploying.ts";
import { proofAt } from "./next-look.ts";
import { warnFrom } from "./own-life.ts";
import { type Look, openNotebook, type Parts } from "./parts.ts";

const minute = 60 * 1000;
const day = 24 * 60 * minute;
const importLine = "docker compose exec certbot httpsidecar import --cert FILE --chain FILE";

/**
 * A look at a certificate that the operator brings: handed to nginx, proven, and watched for its end. No authority is
 * asked, whatever is due or was asked for; so everything here can be looked at for free.
 */
export async function watchOwn(look: Look, current: Certificate | undefined): Promise<Outcome> {
  const { lineage, wish, parts, book } = look;
  if (!current) return failed(look, missing(lineage));
  if (wish.force || wish.dryRun) return failed(look, nothingToRenew(lineage));
  await parts.store.linkSpelling(lineage);
  if (book.page().deployed !== current.fingerprint) return await deployOwn(look, current);
  const mended = await proveAgain(look, current);
  if (mended) return mended;
  const problem = whatToDo(lineage, current, parts.clock.now());
  return problem ? failed(look, problem) : { result: "kept", certificate: current, ...datesOf(look, current) };
}

/** Puts a certificate that passed all checks into the store, so that the next look hands it over. Throws Problem. */
export async function installOwn(
  lineage: Lineage,
  own: OwnCertificate,
  { store, ledger }: Pick<Parts, "store" | "ledger">,
): Promise<Certificate> {
  return await store.exclusively(async () => {
    await store.checkWritable(lineage);
    const certificate = await store.save(lineage, own);
    const book = await openNotebook(lineage.name, ledger);
    // What was noted is about another certificate; and the same leaf may come again with another chain.
    await book.write((page) => ({
      ...page,
      deployed: undefined,
      window: undefined,
      saved: undefined,
      proof: undefined,
    }));
    return certificate;
  });
}

async function deployOwn(look: Look, certificate: Certificate): Promise<Outcome> {
  const lines = await deploy(look, certificate);
  const because = phrase`it was not seen to be served yet`;
  return { result: "deployed", certificate, because, lines, ...datesOf(look, certificate) };
}

/** `due`: when the warnings begin. */
function datesOf({ parts, book }: Look, certificate: Certificate): { due: Date; next: Date } {
  const due = warnFrom(certificate);
  const now = parts.clock.now();
  const moments = [proofAt(book.page().proof) ?? now, due > now ? due : certificate.notAfter];
  const first = Math.min(...moments.map((moment) => moment.getTime()));
  return { due, next: new Date(Math.max(first, now.getTime() + minute)) };
}

/** What only a person can mend; undefined: nothing. */
function whatToDo(lineage: Lineage, certificate: Certificate, now: Date): Problem | undefined {
  const missingNames = lineage.domains.filter((name) => !covers(certificate.domains, name));
  if (missingNames.length > 0) return wrongNames(certificate, missingNames);
  return warnFrom(certificate) <= now ? ends(certificate, now) : undefined;
}

function failed({ parts, book }: Look, problem: Problem): Outcome {
  const now = parts.clock.now();
  const proof = proofAt(book.page().proof);
  const next = problem.code === "own-missing" || !proof || proof <= now ? now.getTime() + minute : proof.getTime();
  return { result: "failed", problem, next: new Date(Math.min(next, now.getTime() + day / 4)) };
}

function missing({ name }: Lineage): Problem {
  return new Problem({
    code: "own-missing",
    message: phrase`there is no certificate for ${name} yet, and OWN_CERTIFICATE=true says that you bring it, so no authority is asked`,
    fix: phrase`docker compose exec certbot httpsidecar csr, and when the authority has answered: ${importLine}`,
    retry: "look",
  });
}

function nothingToRenew({ name }: Lineage): Problem {
  return new Problem({
    code: "own-certificate",
    message: phrase`the certificate of ${name} is your own: no authority is asked for another, and none in rehearsal`,
    fix: phrase`${importLine}; to have it from an authority instead: put OWN_CERTIFICATE=false into httpsidecar.env, run docker compose up -d certbot, then update-cert --force-renewal`,
    retry: "look",
  });
}

function wrongNames({ name, domains }: Certificate, missingNames: readonly string[]): Problem {
  return new Problem({
    code: "own-wrong-names",
    message: phrase`your own certificate of ${name} is not for ${missingNames.join(", ")}: it is for ${domains.join(", ")}`,
    fix: phrase`set CERTBOT_DOMAIN to the names that it has, or: ${importLine}`,
    retry: "look",
  });
}

function ends({ name, notAfter }: Certificate, now: Date): Problem {
  const days = Math.floor((notAfter.getTime() - now.getTime()) / day);
  const date = notAfter.toISOString().slice(0, 10);
  const when =
    days < 0
      ? phrase`ended on ${date}`
      : phrase`ends on ${date}, in ${days === 1 ? phrase`1 day` : phrase`${days} days`}`;
  return new Problem({
    code: "own-ends",
    message: phrase`your own certificate of ${name} ${when}, and nothing renews it`,
    fix: phrase`ask your authority for the next one, then: ${importLine}`,
    retry: "look",
  });
}
