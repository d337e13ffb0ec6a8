import { phrase } from "../../model/phrase.ts";
import type { ProbeFile, ProbeHeaders } from "../../model/probe.ts";
import { problemToUndefined } from "../../model/problem.ts";
import type { Check } from "../check.ts";
import { blocks, type CheckResult, fine } from "../finding.ts";
import type { DoctorParts } from "../parts.ts";

/** A test file through nginx itself, port 80: nginx must serve the folder that is written. */
export const challenge: Check = {
  name: "challenge",
  forOrders: true,
  async look(parts) {
    const { settings } = parts;
    if (settings.certbot.authenticator === "standalone")
      return [fine(phrase`--standalone: httpsidecar responds here, not nginx`)];
    if (settings.dns) return await inDns(settings.lineage.domains, parts);
    const probe = await parts.probe();
    return await Promise.all(settings.lineage.domains.map((domain) => lookInside(domain, probe, parts)));
  },
};

/**
 * As before an order: a record of its own is created, seen and removed. A name and its wildcard have theirs at one name,
 * which APIs read and write as one set: one after the other.
 */
async function inDns(domains: readonly string[], parts: DoctorParts): Promise<readonly CheckResult[]> {
  const groups = Object.values(Object.groupBy(domains, (domain) => domain.replace(/^\*\./, "")));
  await Promise.all(groups.map((names = []) => forEachInTurn(names, parts.inside)));
  return [...domains.map(provable), ...(await reachOf(parts))];
}

async function forEachInTurn(names: readonly string[], work: (name: string) => Promise<void>): Promise<void> {
  for (const name of names) await work(name);
}

const provable = (domain: string) =>
  fine(phrase`a TXT record for ${domain} can be made, is seen at every DNS server of the zone, and is removed`);

/** Who has the key can change what it reaches, so one for a single zone is better. */
async function reachOf({ keyReach }: DoctorParts): Promise<readonly CheckResult[]> {
  const reach = await keyReach().catch(problemToUndefined);
  if (reach === undefined || reach.zones < 2) return [];
  return [
    fine(
      phrase`the key of ${reach.provider} reaches ${reach.zones} zones; one limited to a single zone is safer: docker/docs/dns.md`,
    ),
  ];
}

async function lookInside(domain: string, { path, body }: ProbeFile, parts: DoctorParts): Promise<CheckResult> {
  const { host, port } = parts.settings.nginx;
  const answer = await parts.get({ address: host, port, domain, path });
  if (answer.kind === "answer" && answer.status === 200 && answer.body === body) {
    return served(domain, answer.headers);
  }
  if (answer.kind === "answer" && answer.status >= 300 && answer.status < 400) {
    return eaten(domain, answer.status, answer.headers["location"] ?? phrase`nowhere`);
  }
  // the same test as before an order, whose words are kept
  await parts.inside(domain);
  return fine(phrase`nginx serves the challenge path of ${domain}`);
}

/** Our own template confines that location, and says so with this header. */
function served(domain: string, headers: ProbeHeaders): CheckResult {
  if (headers["x-content-type-options"] === "nosniff")
    return fine(phrase`nginx serves the challenge path of ${domain}`);
  return fine(
    phrase`nginx serves the challenge path of ${domain}, in a location that is not confined to tokens (no nosniff header): docker/docs/security.md`,
  );
}

function eaten(domain: string, status: number, to: string): CheckResult {
  return blocks({
    saw: phrase`nginx sends the challenge path of ${domain} on to ${to} (status ${status})`,
    means: phrase`a redirect comes before the challenge location: the CA does not find the test file on port 80`,
    fix: phrase`in that server block put the redirect inside \`location / { … }\`, so that \`location ^~ /.well-known/acme-challenge/ { root /var/www/html; }\` is not redirected`,
  });
}
