import { urlHost } from "../../model/address.ts";
import { phrase } from "../../model/phrase.ts";
import type { ProbeFile, Reached } from "../../model/probe.ts";
import type { Check } from "../check.ts";
import { type CheckResult, fine, warning } from "../finding.ts";
import { holdingBack } from "../firewalls.ts";
import { addressesOf, isInReach } from "../names.ts";
import type { DoctorParts } from "../parts.ts";
import { unpublished } from "../ports.ts";
import { unexpectedResponder } from "../unexpected-responder.ts";

/** Port 80 by the public name, at each of its addresses, redirects followed as a CA does. */
export const portEighty: Check = {
  name: "port 80",
  forOrders: true,
  async look(parts) {
    if (parts.settings.dns) return [];
    // an unwritable one is a finding of the challenge's check
    const probe = await parts.probe().catch(() => undefined);
    if (probe === undefined) return [];
    const looks = parts.settings.lineage.domains.map((domain) => lookOutside(domain, probe, parts));
    const results = (await Promise.all(looks)).flat();
    return results.every(({ verdict }) => verdict === "fine")
      ? results
      : [...results, ...(await unpublished(80, parts))];
  },
};

async function lookOutside(domain: string, probe: ProbeFile, parts: DoctorParts): Promise<readonly CheckResult[]> {
  const addresses = (await addressesOf(domain, parts.resolvers)).filter((each) => isInReach(each, parts));
  const reached = await Promise.all(
    addresses.map(async (address) => ({ address, ...(await parts.follow({ domain, address, probe })) })),
  );
  const about = { othersAreServed: reached.some(({ is }) => is === "ours"), open: await holdingBack(80, parts) };
  return reached.map((one) => {
    if (one.is !== "ours") return fault(domain, one, about);
    return fine(phrase`${domain} at ${one.address} is served by this stack${after(one.hops)}`);
  });
}

function after(hops: readonly string[]): string {
  return hops.length === 0 ? "" : phrase`, after a redirect to ${hops.join(phrase` and `)}`;
}

type Missed = Exclude<Reached, { is: "ours" }> & { address: string };

interface About {
  othersAreServed: boolean;
  /** who may block the port */
  open: string;
}

function fault(domain: string, missed: Missed, about: About): CheckResult {
  if (missed.is === "nothing") return silent(domain, missed, about);
  return unexpectedResponder(domain, missed);
}

function silent(domain: string, { address, why }: Missed & { is: "nothing" }, about: About): CheckResult {
  const saw = phrase`${domain} at ${address} port 80 does not respond: ${why}`;
  if (address.includes(":") && about.othersAreServed) return deadSix(domain, saw, why);
  return warning({
    saw,
    means: phrase`a record that points to another machine, a firewall, a router that does not forward port 80, or a host that cannot reach its own public address`,
    fix: phrase`check from outside, with mobile data for example: curl -i http://${urlHost(domain)}/; if it fails, check that ${address} is this server's, and ${about.open}`,
  });
}

/** CAs and browsers try v6 first (RFC 8305). */
function deadSix(domain: string, saw: string, why: string): CheckResult {
  const unseen = /unreach|addrnotavail/.test(why);
  const means = unseen
    ? phrase`this container has no IPv6, so it cannot be told from here; if the record is old, the CA tries it first and fails`
    : phrase`the AAAA record is published but nothing responds there, while the A record works; the CA tries IPv6 first`;
  const fix = phrase`if this server has no IPv6, remove the record at your DNS provider: ${domain}. AAAA; otherwise open port 80 for IPv6 in its firewall and let nginx listen there`;
  return warning({ saw, means, fix });
}
