import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { resolveEnvText } from "../../../src/stack-files/env-text.ts";

type Values = Readonly<Record<string, string>>;

export const composeFile = "docker-compose.yaml";
const overrideFile = "docker-compose.override.yaml";

/** `.env` as Dify ships it, as far as nginx and certbot take it. */
export const shippedEnv = `NGINX_HTTPS_ENABLED=false
NGINX_SSL_CERT_FILENAME=dify.crt
NGINX_SSL_CERT_KEY_FILENAME=dify.key
NGINX_ENABLE_CERTBOT_CHALLENGE=false
CERTBOT_DOMAIN=
CERTBOT_EMAIL=
`;

/** What the compose file itself gives nginx. */
const nginxTakes: Values = {
  NGINX_HTTPS_ENABLED: "${NGINX_HTTPS_ENABLED:-false}",
  NGINX_SSL_CERT_FILENAME: "${NGINX_SSL_CERT_FILENAME:-dify.crt}",
  NGINX_SSL_CERT_KEY_FILENAME: "${NGINX_SSL_CERT_KEY_FILENAME:-dify.key}",
  NGINX_ENABLE_CERTBOT_CHALLENGE: "${NGINX_ENABLE_CERTBOT_CHALLENGE:-false}",
  CERTBOT_DOMAIN: "${CERTBOT_DOMAIN:-}",
};

/** What Compose makes of the folder now. */
export interface Resolved {
  nginx: Values;
  /** the services that are ours are in it */
  hasSidecar: boolean;
}

/** As Compose reads a folder: `.env`, the compose file, the override over it. */
export async function resolveFolder(folder: string): Promise<Resolved> {
  const text = (name: string) => readFile(join(folder, name), "utf8").catch(() => "");
  const env = resolveEnvText(Buffer.from(await text(".env")), ".env");
  const override = parse(await text(overrideFile), { logLevel: "silent" })?.services ?? {};
  const given: Values = { ...nginxTakes, ...override.nginx?.environment };
  const filled = Object.entries(given).map(([name, value]) => [name, fillIn(String(value), env)]);
  return { nginx: Object.fromEntries(filled), hasSidecar: "certbot-companion" in override };
}

const fillIn = (value: string, env: ReadonlyMap<string, string>) =>
  value.replaceAll(/\$\{(\w+)(?::-([^}]*))?\}/g, (_, name, otherwise = "") => env.get(name) || otherwise);

/** `docker compose config --format json` without what is ours. */
export async function personsConfig(folder: string): Promise<string> {
  const { nginx } = await resolveFolder(folder);
  const bind = (source: string, target: string) => ({ type: "bind", source: join(folder, source), target });
  const volumes = [bind("volumes/certbot/conf", "/etc/letsencrypt"), bind("volumes/certbot/www", "/var/www/html")];
  const networks = { default: null };
  const services = {
    nginx: { image: "nginx", environment: nginx, volumes, networks, ports: [{ target: 80, published: "80" }] },
    certbot: { image: "certbot/certbot", profiles: ["certbot"], volumes, networks },
  };
  return JSON.stringify({ name: "docker", services, networks: { default: {} } });
}

/** A line of `.env` as an editor saves it. */
export function editLine(text: string, name: string, value: string): string {
  return text.replace(new RegExp(`^${name}=.*$`, "m"), `${name}=${value}`);
}
