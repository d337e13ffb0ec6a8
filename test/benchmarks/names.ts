import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { close, listen, portOf } from "../support/loopback.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";
import { repository } from "../support/repository.ts";
import { median, repeat, secondsOf, timed } from "./figures.ts";
import type { Row, Section } from "./table.ts";

/** One client and one order: names of its own, a folder of its own, and the CA as it is reached. */
interface Order {
  folder: string;
  names: readonly string[];
  directory: string;
  pebble: Pebble;
}
interface Client {
  first(order: Order): Promise<unknown>;
  renewed(order: Order): Promise<unknown>;
}
type What = "first" | "renewed";
interface Measured {
  ms: readonly number[];
  requests: number;
}

const counts = [1, 10, 50];
const far = 100;

/** lego waits for seconds after each name where the CA names no time. */
const most = { "certbot 2.1": 50, "lego 4.9": 10 };

/**
 * From the start of a program to the certificate, over HTTP in one webroot: the first one and a renewal, of some names,
 * with the CA on this machine and 100 ms of round trip away. The sidecar's own process runs already; here it is started.
 */
export async function measureNames(runs: number): Promise<Section[]> {
  await execa(process.execPath, [repository("docker/bundle.mjs")], { cwd: repository(".") });
  const pebble = await startPebble();
  const base = await mkdtemp(join(tmpdir(), "httpsidecar-bench-"));
  const away = await slowed(Number(new URL(pebble.directory).port), far / 2);
  try {
    const found: Section[] = [];
    for (const [where, directory] of [
      ["CA on this machine", pebble.directory],
      [`CA ${far} ms away`, `https://localhost:${portOf(away)}/dir`],
    ] as const)
      found.push(...(await compared({ runs, base, pebble, directory }, where)));
    return found;
  } finally {
    await close(away);
    await pebble.stop();
    await rm(base, { recursive: true, force: true });
  }
}

interface Place extends Pick<Order, "pebble" | "directory"> {
  runs: number;
  base: string;
}

async function compared(place: Place, where: string): Promise<Section[]> {
  const rows: Record<keyof typeof most, Row[]> = { "certbot 2.1": [], "lego 4.9": [] };
  for (const count of counts) {
    const own = await measured(ours, count, place);
    for (const [name, client] of [
      ["certbot 2.1", certbot],
      ["lego 4.9", lego],
    ] as const) {
      if (count > most[name]) continue;
      const theirs = await measured(client, count, place);
      for (const what of ["first", "renewed"] as const) rows[name].push(rowOf(what, count, own[what], theirs[what]));
    }
  }
  return Object.entries(rows).map(([before, each]) => ({ title: where, ours: "httpsidecar", before, rows: each }));
}

function rowOf(what: What, count: number, own: Measured, theirs: Measured): Row {
  const few = what === "renewed" && count === 1 ? 9 : 2 * count + 12;
  const said = ({ ms, requests }: Measured) => `${secondsOf(ms)}, ${requests} requests`;
  return {
    what: `${what}, ${count} ${count === 1 ? "name" : "names"}`,
    ...{ ours: said(own), before: said(theirs) },
    aim: { wanted: `${few} requests, no longer`, met: own.requests <= few && median(own.ms) <= median(theirs.ms) },
  };
}

let orders = 0;

async function measured(client: Client, count: number, { runs, base, ...ca }: Place): Promise<Record<What, Measured>> {
  const all: Record<What, { ms: number; requests: number }[]> = { first: [], renewed: [] };
  await repeat(runs, async () => {
    const folder = await mkdtemp(join(base, "client-"));
    const of = `o${orders++}.test`;
    const order = { ...ca, folder, names: Array.from({ length: count }, (_, at) => `n${at}.${of}`) };
    await writeFile(
      join(folder, "hosts"),
      `127.0.0.1 localhost\n${order.names.map((name) => `127.0.0.1 ${name}\n`).join("")}`,
    );
    for (const what of ["first", "renewed"] as const) {
      const before = ca.pebble.requests().length;
      const ms = await timed(() => client[what](order));
      all[what].push({ ms, requests: ca.pebble.requests().length - before });
    }
  });
  const ends = (what: What) => ({
    ms: all[what].map(({ ms }) => ms),
    requests: median(all[what].map(({ requests }) => requests)),
  });
  return { first: ends("first"), renewed: ends("renewed") };
}

/** Its preflight asks for the address of each name. */
async function typedOurs({ folder, directory, names, pebble }: Order, ...words: string[]) {
  const script = 'mount --bind "$0" /etc/hosts && exec "$@"';
  const main = [join(folder, "hosts"), process.execPath, repository("dist/main.js"), "certbot", "certonly"];
  const ca = [...placesIn(folder), "-n", "--webroot", "-w", pebble.webroot, "--server", directory];
  const env = {
    ...{ REQUESTS_CA_BUNDLE: pebble.caFile, CERTBOT_DOMAIN: "", DEPLOY: "hook" },
    ...{ NGINX_SERVICE: "127.0.0.1", NGINX_PORT: `${pebble.httpPort}` },
  };
  await execa("unshare", ["--mount", "sh", "-c", script, ...main, ...ca, "-d", names.join(","), ...words], { env });
}

const ours: Client = {
  first: (order) => typedOurs(order),
  renewed: (order) => typedOurs(order, "--force-renewal"),
};

const placesIn = (folder: string) =>
  ["config", "work", "logs"].flatMap((each) => [`--${each}-dir`, join(folder, each)]);

async function typedCertbot({ folder, directory, names, pebble }: Order, ...words: string[]) {
  const ca = ["-n", "--agree-tos", "--register-unsafely-without-email", "--server", directory];
  const how = ["certonly", "--webroot", "-w", pebble.webroot, "-d", names.join(",")];
  await execa("certbot", [...how, ...placesIn(folder), ...ca, ...words], {
    env: { REQUESTS_CA_BUNDLE: pebble.caFile },
  });
}

const certbot: Client = {
  first: (order) => typedCertbot(order),
  renewed: (order) => typedCertbot(order, "--force-renewal"),
};

async function typedLego({ folder, directory, names, pebble }: Order, ...words: string[]) {
  await mkdir(join(folder, "lego"), { recursive: true });
  const ca = ["--server", directory, "--email", "ops@example.test", "--accept-tos", "--path", join(folder, "lego")];
  const how = ["--http", "--http.webroot", pebble.webroot, ...names.flatMap((name) => ["--domains", name])];
  await execa("lego", [...ca, ...how, ...words], { env: { LEGO_CA_CERTIFICATES: pebble.caFile } });
}

const lego: Client = {
  first: (order) => typedLego(order, "run"),
  renewed: (order) => typedLego(order, "renew", "--days", "1000", "--no-random-sleep"),
};

/** The same port further away: whatever is sent arrives later, each way, in its order. */
async function slowed(port: number, ms: number) {
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const remote = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    for (const [from, to] of [
      [near, remote],
      [remote, near],
    ] as const)
      later(from, to, ms);
  });
  return await listen(server, 0);
}

function later(from: Socket, to: Socket, ms: number): void {
  from.on("data", (bytes) => setTimeout(() => to.writable && to.write(bytes), ms));
  from.on("end", () => setTimeout(() => to.end(), ms));
  from.on("error", () => to.destroy());
}
