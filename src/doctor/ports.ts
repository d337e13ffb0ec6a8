import { phrase } from "../model/phrase.ts";
import { type CheckResult, warning } from "./finding.ts";
import type { DoctorParts } from "./parts.ts";

/** The port of HTTPS that visitors use: PUBLIC_HTTPS_PORT, or the one of this host that leads to nginx. */
export async function visitedPort({ settings, look }: Pick<DoctorParts, "settings" | "look">): Promise<number> {
  if (settings.publicHttpsPort !== 443) return settings.publicHttpsPort;
  return (await look().catch(() => undefined))?.httpsPort ?? 443;
}

/** Behind a proxy of the host an nginx without a port of its own is as intended: it only explains why nobody responds. */
export async function unpublished(
  port: 80 | 443,
  { look, settings }: Pick<DoctorParts, "look" | "settings">,
): Promise<readonly CheckResult[]> {
  const seen = await look().catch(() => undefined);
  return seen?.notes.includes(`port-${port}-unpublished`) ? [port === 80 ? httpFault : httpsFault(settings)] : [];
}

const httpFault = warning({
  saw: phrase`port 80 of this host does not reach nginx`,
  means: phrase`a CA connects to port 80 only, so whatever owns that port must forward the challenge`,
  fix: phrase`set EXPOSE_NGINX_PORT=80 in .env, then: docker compose up -d nginx; or let the proxy that owns port 80 forward /.well-known/acme-challenge/ to nginx`,
});

const httpsFault = ({ publicHttpsPort: port }: DoctorParts["settings"]) =>
  warning({
    saw: phrase`port ${port} of this host does not reach nginx`,
    means: phrase`browsers connect to port ${port}, so HTTPS does not work unless a proxy that owns that port forwards it`,
    fix: phrase`set EXPOSE_NGINX_SSL_PORT=${port} in .env, then: docker compose up -d nginx; in a compose file of your own add "${port}:443" to nginx's ports`,
  });
