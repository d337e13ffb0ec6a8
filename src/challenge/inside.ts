import { challengeFix } from "../model/challenge.ts";
import type { HttpsSwitch } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import type { ProbeFile, Reached } from "../model/probe.ts";
import { Problem } from "../model/problem.ts";
import type { NginxAddress } from "../model/settings.ts";
import { startServer } from "../model/typed-lines.ts";
import { fetchProbe } from "./fetch-probe.ts";
import { startFix } from "./host-itself.ts";
import { followRedirects } from "./redirects.ts";

export interface InsideOptions {
  /** turns the challenge location on; its absence is no problem while the path is served */
  httpsSwitch: Pick<HttpsSwitch, "enableChallenge">;
  nginx: NginxAddress;
  /** host path of the webroot, for the fix */
  webroot: string;
  /** the companion may turn the location on */
  mend: boolean;
  signal: AbortSignal;
}

/**
 * Does nginx itself serve the probe of this name? If it does not, the companion may turn the location on. Throws Problem
 * `nginx-silent` and `challenge-not-served`; gives a doubt where an nginx that does not show it to us may show it to the CA.
 */
export async function checkInside(
  domain: string,
  names: readonly string[],
  probe: ProbeFile,
  options: InsideOptions,
): Promise<readonly string[]> {
  const first = await reach(domain, names, probe, options);
  if (first.is === "ours") return [];
  const doubt = doubtAbout(domain, first);
  if (doubt !== undefined) return [doubt];
  if (first.is === "nothing" && first.hops.length === 0) throw nginxSilent(options.nginx, first.why);

  const location = options.mend ? await turnOn(options.httpsSwitch) : "not asked";
  const second = await reach(domain, names, probe, options);
  if (second.is === "ours") return [];
  throw notServed(domain, second, location, options.webroot);
}

/** Redirects between the names of the certificate stay at this nginx. */
async function reach(
  domain: string,
  names: readonly string[],
  probe: ProbeFile,
  { nginx, signal }: InsideOptions,
): Promise<Reached> {
  return await followRedirects(
    { domain, address: nginx.host, probe },
    {
      ports: { http: nginx.port, https: nginx.sslPort },
      get: (target) => fetchProbe(target, 5000, signal),
      addressesOf: async (host) => (names.includes(host) ? [nginx.host] : []),
    },
  );
}

/** What may look otherwise to those who come by the front door; undefined: it does not. */
function doubtAbout(domain: string, reached: Reached): string | undefined {
  if (reached.is === "lost" && reached.because === "elsewhere")
    return phrase`nginx redirects the challenge path of ${domain} to another name: ${reached.hops.at(-1)}`;
  if (reached.is === "stranger" && [401, 403].includes(reached.status))
    return phrase`nginx refuses the challenge path of ${domain} from inside (status ${reached.status}); it may let only some addresses in, such as a CDN's`;
  // with PROXY protocol an ordinary request is cut off; what does not listen refuses, is not found or stays silent
  if (reached.is === "nothing" && /^(?:econnreset|epipe|hpe_|socket hang up)/i.test(reached.why))
    return phrase`nginx cuts off a plain request for the challenge path of ${domain} (${reached.why}), as it does with PROXY protocol`;
  return undefined;
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
    fix: startFix(host, startServer("nginx", "NGINX_SERVICE=NAME NGINX_PORT=PORT")),
    retry: "look",
  });
}

function notServed(
  domain: string,
  reached: Exclude<Reached, { is: "ours" }>,
  location: Location,
  webroot: string,
): Problem {
  const kind = reached.is === "stranger" ? phrase`status ${reached.status}` : reached.why;
  const code = "challenge-not-served";
  const message = phrase`nginx does not serve the challenge path of ${domain}: a test file written to ${webroot} came back with ${kind}; the CA was not contacted`;
  return new Problem({ code, message, fix: fixFor(location), retry: "look", names: [domain] });
}

function fixFor(location: Location): string {
  if (location === "on") {
    return phrase`mount the same folder in both: ./volumes/certbot/www:/var/www/html in the services nginx and certbot, then: docker compose up -d nginx certbot`;
  }
  return location === "no companion"
    ? phrase`docker compose up -d certbot-companion, or ${challengeFix}`
    : challengeFix;
}
