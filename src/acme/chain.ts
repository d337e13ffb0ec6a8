import { X509Certificate } from "node:crypto";
import * as z from "zod";
import { certificatesIn } from "../base/pem.ts";
import type { Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { problemToUndefined } from "../model/problem.ts";
import type { Reply, Session } from "./session.ts";
import { untrustedSince } from "./untrusted-roots.ts";
import { oneLine } from "./words.ts";

const mostAlternates = 10;

/** The chain that the CA sends by default, and the URLs of others for the same certificate. */
export interface Chains {
  pem: string;
  /** URLs */
  alternates: readonly string[];
  /** by the CA's clock; perhaps no valid date */
  sentAt: Date;
}

export function chainsIn({ data, alternates, sentAt }: Reply<string>): Chains {
  return { pem: data, alternates, sentAt };
}

/**
 * The chain whose topmost certificate was signed by this common name (--preferred-chain, certbot's rule); else the CA's
 * default, with a warning if a name was asked for.
 */
export async function chooseChain(
  { pem, alternates }: Omit<Chains, "sentAt">,
  { wanted, session, say }: { wanted: string | undefined; session: Session; say: Print },
): Promise<string> {
  if (wanted === undefined) return pem;
  warnOf(wanted, say);
  if (topIssuer(pem) === wanted) return pem;
  const seen = [topIssuer(pem)];
  for (const url of alternates.slice(0, mostAlternates)) {
    const alternate = await download(session, url);
    if (alternate !== undefined && topIssuer(alternate) === wanted) return alternate;
    if (alternate !== undefined) seen.push(topIssuer(alternate));
  }
  const offered = seen.flatMap((name) => name ?? []).map(oneLine);
  say(
    phrase`warning: the CA has no chain to ${oneLine(wanted)} (--preferred-chain), so its default chain is used; it has: ${offered.join(", ")}`,
  );
  return pem;
}

function warnOf(wanted: string, say: Print): void {
  const asOf = untrustedSince(wanted);
  if (asOf === undefined) return;
  say(
    phrase`warning: browsers do not trust ${wanted} yet (as of ${asOf}), so a chain that ends there shows visitors a warning; remove --preferred-chain`,
  );
}

/** A failed download counts as no chain; the certificate itself is there already. */
async function download(session: Session, url: string): Promise<string | undefined> {
  return (await session.post(url, null, z.string()).catch(problemToUndefined))?.data;
}

/** Common name of who signed the last certificate; undefined when there is none, or it cannot be read. */
function topIssuer(pem: string): string | undefined {
  const top = certificatesIn(pem).at(-1);
  try {
    return top && /^CN=(.+)$/m.exec(new X509Certificate(top).issuer)?.[1];
  } catch {
    return undefined;
  }
}
