import { visitedName } from "../../model/names.ts";
import { phrase } from "../../model/phrase.ts";
import type { Check } from "../check.ts";
import { type CheckResult, fine, warning } from "../finding.ts";
import type { DoctorParts } from "../parts.ts";

/** Does the app behind nginx respond? */
export const app: Check = {
  name: "app",
  async look(parts) {
    const domain = visitedName(parts.settings.lineage.domains);
    const status = await statusOf(domain, parts);
    // an nginx that does not respond is a finding of other checks
    if (status === undefined) return [];
    if (!isGateway(status)) return [fine(phrase`nginx responds to ${domain} with status ${status}`)];
    return [silent(domain, status)];
  },
};

/** Over HTTPS where HTTP redirects there. */
async function statusOf(domain: string, { get, settings: { nginx } }: DoctorParts): Promise<number | undefined> {
  const page = { address: nginx.host, domain, path: "/" };
  const plain = await get({ ...page, port: nginx.port });
  if (plain.kind === "nothing") return undefined;
  if (!plain.headers["location"]?.startsWith("https://")) return plain.status;
  const secure = await get({ ...page, port: nginx.sslPort, tls: true });
  return secure.kind === "nothing" ? undefined : secure.status;
}

/** A proxy's status without a backend (RFC 9110 section 15.6). */
const isGateway = (status: number) => [502, 503, 504].includes(status);

function silent(domain: string, status: number): CheckResult {
  return warning({
    saw: phrase`nginx responds to ${domain} with status ${status}: the app behind it does not respond`,
    means: phrase`visitors get an error page, over HTTP and HTTPS alike; the certificate is not the cause`,
    fix: phrase`start the app: docker compose up -d; to see why it stopped: docker compose ps --all; where nginx looks for it: UPSTREAM in .env, or proxy_pass in nginx's configuration`,
  });
}
