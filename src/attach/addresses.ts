import { type KnownApp, secondOrigin } from "./apps.ts";
import { type Service, type Services, sidecarServices } from "./compose-model.ts";

/** Addresses that would lead browsers to http:// or ws:// on an HTTPS page. */
export interface OldAddresses {
  /** lines for .env */
  lines: readonly string[];
  /** services to recreate for them */
  services: readonly string[];
}

type Line = readonly [name: string, value: string];
/** The environment of a service's running container; undefined: it does not run. */
type Running = (service: string) => Promise<ReadonlyMap<string, string> | undefined>;

/** Dify's own addresses, and what they are where nobody sets them (Dify's docker/.env.example). */
const difyVariables: Readonly<Record<string, string>> = {
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

/** They have what envs/ files set as well, which neither `.env` nor the compose file shows. */
const difyReaders = ["api", "api_websocket", "web"];

/** The lines of Dify's `.env`, which is read last. `origin` is host[:port] as visitors type it. */
export async function difyAddresses(
  env: ReadonlyMap<string, string>,
  services: Services,
  origin: string,
  running: Running,
): Promise<OldAddresses> {
  const used = await valuesInUse(services, running);
  const isKnown = (name: string) => env.has(name) || used.has(name);
  // A change in .env that no container has read yet counts.
  const value = (name: string) => env.get(name) || used.get(name) || "";
  const lines = Object.entries(difyVariables)
    .filter(([name]) => isKnown(name))
    .flatMap(([name, otherwise]) => secured(name, value(name) || otherwise, origin));
  const needsFiles = !value("FILES_URL") && !value("CONSOLE_API_URL") && isKnown("FILES_URL");
  const all: readonly Line[] = needsFiles ? [["FILES_URL", `https://${origin}`], ...lines] : lines;
  return { lines: all.map(([name, text]) => `${name}=${text}`), services: takers(services, all) };
}

async function valuesInUse(services: Services, running: Running): Promise<ReadonlyMap<string, string>> {
  const used = new Map<string, string>();
  for (const [name, { environment }] of Object.entries(services)) {
    const isReader = difyReaders.includes(name);
    const values = (isReader ? await running(name) : undefined) ?? new Map(Object.entries(environment));
    for (const [key, value] of values) if (isReader || !used.has(key)) used.set(key, value);
  }
  return used;
}

/** The variables of an app that ships without a proxy, by the running container. */
export async function appAddresses(
  { known, service }: { known: KnownApp; service: string },
  services: Services,
  origin: string,
  running: Running,
): Promise<OldAddresses> {
  const values = (await running(service)) ?? new Map(Object.entries(services[service]?.environment ?? {}));
  const hosts = (known.hosts ?? []).filter((name) => values.has(name) && values.get(name) !== bare(origin));
  const fixed = Object.entries(known.fixed ?? {}).filter(([name, value]) => values.get(name) !== value);
  const second = secondOrigin(known, services);
  const lines: readonly Line[] = [
    ...known.addresses.flatMap((name) => secured(name, values.get(name) ?? "", origin)),
    ...hosts.map((name) => [name, bare(origin)] as const),
    ...fixed,
    ...(second?.name ? (known.second?.addresses ?? []) : []).flatMap((name) =>
      secured(name, values.get(name) ?? "", `${second?.name}${portOf(origin)}`),
    ),
  ];
  return { lines: lines.map(([name, text]) => `${name}=${text}`), services: lines.length > 0 ? [service] : [] };
}

const portOf = (origin: string) => /:\d+$/.exec(origin)?.[0] ?? "";
const bare = (origin: string) => origin.replace(/:\d+$/, "");

function secured(name: string, value: string, origin: string): readonly Line[] {
  const [, scheme, host = "", rest = ""] = /^(http|ws):\/\/([^/]*)(.*)$/.exec(value) ?? [];
  if (!scheme || leadsInside(host)) return [];
  return [[name, `${scheme}s://${origin}${rest}`]];
}

/** A name without a dot is a service of the stack, which browsers never see; but for localhost, Dify's own placeholder. */
const leadsInside = (host: string) => !host.includes(".") && !/^localhost(?::\d+)?$/.test(host);

/** The sidecar has the addresses for doctor alone. */
const takers = (services: Services, lines: readonly Line[]): readonly string[] =>
  Object.entries(services)
    .filter(([name, service]) => !sidecarServices.includes(name) && lines.some(([key]) => takes(service, key)))
    .map(([name]) => name);

const takes = ({ environment, keys }: Service, name: string) => name in environment || "env_file" in keys;
