import { urlHost } from "../../model/address.ts";
import { edgeOf } from "../../model/edges.ts";
import { isStaging } from "../../model/lineage-identity.ts";
import { covers, isWildcard, siteName } from "../../model/names.ts";
import { phrase } from "../../model/phrase.ts";
import type { ProbeAnswer, ProbeFile } from "../../model/probe.ts";
import type { Check } from "../check.ts";
import { type Answer, edgeMode } from "../edge-modes.ts";
import { type CheckResult, fine, warning } from "../finding.ts";
import { addressesOf, isInReach } from "../names.ts";
import type { DoctorParts } from "../parts.ts";

/** What is in front of this server, and how it connects to it, as far as responses show it: nothing where nothing is. */
export const edge: Check = {
  name: "edge",
  async look(parts) {
    // an unwritable one is a finding of the challenge's check, and a page tells something all the same
    const probe = await parts.probe().catch(() => unwritten);
    const names = parts.settings.lineage.domains.filter((name) => !isWildcard(name));
    return (await Promise.all(names.map((domain) => lookInFront({ domain, probe, parts })))).flat();
  },
};

const unwritten: ProbeFile = { path: "/.well-known/acme-challenge/none", body: "httpsidecar's test file" };

interface Asked {
  domain: string;
  probe: ProbeFile;
  parts: DoctorParts;
}

async function lookInFront(asked: Asked): Promise<readonly CheckResult[]> {
  const { domain, probe, parts } = asked;
  const addresses = (await addressesOf(domain, parts.resolvers)).filter((each) => isInReach(each, parts));
  const answers = await Promise.all(
    addresses.map(async (address) => ({ address, answer: await overTls(asked, address, probe.path) })),
  );
  const seen = answers.filter((each): each is { address: string; answer: Answer } => each.answer.kind === "answer");
  const found = seen.find(({ address, answer }) => edgeOf(answer.headers, address));
  if (found) return await named(asked, found);
  const all = seen.length > 0 && seen.every(({ answer }) => isFile(answer, probe));
  return seen.length > 0 ? await unnamed(asked, all) : [];
}

function overTls({ domain, parts }: Asked, address: string, path: string): Promise<ProbeAnswer> {
  return parts.get({ address, port: parts.publicPorts.https, domain, path, tls: true });
}

const isFile = (answer: ProbeAnswer, { body }: ProbeFile) => answer.kind === "answer" && answer.body === body;

async function named(asked: Asked, { address, answer: file }: { address: string; answer: Answer }) {
  const { domain, probe, parts } = asked;
  const found = edgeOf(file.headers, address);
  // where sites are hosted is a finding of the ports
  if (!found || found.hosts) return [];
  const scheme = isFile(file, probe) ? file.headers["x-httpsidecar-scheme"] : undefined;
  const [page, https, trusted] = await Promise.all([pageOf(asked, address), isOn(parts), isTrusted(domain, parts)]);
  return [edgeMode({ domain, edge: found, file, scheme, page, https, trusted })];
}

/** A page that an edge keeps tells nothing of how it asks, so it is one that nobody has asked for. */
async function pageOf(asked: Asked, address: string) {
  const { domain, parts } = asked;
  const path = `/?httpsidecar=${parts.clock.now().getTime()}`;
  const { host, port, sslPort } = parts.settings.nginx;
  const own = { address: host, domain, path, forwarded: true } as const;
  const [outside, plainly, securely] = await Promise.all([
    overTls(asked, address, path),
    parts.get({ ...own, port }),
    parts.get({ ...own, port: sslPort, tls: true }),
  ]);
  const here = new URL(`https://${urlHost(domain)}${path}`);
  return {
    // an edge's own pages are errors
    passes: outside.kind === "answer" && outside.status < 400,
    loops: leadsTo(here, outside),
    loopsPlainly: leadsTo(here, plainly),
    loopsSecurely: leadsTo(here, securely),
  };
}

/** To the page where the visitor is; one that sets a cookie first is no loop. */
function leadsTo(here: URL, answer: ProbeAnswer): boolean {
  if (answer.kind !== "answer" || answer.status < 300 || answer.status >= 400) return false;
  const to = URL.parse(answer.headers["location"] ?? "", here);
  const isHere = to?.protocol === "https:" && to.hostname === here.hostname;
  return isHere && to.pathname + to.search === here.pathname + here.search && !("set-cookie" in answer.headers);
}

async function isOn({ look }: DoctorParts): Promise<boolean | undefined> {
  return (await look().catch(() => undefined))?.https;
}

/** One that cannot be read is a finding of the certificate's check. */
const storedBy = (parts: DoctorParts) => parts.certificate().catch(() => undefined);

/** undefined: none that could be accepted is stored, or the operator's own, which may be of the edge's private CA. */
async function isTrusted(domain: string, parts: DoctorParts): Promise<boolean | undefined> {
  const stored = await storedBy(parts);
  if (!stored || stored.imported || !covers(stored.domains, domain) || stored.notAfter < parts.clock.now())
    return undefined;
  return parts.publicAuthority && !isStaging(stored.directory);
}

/** No service that is known; `passes`: the test file comes through. */
async function unnamed({ domain, probe, parts }: Asked, passes: boolean): Promise<readonly CheckResult[]> {
  const stored = await storedBy(parts);
  if (!stored || domain !== siteName(stored, parts.settings.lineage.domains)) return [];
  if ((await parts.proof.outer(stored)).seen !== "other") return [];
  if (passes) return [fine(phrase`a server in front of this one ends TLS for ${domain} and passes requests on`)];
  const { host: address, port } = parts.settings.nginx;
  if (!isFile(await parts.get({ address, port, domain, path: probe.path }), probe)) return [];
  return [
    warning({
      saw: phrase`the server that responds for ${domain} over HTTPS does not have httpsidecar's test file, and nginx has it`,
      means: phrase`the name points to another server, which keeps a certificate of its own, or a proxy in front keeps the request to itself`,
      fix: phrase`compare the addresses of ${domain} with those of this server; a proxy in front has to forward /.well-known/acme-challenge/`,
    }),
  ];
}
