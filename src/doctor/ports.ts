import { phrase } from "../model/phrase.ts";
import { type CheckResult, warning } from "./finding.ts";
import type { DoctorParts } from "./parts.ts";

/** Behind a proxy of the host an nginx without a port of its own is as it should be: it only explains why nobody answers. */
export async function unpublished(
  port: 80 | 443,
  { look }: Pick<DoctorParts, "look">,
): Promise<readonly CheckResult[]> {
  const seen = await look().catch(() => undefined);
  return seen?.notes.includes(`port-${port}-unpublished`) ? [faults[port]] : [];
}

const faults = {
  80: warning({
    saw: phrase`no port 80 of this host leads to nginx`,
    means: phrase`an authority asks at port 80 only, so whoever has that port must pass the question on`,
    fix: phrase`set EXPOSE_NGINX_PORT=80 in .env, then: docker compose up -d nginx; or let the proxy that has port 80 pass /.well-known/acme-challenge/ on to nginx`,
  }),
  443: warning({
    saw: phrase`no port 443 of this host leads to nginx`,
    means: phrase`visitors come to port 443 by themselves, so HTTPS reaches nobody unless a proxy that has that port passes it on`,
    fix: phrase`set EXPOSE_NGINX_SSL_PORT=443 in .env, then: docker compose up -d nginx; in a compose file of your own add "443:443" to nginx's ports`,
  }),
} as const;
