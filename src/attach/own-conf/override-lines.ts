import type { Mount, Service } from "../compose-model.ts";
import { nginxPorts } from "../nginx-ports.ts";
import { mountLine } from "../renew-only.ts";

/** The operator's own location for the challenge: its root, and the mount of nginx's that holds it. */
export interface OwnChallenge {
  root: string;
  mount: Mount | undefined;
}

/** In nginx's container: where it takes answers to the challenge from. */
const ourRoot = "/var/www/httpsidecar";
export const scriptPath = "/docker-entrypoint.d/40-https.sh";

/** What our script in nginx's container needs to know. */
export const environmentFor = (challenge: OwnChallenge | undefined, nginx: Service) => ({
  NGINX_SSL_PORT: String(nginxPorts(nginx).https),
  ...(challenge ? {} : { HTTPSIDECAR_CHALLENGE_ROOT: ourRoot }),
});

/** Our override with the folders and ports that the operator's nginx is to have, and what the script needs. */
export function withOwnConf(
  template: string,
  nginx: Service,
  challenge: OwnChallenge | undefined,
  folder: string,
): string {
  const lines = [...environmentLines(nginx, challenge), ...portLines(nginx), ...volumeLines(challenge)];
  const filled = template.replace("    # nginx's lines\n", () => `${lines.join("\n")}\n`);
  if (!challenge?.mount) return filled;
  const mount = mountLine(challenge.mount, folder);
  return filled
    .replace("CERTBOT_OPTIONS: ", `CERTBOT_OPTIONS: -w ${challenge.root} `)
    .replace("./volumes/certbot/www:/var/www/html", () => mount);
}

function environmentLines(nginx: Service, challenge: OwnChallenge | undefined): readonly string[] {
  const values = Object.entries(environmentFor(challenge, nginx));
  return [
    "    environment:",
    `      CERTBOT_DOMAIN: \${CERTBOT_DOMAIN:-}`,
    ...values.map(([key, value]) => `      ${key}: ${JSON.stringify(value)}`),
    "      # httpsidecar: begin",
    "      # httpsidecar: end",
  ];
}

/** Those that visitors and the CA come to, where the stack does not publish them. */
function portLines(nginx: Service): readonly string[] {
  const { http, https } = nginxPorts(nginx);
  const hasHttp = nginx.ports.some(({ hostPort }) => hostPort === 80);
  const hasHttps = nginx.ports.some(({ containerPort }) => containerPort === https);
  const lines = [
    ...(hasHttp ? [] : [`      - \${EXPOSE_NGINX_PORT:-80}:${http}`]),
    ...(hasHttps ? [] : [`      - \${EXPOSE_NGINX_SSL_PORT:-443}:${https}`]),
  ];
  return nginx.networkMode === "host" || lines.length === 0 ? [] : ["    ports:", ...lines];
}

/** The operator's root is not hidden by our folder: only what is below it for the challenge. */
function volumeLines(challenge: OwnChallenge | undefined): readonly string[] {
  const www = "./volumes/certbot/www";
  const below = "/.well-known/acme-challenge";
  const webroot = challenge ? `${www}${below}:${challenge.root}${below}:ro` : `${www}:${ourRoot}:ro`;
  return [
    "    volumes:",
    `      - ./httpsidecar/40-https.sh:${scriptPath}:ro`,
    "      - ./volumes/certbot/conf:/etc/letsencrypt:ro",
    ...(challenge?.mount ? [] : [`      - ${webroot}`]),
  ];
}
