import { phrase } from "../model/phrase.ts";
import type { Service } from "./compose-files.ts";
import { leftAlone } from "./refuse.ts";
import { mountsCertificates } from "./renew-only.ts";

/**
 * - `dify`: nginx and certbot as in Dify's docker folder, so the sidecar takes certbot's place
 * - `own`: the sidecar is part of the compose file, as in this repository's
 * - `open-webui`: Open WebUI without a proxy, so an nginx comes with the sidecar
 * - `renew-only`: an nginx with certbot's folder and files of its own, as Open WebUI's page about nginx has it
 */
export interface Recognised {
  kind: "dify" | "own" | "open-webui" | "renew-only";
  /** the Compose service that is nginx */
  service: string;
  /** of a proxy that comes with us: where the app listens, service:port */
  upstream?: string;
}

type Services = Readonly<Record<string, Service>>;

/** Throws Problem `not-understood` with what would be needed. */
export function recognise(services: Services, named: string | undefined): Recognised {
  const service = named ?? "nginx";
  const nginx = services[service];
  if (named && !nginx) throw noSuchService(services, named);
  if (nginx && switches(nginx) && takesCertbot(services)) return { kind: "dify", service };
  if (nginx && switches(nginx) && "certbot-companion" in services) return { kind: "own", service };
  if (nginx && mountsCertificates(nginx)) return { kind: "renew-only", service };
  if (nginx) throw unknownNginx(service);
  const openWebUi = Object.entries(services).find(([, one]) => imageOf(one).includes("open-webui"))?.[0];
  if (openWebUi && !proxyOf(services)) return { kind: "open-webui", service, upstream: `${openWebUi}:8080` };
  throw noProxy(services);
}

/** The names of a service's variables, whichever way they are written. */
export function variablesOf({ environment }: Service): readonly string[] {
  if (Array.isArray(environment)) return environment.map((line) => String(line).split("=")[0] ?? "");
  return Object.keys(environment ?? {});
}

const switches = (nginx: Service) => variablesOf(nginx).includes("NGINX_HTTPS_ENABLED");

/** Dify's certbot shares its two folders with nginx. */
function takesCertbot({ certbot, "certbot-companion": companion }: Services): boolean {
  const mounts = JSON.stringify(certbot?.["volumes"] ?? []);
  return companion === undefined && mounts.includes("/etc/letsencrypt") && mounts.includes("/var/www/html");
}

const imageOf = ({ image }: Service) => (typeof image === "string" ? image : "");
const namesOf = (services: Services) => Object.keys(services).join(", ") || phrase`none`;

function noSuchService(services: Services, named: string) {
  return leftAlone(
    "not-understood",
    phrase`the stack has no service ${named}`,
    phrase`one of these with --service: ${namesOf(services)}`,
  );
}

function unknownNginx(service: string) {
  return leftAlone(
    "not-understood",
    phrase`service ${service} is not an nginx that can be switched: it has no NGINX_HTTPS_ENABLED, or no certbot service shares its folders`,
    phrase`start from compose.yaml and docker/nginx of this repository, and put your app behind it (UPSTREAM)`,
  );
}

const proxyOf = (services: Services) =>
  Object.entries(services).find(([, service]) => /nginx|traefik|caddy|haproxy/.test(imageOf(service)))?.[0];

function noProxy(services: Services) {
  const proxy = proxyOf(services);
  const isNginx = proxy !== undefined && imageOf(services[proxy] ?? {}).includes("nginx");
  return leftAlone(
    "not-understood",
    phrase`this stack has no service nginx (services: ${namesOf(services)})`,
    isNginx
      ? phrase`name it: --service ${proxy}`
      : phrase`start from compose.yaml of this repository, and set UPSTREAM to your app`,
  );
}
