import { randomBytes } from "node:crypto";
import type { CertificateAuthority, ChallengeResponder, HttpsSwitch, Preflight } from "../model/contracts.ts";
import type { Lineage } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import type { ProbeAnswer } from "../model/probe.ts";
import { Problem } from "../model/problem.ts";
import type { NginxAddress } from "../model/settings.ts";
import { checkCaa, type ResolveCaa } from "./caa.ts";
import { fetchProbe } from "./fetch-probe.ts";
import { startFix } from "./host-itself.ts";
import { checkPublicName, type Doubt, type Lookup, type Probe } from "./public-name.ts";

export interface PreflightOptions {
  responder: ChallengeResponder;
  authority: Pick<CertificateAuthority, "caaIdentities">;
  /** turns the challenge location on; its absence is no problem while the path is served */
  httpsSwitch: Pick<HttpsSwitch, "enableChallenge">;
  nginx: NginxAddress;
  /** host path of the webroot, for the fix */
  webroot: string;
  findAddresses?: Lookup;
  resolveCaa?: ResolveCaa;
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

async function checkAll(lineage: Lineage, probe: Probe, check: Check): Promise<readonly string[]> {
  for (const domain of lineage.domains) await checkInside(domain, probe, check);
  const doubts = await checkOutside(lineage, probe, check);
  if (!check.mend || !check.serveHttps || !doubts.some(({ edgeWantsHttps }) => edgeWantsHttps)) return words(doubts);
  await check.serveHttps(lineage);
  return words(await checkOutside(lineage, probe, check));
}

const words = (doubts: readonly Doubt[]) => doubts.map(({ says }) => says);

async function checkOutside({ domains }: Lineage, probe: Probe, check: Check): Promise<readonly Doubt[]> {
  const identities = check.authority.caaIdentities(check.signal);
  const doubts = await Promise.all(
    domains.map(async (domain) => {
      await checkCaa(domain, await identities, check.resolveCaa);
      return await checkPublicName(domain, probe, check.signal, check.findAddresses);
    }),
  );
  return doubts.flat();
}

/** nginx itself must serve the probe; if it does not, the companion may turn the location on. */
async function checkInside(domain: string, probe: Probe, check: Check): Promise<void> {
  const first = await fetchInside(domain, probe, check);
  if (isServed(first, probe)) return;
  if (first.kind === "nothing") throw nginxSilent(check.nginx, first.why);

  const location = check.mend ? await turnOn(check.httpsSwitch) : "not asked";
  const second = await fetchInside(domain, probe, check);
  if (!isServed(second, probe)) throw notServed(domain, second, location, check.webroot);
}

async function fetchInside(domain: string, { path }: Probe, { nginx, signal }: Check): Promise<ProbeAnswer> {
  return await fetchProbe({ address: nginx.host, port: nginx.port, domain, path }, 5000, signal);
}

function isServed(answer: ProbeAnswer, { body }: Probe): boolean {
  return answer.kind === "answer" && answer.status === 200 && answer.body === body;
}

type Location = "on" | "not asked" | "no companion" | "refused";

const cannotTurnOn: Record<string, Location> = { "companion-absent": "no companion", "unknown-shape": "refused" };

async function turnOn(httpsSwitch: Pick<HttpsSwitch, "enableChallenge">): Promise<Location> {
  try {
    await httpsSwitch.enableChallenge();
    return "on";
  } catch (error) {
    const location = error instanceof Problem ? cannotTurnOn[error.code] : undefined;
    if (!location) throw error;
    return location;
  }
}

function nginxSilent({ host, port }: NginxAddress, why: string): Problem {
  return new Problem({
    code: "nginx-silent",
    message: phrase`nginx does not respond at ${host}:${port}: ${why}`,
    fix: startFix(
      host,
      phrase`docker compose up -d nginx (another service name or port: set NGINX_SERVICE, NGINX_PORT)`,
    ),
    retry: "look",
  });
}

function notServed(domain: string, answer: ProbeAnswer, location: Location, webroot: string): Problem {
  const kind = answer.kind === "answer" ? phrase`status ${answer.status}` : answer.why;
  const code = "challenge-not-served";
  const message = phrase`nginx does not serve the challenge path of ${domain}: a test file written to ${webroot} came back with ${kind}; the CA was not contacted`;
  return new Problem({ code, message, fix: fixFor(location), retry: "look", names: [domain] });
}

function fixFor(location: Location): string {
  if (location === "on") {
    return phrase`mount the same folder in both: ./volumes/certbot/www:/var/www/html in the services nginx and certbot`;
  }
  const set = phrase`set NGINX_ENABLE_CERTBOT_CHALLENGE=true in .env and run: docker compose up -d nginx`;
  return location === "no companion" ? phrase`docker compose up -d certbot-companion, or ${set}` : set;
}

async function withProbeFile<T>(responder: ChallengeResponder, probe: Probe, work: () => Promise<T>): Promise<T> {
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
