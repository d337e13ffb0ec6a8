import { phrase } from "../model/phrase.ts";
import { type CheckResult, warning } from "./finding.ts";
import type { DoctorParts } from "./parts.ts";

/** Behind a proxy of the host an nginx without a port of its own is as intended: it only explains why nobody responds. */
export async function unpublished(
  port: 80 | 443,
  { look }: Pick<DoctorParts, "look">,
): Promise<readonly CheckResult[]> {
  const seen = await look().catch(() => undefined);
  return seen?.notes.includes(`port-${port}-unpublished`) ? [faults[port]] : [];
}

const faults = {
  80: warning({
    saw: phrase`port 80 of this host does not reach nginx`,
    means: phrase`a CA connects to port 80 only, so whatever owns that port must forward the challenge`,
    fix: phrase`set EXPOSE_NGINX_PORT=80 in .env, then: docker compose up -d nginx; or let the proxy that owns port 80 forward /.well-known/acme-challenge/ to nginx`,
  }),
  443: warning({
    saw: phrase`port 443 of this host does not reach nginx`,
    means: phrase`browsers connect to port 443, so HTTPS does not work unless a proxy that owns that port forwards it`,
    fix: phrase`set EXPOSE_NGINX_SSL_PORT=443 in .env, then: docker compose up -d nginx; in a compose file of your own add "443:443" to nginx's ports`,
  }),
} as const;
