import { addressAndPort, addressText } from "../../model/address.ts";
import { isWildcard } from "../../model/names.ts";
import { phrase } from "../../model/phrase.ts";
import type { Check } from "../check.ts";
import { blocks, type CheckResult, fine, warning } from "../finding.ts";
import { followAliases, type Lookup, lookUp } from "../names.ts";
import type { DoctorParts } from "../parts.ts";

/** The DNS answers for each name, from every resolver. */
export const dns: Check = {
  name: "dns",
  async look(parts) {
    const results = parts.settings.lineage.domains
      .filter((name) => !isWildcard(name))
      .map((domain) => lookAt(domain, parts));
    return (await Promise.all(results)).flat();
  },
};

async function lookAt(domain: string, parts: DoctorParts): Promise<readonly CheckResult[]> {
  if (addressText(domain) !== undefined) return [fine(phrase`${domain} is an address`)];
  const loop = await followAliases(domain, parts.resolvers);
  if (loop) return [looping(domain, loop)];
  const lookups = await Promise.all(parts.resolvers.map((resolver) => lookUp(domain, resolver)));
  const failed = lookups.filter(({ failure }) => failure !== undefined);
  if (failed.length === lookups.length) return [unanswered(domain, failed)];
  return [judge(domain, lookups, parts), ...failed.map((lookup) => half(domain, lookup)), ...split(domain, lookups)];
}

function judge(domain: string, lookups: readonly Lookup[], parts: DoctorParts): CheckResult {
  const addresses = [...new Set(lookups.flatMap(({ addresses: all }) => all))];
  const overDns = parts.settings.dns !== undefined;
  if (addresses.length === 0) return overDns ? unreachable(domain) : nowhere(domain);
  const inner = parts.publicAuthority && !overDns ? addresses.filter((address) => !parts.isPublicAddress(address)) : [];
  if (inner.length === 0) return fine(phrase`${domain} points to ${addresses.join(", ")}`);
  const fault = {
    saw: phrase`${domain} points to ${inner.map(described).join(", ")}`,
    means: phrase`it cannot be reached from the internet, so the CA cannot reach it either`,
    fix: phrase`at your DNS provider point the domain to the public address of this server: ${domain}. A <public IPv4 address>`,
  };
  return inner.length === addresses.length ? blocks(fault) : warning(fault);
}

function described(address: string): string {
  if (/^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(address))
    return phrase`${address} (shared by a provider's customers, CGNAT)`;
  return phrase`${address} (not public)`;
}

function nowhere(domain: string): CheckResult {
  return blocks({
    saw: phrase`${domain} does not exist in DNS, or has no address`,
    means: phrase`the CA does not know where to connect`,
    fix: phrase`at your DNS provider add a record: ${domain}. A <public IPv4 address of this server>`,
  });
}

/** A CA that validates in DNS connects to nothing. */
function unreachable(domain: string): CheckResult {
  return warning({
    saw: phrase`${domain} does not exist in DNS, or has no address`,
    means: phrase`the certificate is issued all the same; visitors do not know where to connect`,
    fix: phrase`at your DNS provider add a record: ${domain}. A <public IPv4 address of this server>`,
  });
}

function looping(domain: string, chain: readonly string[]): CheckResult {
  return blocks({
    saw: phrase`the CNAME records of ${domain} form a loop: ${chain.join(" -> ")}`,
    means: phrase`the name has no address for anybody`,
    fix: phrase`at your DNS provider point one of them to an address: ${domain}. A <public IPv4 address of this server>`,
  });
}

function unanswered(domain: string, failed: readonly Lookup[]): CheckResult {
  return blocks({
    saw: phrase`no resolver could answer for ${domain}: ${failed.map(({ resolver, failure }) => `${resolver}: ${failure}`).join("; ")}`,
    means: phrase`the name servers of the domain fail, often because of DNSSEC; the CA most likely gets the same`,
    fix: phrase`check what they answer: dig +trace ${domain} A; if the DS record does not match the zone, correct it at your registrar`,
  });
}

function half(domain: string, { resolver, failure }: Lookup): CheckResult {
  return warning({
    saw: phrase`${resolver} could not answer for ${domain}: ${failure}`,
    means: phrase`others can; a CA asks from several places, and one of them may fail likewise`,
    fix: phrase`check what it answers: dig ${atServer(resolver)} ${domain} A`,
  });
}

function atServer(resolver: string): string {
  const { address, port } = addressAndPort(resolver);
  return `@${address}${port === undefined ? "" : ` -p ${port}`}`;
}

/** Different answers are right for some (geography, a change under way), and a trap for others. */
function split(domain: string, lookups: readonly Lookup[]): readonly CheckResult[] {
  const answers = lookups.filter(({ failure }) => failure === undefined);
  const texts = new Set(answers.map(({ addresses }) => [...addresses].sort().join(", ")));
  if (texts.size < 2) return [];
  const saw = answers
    .map(({ resolver, addresses }) => `${resolver}: ${addresses.join(", ") || phrase`no address`}`)
    .join("; ");
  return [
    warning({
      saw: phrase`the resolvers disagree about ${domain}: ${saw}`,
      means: phrase`a change is under way, or the domain points elsewhere inside than outside; the CA sees the outside`,
      fix: phrase`compare with what the world sees: dig @<a public resolver> ${domain} A`,
    }),
  ];
}
