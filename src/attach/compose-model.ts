import * as z from "zod";
import { phrase } from "../model/phrase.ts";
import { leftAlone } from "./refuse.ts";

export interface Mount {
  /** `bind`, `volume` and Compose's rarer ones */
  type: string;
  /** host path of a bind mount, key of a named volume */
  source: string;
  target: string;
  /** the folder of a named volume that is mounted; undefined: all of it */
  subpath?: string | undefined;
}

export interface PublishedPort {
  address: string;
  /** undefined: the Engine chooses */
  hostPort: number | undefined;
  containerPort: number;
}

/** A service as Compose resolves it. */
export interface Service {
  image: string;
  environment: Readonly<Record<string, string>>;
  mounts: readonly Mount[];
  ports: readonly PublishedPort[];
  networks: readonly string[];
  networkMode: string | undefined;
  /** containers of it */
  replicas: number;
  /** services it waits for, with Compose's condition */
  dependsOn: Readonly<Record<string, string>>;
  /** every key that says something, in Compose's own form */
  keys: Readonly<Record<string, unknown>>;
}

/** The sidecar's own services in a stack. */
export const sidecarServices: readonly string[] = ["certbot", "certbot-companion"];

export type Services = Readonly<Record<string, Service>>;

/** A stack as Compose resolves it: files merged, included and extended, variables filled in, paths absolute. */
export interface ComposeModel {
  project: string;
  services: Services;
  /** networks that lead nowhere outside */
  internalNetworks: readonly string[];
}

const maxBytes = 16 * 1024 * 1024;

const mount = z
  .object({
    ...{ type: z.string(), source: z.string().default(""), target: z.string() },
    volume: z.object({ subpath: z.string().optional() }).nullish(),
  })
  .transform(({ volume, target, ...rest }) => ({
    ...{ ...rest, target: target.replace(/(?<=.)\/+$/, "") },
    ...(volume?.subpath ? { subpath: volume.subpath } : {}),
  }));
const port = z.object({
  target: z.coerce.number(),
  published: z.coerce.string().default(""),
  host_ip: z.string().default(""),
  protocol: z.string().default("tcp"),
});
const dependency = z.object({ condition: z.string().default("service_started") });
const service = z.looseObject({
  image: z.string().default(""),
  environment: z.record(z.string(), z.coerce.string().nullable()).nullish(),
  volumes: z.array(mount).nullish(),
  volumes_from: z.array(z.string()).nullish(),
  ports: z.array(port).nullish(),
  networks: z.record(z.string(), z.unknown()).nullish(),
  network_mode: z.string().nullish(),
  scale: z.coerce.number().nullish(),
  deploy: z.object({ replicas: z.coerce.number().nullish() }).nullish(),
  depends_on: z.record(z.string(), dependency).nullish(),
});
const network = z.looseObject({ internal: z.boolean().default(false) }).nullable();
const model = z.object({
  name: z.string(),
  services: z.record(z.string(), service).nullish(),
  networks: z.record(z.string(), network).nullish(),
});

/** What `docker compose config --format json` printed. Throws Problem `not-understood`. */
export function parseComposeConfig(text: string): ComposeModel {
  if (text.length > maxBytes) throw notCompose();
  try {
    return toModel(JSON.parse(text));
  } catch (cause) {
    throw notCompose(cause);
  }
}

/** The model of a value in the form of Compose's JSON. Throws ZodError. */
export function toModel(given: unknown): ComposeModel {
  const { name, services, networks } = model.parse(given);
  const internal = Object.entries(networks ?? {}).filter(([, one]) => one?.internal);
  const all = services ?? {};
  return {
    project: name,
    services: Object.fromEntries(Object.entries(all).map(([key, one]) => [key, toService(one, mountsOf(one, all))])),
    internalNetworks: internal.map(([key]) => key),
  };
}

type Given = z.infer<typeof service>;

/** Its own, then those of `volumes_from` (service, or service:ro; compose-spec forbids circles). */
function mountsOf({ volumes, volumes_from: others }: Given, all: Readonly<Record<string, Given>>): readonly Mount[] {
  const taken = (others ?? []).flatMap((name) => all[name.split(":")[0] ?? ""]?.volumes ?? []);
  return [...(volumes ?? []), ...taken];
}

function toService(given: Given, mounts: readonly Mount[]): Service {
  const { image, environment, ports, networks, network_mode: networkMode, depends_on: dependsOn } = given;
  return {
    image,
    environment: Object.fromEntries(Object.entries(environment ?? {}).map(([key, value]) => [key, unescaped(value)])),
    mounts,
    // HTTP/3 has UDP at the same port.
    ports: (ports ?? []).filter(({ protocol }) => protocol === "tcp").map(toPort),
    networks: Object.keys(networks ?? {}),
    networkMode: networkMode ?? undefined,
    replicas: given.deploy?.replicas ?? given.scale ?? 1,
    dependsOn: Object.fromEntries(Object.entries(dependsOn ?? {}).map(([key, { condition }]) => [key, condition])),
    keys: Object.fromEntries(Object.entries(given).filter(([, value]) => saysSomething(value))),
  };
}

/** Compose prints `$` as `$$`, so that its output can be read as a compose file again. */
const unescaped = (value: string | null) => (value ?? "").replaceAll("$$", "$");

function toPort({ target, published, host_ip: address }: z.infer<typeof port>): PublishedPort {
  return { address, hostPort: Number(published) || undefined, containerPort: target };
}

function saysSomething(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

function notCompose(cause?: unknown) {
  return leftAlone(
    "not-understood",
    phrase`what Docker Compose says of this stack is not understood`,
    "docker compose config --format json",
    cause,
  );
}
