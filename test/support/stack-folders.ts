import { appendFile, cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { difyServices } from "./dify-services.ts";
import { editEnv } from "./env-file.ts";
import { readImages } from "./images.ts";
import { testLabel } from "./leftovers.ts";
import { type Profiles, pebbleFolder, pebbleService, preparePebble } from "./pebble-service.ts";
import { repository } from "./repository.ts";
import type { Service, Services } from "./services.ts";

export interface FolderOptions {
  folder: string;
  domain: string;
  /** further names under which the authority reaches nginx */
  otherNames?: readonly string[];
  httpPort: number;
  httpsPort: number;
  managementPort: number;
  /** lines of .env besides what the stack is shipped with */
  env?: Readonly<Record<string, string>>;
  /** of the authority, in Pebble's words */
  authority?: Readonly<Record<string, string>>;
  /** what its certificates are; one profile of 90 days and more unless told */
  profiles?: Profiles;
  /** what to add to services, as Compose would merge it */
  services?: Services;
  /** Dify's kind: all of its services, not only those that nginx needs */
  whole?: boolean;
  /** of the stack's one network, and further volumes, in Compose's words */
  network?: Service;
  volumes?: Services;
}

/** The repository's own compose.yaml, as someone starts from it; gives the PEM of the root behind Pebble's HTTPS. */
export async function officialStack(options: FolderOptions): Promise<string> {
  const { folder } = options;
  await mkdir(folder);
  for (const part of ["compose.yaml", "docker/nginx", "docker/app"]) {
    await cp(repository(part), join(folder, part), { recursive: true });
  }
  await cp(repository(".env.example"), join(folder, ".env"));
  const { nginx, node } = readImages();
  await editEnv(join(folder, ".env"), { NGINX_IMAGE: nginx, NODE_IMAGE: node });

  const here = { nginx: reachable(options), app: {}, certbot: trust, "certbot-companion": {} };
  return await finish(options, "compose.override.yaml", here);
}

/** A stack shaped as Dify's docker/ folder, as it was before anyone heard of a sidecar. */
export async function difyStack(options: FolderOptions): Promise<string> {
  const { folder } = options;
  await cp(repository("test/fixtures/dify-like"), folder, { recursive: true });
  await cp(repository("docker/app/server.mjs"), join(folder, "app/server.mjs"));

  const services = difyServices(readImages(), options.whole ?? false);
  const here = mergeServices(services, { certbot: trust, nginx: reachable(options) });
  return await finish(options, "docker-compose.yaml", here);
}

/** docker/haproxy as someone starts from it, with the app that it is shipped with. */
export async function haproxyStack(options: FolderOptions): Promise<string> {
  const { folder } = options;
  await cp(repository("docker/haproxy"), folder, { recursive: true });
  await cp(repository("docker/app"), join(folder, "app"), { recursive: true });
  const { haproxy, node } = readImages();
  await writeFile(join(folder, ".env"), `HAPROXY_IMAGE=${haproxy}\nNODE_IMAGE=${node}\n`);

  const app = { volumes: ["./app:/app:ro"] };
  const here = { haproxy: reachable(options), app, "prepare-haproxy": {}, certbot: trust, "certbot-companion": {} };
  return await finish(options, "compose.override.yaml", here);
}

/** The README's second step for Dify: our override beside Dify's own file. */
export async function dropIn(folder: string): Promise<void> {
  await cp(repository("docker/dify/docker-compose.override.yaml"), join(folder, "docker-compose.override.yaml"));
}

/** What a test needs besides: an authority, ports of its own, and labels to be found by. */
export async function finish(options: FolderOptions, file: string, here: Services): Promise<string> {
  const { folder, env = {}, httpPort, httpsPort, managementPort, authority = {} } = options;
  const authorityRoot = await preparePebble(folder, options.profiles);
  const pebble = pebbleService(readImages().pebble, managementPort, authority);
  const services = labelled(mergeServices({ ...here, pebble }, options.services ?? {}));
  const networks = labelled({ default: options.network ?? {} });
  const volumes = labelled(options.volumes ?? {});
  await writeFile(join(folder, file), `${JSON.stringify({ services, networks, volumes }, undefined, 2)}\n`);

  const ports = { EXPOSE_NGINX_PORT: String(httpPort), EXPOSE_NGINX_SSL_PORT: String(httpsPort) };
  await editEnv(join(folder, ".env"), { HTTPSIDECAR_IMAGE: readImages().httpsidecar, ...ports, ...env });
  await appendFile(join(folder, "httpsidecar.env"), `REQUESTS_CA_BUNDLE=/${pebbleFolder}/ca.pem\n`);
  return authorityRoot;
}

const trust = { volumes: [`./${pebbleFolder}/ca.pem:/${pebbleFolder}/ca.pem:ro`] };

/** Docker's DNS answers the domain with nginx's address, as public DNS would. */
export function reachable({ domain, otherNames = [] }: FolderOptions) {
  return { networks: { default: { aliases: [domain, ...otherNames] } } };
}

function labelled(services: Services): Services {
  const labels = { [testLabel]: "e2e" };
  return Object.fromEntries(Object.entries(services).map(([name, service]) => [name, { ...service, labels }]));
}

function mergeServices(one: Services, other: Services): Services {
  return merge(one, other) as Services;
}

/** Lists grow, maps are merged, all else is replaced: what Compose does with two files. */
function merge(one: Service, other: Service): Service {
  const merged = Object.entries(other).map(([key, value]) => [key, mergeValues(one[key], value)]);
  return { ...one, ...Object.fromEntries(merged) };
}

function mergeValues(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  return isMap(one) && isMap(other) ? merge(one, other) : other;
}

function isMap(value: unknown): value is Service {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
