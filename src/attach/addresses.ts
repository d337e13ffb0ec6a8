import type { Service } from "./compose-files.ts";

/** Dify's own addresses, and what they are where nobody sets them (Dify's docker/.env.example). */
const variables: Readonly<Record<string, string>> = {
  CONSOLE_API_URL: "",
  CONSOLE_WEB_URL: "",
  SERVICE_API_URL: "",
  APP_API_URL: "",
  APP_WEB_URL: "",
  FILES_URL: "",
  TRIGGER_URL: "http://localhost",
  ENDPOINT_URL_TEMPLATE: "http://localhost/e/{hook_id}",
  NEXT_PUBLIC_SOCKET_URL: "ws://localhost",
};

export interface MixedContent {
  /** lines for .env */
  lines: readonly string[];
  /** services to be made anew for them */
  services: readonly string[];
}

/**
 * The lines of Dify's `.env` that would still lead browsers to http:// or ws:// on an HTTPS page. `origin` is
 * host[:port] as visitors type it. A variable that no service knows is left out, and so is one that leads elsewhere.
 */
export function mixedContent(
  env: ReadonlyMap<string, string>,
  services: Readonly<Record<string, Service>>,
  origin: string,
): MixedContent {
  const isKnown = (name: string) => env.has(name) || Object.values(services).some((service) => mentions(service, name));
  const values = Object.entries(variables)
    .filter(([name]) => isKnown(name))
    .flatMap(([name, otherwise]) => secured(name, env.get(name) ?? otherwise, origin));
  const previews = !env.get("FILES_URL") && !env.get("CONSOLE_API_URL") && isKnown("FILES_URL");
  const all = previews ? [["FILES_URL", `https://${origin}`] as const, ...values] : values;
  const names = all.map(([name]) => name);
  const takers = Object.entries(services).filter(([, service]) => takesAny(service, names));
  return { lines: all.map(([name, value]) => `${name}=${value}`), services: takers.map(([name]) => name) };
}

function secured(name: string, value: string, origin: string): (readonly [string, string])[] {
  const [, scheme, host = "", rest = ""] = /^(http|ws):\/\/([^/]*)(.*)$/.exec(value) ?? [];
  if (!scheme || leadsInside(host)) return [];
  return [[name, `${scheme}s://${origin}${rest}`]];
}

/** A name without a dot is a service of the stack, which browsers never see; but for localhost, Dify's own placeholder. */
const leadsInside = (host: string) => !host.includes(".") && !/^localhost(?::\d+)?$/.test(host);

const mentions = (service: Service, name: string) => JSON.stringify(service).includes(name);

const takesAny = (service: Service, names: readonly string[]) =>
  names.length > 0 && ("env_file" in service || names.some((name) => mentions(service, name)));
