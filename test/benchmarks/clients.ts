import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { Pebble } from "../support/pebble.ts";
import { repository } from "../support/repository.ts";

/** One client and one order: names of its own, a folder of its own, and the CA as it is reached. */
export interface Order {
  folder: string;
  names: readonly string[];
  directory: string;
  pebble: Pebble;
}
export interface Client {
  first(order: Order): Promise<unknown>;
  renewed(order: Order): Promise<unknown>;
}

/** A client's folder and its CA; `folder/hosts` has the addresses of its names. */
export type Place = Omit<Order, "names">;

/** What the clients below start as ours. */
export async function bundleOurs(): Promise<void> {
  await execa(process.execPath, [repository("docker/bundle.mjs")], { cwd: repository(".") });
}

/** Our preflight asks for the address of each name. */
export async function knowsNames(folder: string, names: readonly string[]): Promise<void> {
  const lines = ["localhost", ...names].map((name) => `127.0.0.1 ${name}\n`);
  await writeFile(join(folder, "hosts"), lines.join(""));
}

/** Our `certbot` with the folders, the webroot and the CA of a place; a process to follow or to wait for. */
export function typedOurs({ folder, directory, pebble }: Place, verb: string, ...words: string[]) {
  const script = 'mount --bind "$0" /etc/hosts && exec "$@"';
  const main = [join(folder, "hosts"), process.execPath, repository("dist/main.js"), "certbot", verb];
  const ca = [...placesIn(folder), "-n", "--webroot", "-w", pebble.webroot, "--server", directory];
  const env = {
    NODE_OPTIONS: imageOptions(),
    ...{ REQUESTS_CA_BUNDLE: pebble.caFile, CERTBOT_DOMAIN: "", DEPLOY: "hook" },
    ...{ NGINX_SERVICE: "127.0.0.1", NGINX_PORT: `${pebble.httpPort}` },
  };
  return execa("unshare", ["--mount", "sh", "-c", script, ...main, ...ca, ...words], { env });
}

/** What Node is started with in the image. */
function imageOptions(): string {
  const options = [...readFileSync(repository("docker/Dockerfile"), "utf8").matchAll(/^ENV NODE_OPTIONS="(.+)"$/gm)];
  return options.at(-1)?.[1] ?? "";
}

/** Real certbot with the same words. */
export function typedCertbot({ folder, directory, pebble }: Place, verb: string, ...words: string[]) {
  const ca = ["-n", "--agree-tos", "--register-unsafely-without-email", "--server", directory];
  const how = [verb, "--webroot", "-w", pebble.webroot, ...words];
  const env = { REQUESTS_CA_BUNDLE: pebble.caFile };
  return execa("certbot", [...how, ...placesIn(folder), ...ca], { env });
}

const placesIn = (folder: string) =>
  ["config", "work", "logs"].flatMap((each) => [`--${each}-dir`, join(folder, each)]);

function clientOf(typed: typeof typedOurs): Client {
  const certonly = ({ names, ...place }: Order, ...words: string[]) =>
    typed(place, "certonly", "-d", names.join(","), ...words);
  return { first: (order) => certonly(order), renewed: (order) => certonly(order, "--force-renewal") };
}

export const ours = clientOf(typedOurs);
export const certbot = clientOf(typedCertbot);

async function typedLego({ folder, directory, names, pebble }: Order, ...words: string[]) {
  await mkdir(join(folder, "lego"), { recursive: true });
  const ca = ["--server", directory, "--email", "ops@example.test", "--accept-tos", "--path", join(folder, "lego")];
  const how = ["--http", "--http.webroot", pebble.webroot, ...names.flatMap((name) => ["--domains", name])];
  await execa("lego", [...ca, ...how, ...words], { env: { LEGO_CA_CERTIFICATES: pebble.caFile } });
}

export const lego: Client = {
  first: (order) => typedLego(order, "run"),
  renewed: (order) => typedLego(order, "renew", "--days", "1000", "--no-random-sleep"),
};
