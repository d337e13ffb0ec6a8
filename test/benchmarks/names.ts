import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { close, listen, portOf } from "../support/loopback.ts";
import { startPebble } from "../support/pebble.ts";
import { bundleOurs, type Client, certbot, knowsNames, lego, type Order, ours } from "./clients.ts";
import { median, repeat, secondsOf, timed } from "./figures.ts";
import type { Row, Section } from "./table.ts";

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
  await bundleOurs();
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
  const account = what === "first" ? 1 : 0;
  const few = account + (what === "renewed" && count === 1 ? 9 : 2 * count + 12);
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
    await knowsNames(folder, order.names);
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
