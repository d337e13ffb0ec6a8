import { addressText } from "../../model/address.ts";
import type { CertificateAuthority, Preflight } from "../../model/contracts.ts";
import { checkCaa, type Issuer, type ResolveCaa } from "../caa.ts";
import type { DnsOptions } from "./records.ts";
import { probeDns } from "./solver.ts";

export interface DnsPreflightOptions {
  authority: Pick<CertificateAuthority, "caaIdentities">;
  /** undefined: hooks of the operator's, which are not run without a challenge */
  dns: DnsOptions | undefined;
  /** the account that an order would be made with */
  account?: () => Promise<Pick<Issuer, "accountUri">>;
  resolveCaa?: ResolveCaa;
}

/** What is certain to fail over DNS is known before the CA is asked: the key, the zone, the CNAME, CAA. Throws Problem. */
export function dnsPreflight({
  authority,
  dns,
  account = async () => ({}),
  resolveCaa,
}: DnsPreflightOptions): Preflight {
  return {
    async check({ domains }, { signal }) {
      const names = domains.filter((name) => addressText(name) === undefined);
      const issuer = {
        ...(await account()),
        identities: await authority.caaIdentities(signal),
        method: "dns-01" as const,
      };
      for (const name of names) await checkCaa(name, issuer, resolveCaa);
      if (dns) await probeNames(names, dns, signal);
      return [];
    },
  };
}

/** A record of our own for each name, presented, seen and removed. Throws Problem. */
export async function probeNames(names: readonly string[], dns: DnsOptions, signal: AbortSignal): Promise<void> {
  const bases = names.filter((name) => addressText(name) === undefined).map((name) => name.replace(/^\*\./, ""));
  await probeDns([...new Set(bases)], dns, signal);
}
