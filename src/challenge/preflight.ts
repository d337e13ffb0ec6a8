import { randomBytes } from "node:crypto";
import type { CertificateAuthority, ChallengeResponder, Preflight } from "../model/contracts.ts";
import type { Lineage } from "../model/lineage.ts";
import type { ProbeFile } from "../model/probe.ts";
import { Problem } from "../model/problem.ts";
import { checkCaa, type Issuer, type ResolveCaa } from "./caa.ts";
import { checkInside, type InsideOptions } from "./inside.ts";
import { checkPublicName, type Doubt, isShownOutside, type OutsideOptions } from "./public-name.ts";

export interface PreflightOptions extends Omit<InsideOptions, "mend" | "signal">, Omit<OutsideOptions, "signal"> {
  responder: ChallengeResponder;
  authority: Pick<CertificateAuthority, "caaIdentities">;
  resolveCaa?: ResolveCaa;
  /** the account, as CAA records may name it */
  issuer?: () => Promise<Pick<Issuer, "accountUri">>;
  /** HTTPS with a placeholder, for an edge in front that asks for the challenge over HTTPS; left out: none can be had */
  serveHttps?: ((lineage: Lineage) => Promise<void>) | undefined;
}

interface Check extends PreflightOptions {
  mend: boolean;
  signal: AbortSignal;
}

/** Looks at all that is certain to fail before the CA is asked: nginx, the challenge path, DNS, CAA. */
export function preflight(options: PreflightOptions): Preflight {
  return {
    async check(lineage, how) {
      const probe = { path: `/.well-known/acme-challenge/${randomToken()}`, body: randomToken() };
      const check: Check = { ...options, ...how };
      return await withProbeFile(options.responder, probe, () => checkAll(lineage, probe, check));
    },
  };
}

async function checkAll(lineage: Lineage, probe: ProbeFile, check: Check): Promise<readonly string[]> {
  const inside = (await forEach(lineage.domains, (domain) => insideOrPast(domain, lineage, probe, check))).flat();
  const doubts = await checkOutside(lineage, probe, check);
  // what the public name shows is what the CA sees
  const all = (outside: readonly Doubt[]) => (outside.length === 0 ? [] : [...inside, ...words(outside)]);
  if (!check.mend || !check.serveHttps || !doubts.some(({ edgeWantsHttps }) => edgeWantsHttps)) return all(doubts);
  await check.serveHttps(lineage);
  return all(await checkOutside(lineage, probe, check));
}

/** nginx as it looks from inside; nothing of that counts where the public name shows the probe. */
async function insideOrPast(domain: string, { domains }: Lineage, probe: ProbeFile, check: Check) {
  try {
    return await checkInside(domain, domains, probe, check);
  } catch (error) {
    if (!(error instanceof Problem) || !(await isShownOutside(domain, probe, check))) throw error;
    return [error.message];
  }
}

const words = (doubts: readonly Doubt[]) => doubts.map(({ says }) => says);

async function checkOutside({ domains }: Lineage, probe: ProbeFile, check: Check): Promise<readonly Doubt[]> {
  // together: a stop while one is awaited rejects the other
  const [identities, issuer] = await Promise.all([check.authority.caaIdentities(check.signal), check.issuer?.()]);
  const doubts = await forEach(domains, async (domain) => {
    await checkCaa(domain, { ...issuer, identities }, check.resolveCaa);
    return await checkPublicName(domain, probe, check);
  });
  return doubts.flat();
}

/** At the same time; of several that fail the first in the order of the names, so that each round says the same. */
async function forEach<T>(domains: readonly string[], work: (domain: string) => Promise<T>): Promise<readonly T[]> {
  const all = domains.map(work);
  await Promise.allSettled(all);
  return await Promise.all(all);
}

async function withProbeFile<T>(responder: ChallengeResponder, probe: ProbeFile, work: () => Promise<T>): Promise<T> {
  const token = probe.path.slice(probe.path.lastIndexOf("/") + 1);
  await responder.present(token, probe.body);
  try {
    return await work();
  } finally {
    await responder.cleanUp(token);
  }
}

function randomToken(): string {
  return randomBytes(24).toString("base64url");
}
