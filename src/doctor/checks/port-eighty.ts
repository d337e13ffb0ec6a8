import { urlHost } from "../../model/address.ts";
import { phrase } from "../../model/phrase.ts";
import type { Check } from "../check.ts";
import { fine, type Sight, warning } from "../finding.ts";
import { addressesOf } from "../names.ts";
import type { DoctorParts, ProbeFile } from "../parts.ts";
import { followRedirects, type Reached } from "../redirects.ts";
import { stranger } from "../strangers.ts";

/** Port 80 by the public name, at each of its addresses, redirects followed as an authority does. */
export const portEighty: Check = {
  name: "port 80",
  forOrders: true,
  async look(parts) {
    // that it cannot be written is a finding of the challenge's check
    const probe = await parts.probe().catch(() => undefined);
    if (probe === undefined) return [];
    const looks = parts.settings.lineage.domains.map((domain) => lookOutside(domain, probe, parts));
    const sights = (await Promise.all(looks)).flat();
    return sights.every(({ verdict }) => verdict === "fine") ? sights : [...sights, ...(await published(parts))];
  },
};

/** Behind a proxy of the host that is as it should be: it only explains why nobody answers. */
async function published({ look }: DoctorParts): Promise<readonly Sight[]> {
  const seen = await look().catch(() => undefined);
  if (!seen?.notes.includes("port-80-unpublished")) return [];
  return [
    warning({
      saw: phrase`no port 80 of this host leads to nginx`,
      means: phrase`an authority asks at port 80 only, so whoever has that port must pass the question on`,
      fix: phrase`set EXPOSE_NGINX_PORT=80 in .env, then: docker compose up -d nginx; or let the proxy that has port 80 pass /.well-known/acme-challenge/ on to nginx`,
    }),
  ];
}

async function lookOutside(domain: string, probe: ProbeFile, parts: DoctorParts): Promise<readonly Sight[]> {
  const addresses = (await addressesOf(domain, parts.resolvers)).filter((each) => isInReach(each, parts));
  const reached = await Promise.all(
    addresses.map(async (address) => ({ address, ...(await followRedirects({ domain, address, probe }, parts)) })),
  );
  const othersAreServed = reached.some(({ is }) => is === "ours");
  return reached.map((one) => {
    if (one.is !== "ours") return fault(domain, one, othersAreServed);
    return fine(phrase`${domain} at ${one.address} is served by this stack${after(one.hops)}`);
  });
}

/** What is not public is a finding of dns, and no stranger's network is knocked at. */
function isInReach(address: string, { publicAuthority, isPublicAddress }: DoctorParts): boolean {
  return !publicAuthority || isPublicAddress(address);
}

function after(hops: readonly string[]): string {
  return hops.length === 0 ? "" : phrase`, after a redirect to ${hops.join(phrase` and `)}`;
}

type Missed = Exclude<Reached, { is: "ours" }> & { address: string };

function fault(domain: string, missed: Missed, othersAreServed: boolean): Sight {
  if (missed.is === "nothing") return silent(domain, missed, othersAreServed);
  return stranger(domain, missed);
}

function silent(domain: string, { address, why }: Missed & { is: "nothing" }, othersAreServed: boolean): Sight {
  const saw = phrase`${domain} at ${address} port 80 does not answer: ${why}`;
  if (address.includes(":") && othersAreServed) return deadSix(domain, saw, why);
  return warning({
    saw,
    means: phrase`a record that leads to another machine, a firewall, a router that does not forward port 80, or a host that cannot reach its own public address`,
    fix: phrase`look from outside, with mobile data for example: curl -i http://${urlHost(domain)}/; if it fails, see that ${address} is this server's and open port 80 in firewall and router`,
  });
}

/** Authorities and browsers try v6 first (RFC 8305). */
function deadSix(domain: string, saw: string, why: string): Sight {
  const unseen = /unreach|addrnotavail/.test(why);
  const means = unseen
    ? phrase`this container has no IPv6, so it cannot be told from here; if the record is old, the authority tries it first and fails`
    : phrase`the AAAA record is published and nobody answers there, while the A record is served; the authority tries IPv6 first`;
  const fix = phrase`if this server has no IPv6, remove the record at your DNS provider: ${domain}. AAAA; else let nginx answer there`;
  return warning({ saw, means, fix });
}
