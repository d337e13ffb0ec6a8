import type { Service } from "./compose-files.ts";
import { leftAlone } from "./refuse.ts";

/**
 * - `dify`: nginx and certbot as in Dify's docker folder, so the sidecar takes certbot's place
 * - `own`: the sidecar is part of the compose file, as in this repository's
 */
export interface Recognised {
  kind: "dify" | "own";
  /** the Compose service that is nginx */
  service: string;
}

type Services = Readonly<Record<string, Service>>;

/** Throws Problem `not-understood` with what would be needed. */
export function recognise(services: Services, named: string | undefined): Recognised {
  const service = named ?? "nginx";
  const nginx = services[service];
  if (named && !nginx) throw noSuchService(services, named);
  if (nginx && switches(nginx) && takesCertbot(services)) return { kind: "dify", service };
  if (nginx && switches(nginx) && "certbot-companion" in services) return { kind: "own", service };
  if (nginx) throw unknownNginx(service);
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
const namesOf = (services: Services) => Object.keys(services).join(", ") || "none";

function noSuchService(services: Services, named: string) {
  return leftAlone(
    "not-understood",
    `the stack has no service ${named}`,
    `one of these with --service: ${namesOf(services)}`,
  );
}

function unknownNginx(service: string) {
  return leftAlone(
    "not-understood",
    `service ${service} is no nginx that can be switched: it has no NGINX_HTTPS_ENABLED, or no certbot service shares its folders`,
    "take compose.yaml and docker/nginx of this repository for a start, and put your app behind it (UPSTREAM)",
  );
}

function noProxy(services: Services) {
  const isOpenWebUi = Object.values(services).some((service) => imageOf(service).includes("open-webui"));
  const what = isOpenWebUi ? "this is Open WebUI without an nginx in front" : "there is no nginx service in this stack";
  const other = Object.entries(services).find(([, service]) => /nginx/.test(imageOf(service)))?.[0];
  const named = `name it: --service ${other}`;
  const fix = isOpenWebUi
    ? "put nginx in front of it first, as compose.yaml of this repository does, with UPSTREAM=open-webui:8080"
    : "take compose.yaml of this repository for a start, and set UPSTREAM to your app";
  return leftAlone("not-understood", `${what} (services: ${namesOf(services)})`, other ? named : fix);
}
