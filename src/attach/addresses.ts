import { type KnownApp, secondOrigin } from "./apps.ts";
import { type Service, type Services, sidecarServices } from "./compose-model.ts";

/** Addresses that would lead browsers to http:// or ws:// on an HTTPS page. */
export interface OldAddresses {
  lines: readonly AddressLine[];
  /** services to recreate for them */
  services: readonly string[];
}

export interface AddressLine {
  name: string;
  value: string;
  /** the service that has it; undefined: all take it from .env */
  service?: string;
}
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
  const isInside = insideOf(services, bare(origin));
  const lines = Object.entries(difyVariables)
    .filter(([name]) => isKnown(name))
    .flatMap(([name, otherwise]) => secured(name, value(name) || otherwise, origin, isInside));
  const needsFiles = !value("FILES_URL") && !value("CONSOLE_API_URL") && isKnown("FILES_URL");
  const all = needsFiles ? [{ name: "FILES_URL", value: `https://${origin}` }, ...lines] : lines;
  return { lines: all, services: takers(services, all) };
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
  const value = (name: string) => values.get(name) || known.otherwise?.[name] || "";
  const hosts = (known.hosts ?? []).filter((name) => values.has(name) && values.get(name) !== bare(origin));
  const fixed = Object.entries(known.fixed ?? {}).filter(([name, wanted]) => values.get(name) !== wanted);
  const second = secondOrigin(known, services);
  const others = second?.name ? (known.second?.addresses ?? []) : [];
  const isInside = insideOf(services, bare(origin), second?.name);
  const lines = [
    ...known.addresses.flatMap((name) => secured(name, value(name), origin, isInside)),
    ...hosts.map((name) => ({ name, value: bare(origin) })),
    ...fixed.map(([name, wanted]) => ({ name, value: wanted })),
    ...others.flatMap((name) => secured(name, value(name), `${second?.name}${portOf(origin)}`, isInside)),
  ];
  return { lines: lines.map((line) => ({ ...line, service })), services: lines.length > 0 ? [service] : [] };
}

const portOf = (origin: string) => /:\d+$/.exec(origin)?.[0] ?? "";
const bare = (origin: string) => origin.replace(/:\d+$/, "");

/** Of a list (Open WebUI's CORS_ALLOW_ORIGIN) each origin. Quotes that a list of KEY="value" leaves in it go. */
function secured(name: string, typed: string, origin: string, isInside: (host: string) => boolean): AddressLine[] {
  const before = typed.replaceAll(/["']/g, "").split(";");
  const after = before.map((address) => {
    const [, scheme = "", host = "", rest = ""] = /^\s*(http|ws):\/\/([^/]*)(.*)$/i.exec(address) ?? [];
    return scheme === "" || isInside(host) ? address : `${scheme.toLowerCase()}s://${origin}${rest}`;
  });
  if (after.join() === before.join()) return [];
  return [{ name, value: [...new Set(after)].join(";") }];
}

/**
 * Names that containers alone know: services with their other names, and Docker's own for its host. A public one may be
 * another name of nginx, by which containers reach it without a detour.
 */
function insideOf(services: Services, ...publicNames: readonly (string | undefined)[]): (host: string) => boolean {
  const names = Object.entries(services).flatMap(([name, { keys }]) => [
    name,
    ...["container_name", "hostname"].map((key) => String(keys[key] ?? "")),
    ...aliasesOf(keys["networks"]),
  ]);
  return (host) => {
    const name = host.replace(/^.*@/, "").replace(/:\d+$/, "").toLowerCase();
    return !publicNames.includes(name) && (names.includes(name) || name.endsWith(".docker.internal"));
  };
}

const aliasesOf = (networks: unknown): readonly string[] =>
  Object.values((networks ?? {}) as Record<string, { aliases?: readonly string[] | null } | null>).flatMap(
    (network) => network?.aliases ?? [],
  );

/** The sidecar has the addresses for doctor alone. */
const takers = (services: Services, lines: readonly AddressLine[]): readonly string[] =>
  Object.entries(services)
    .filter(([name, service]) => !sidecarServices.includes(name) && lines.some((line) => takes(service, line.name)))
    .map(([name]) => name);

const takes = ({ environment, keys }: Service, name: string) => name in environment || "env_file" in keys;
