import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { get } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "node:tls";

/** How a host looks at the stack: by a published port on loopback, trusting these PEM roots and no others. */
export interface View {
  port: number;
  domain: string;
  roots: readonly string[];
}

/** What a visitor's TLS connection was shown. */
export interface Served {
  /** upper-case hex */
  serial: string;
  /** DNS names of the leaf */
  names: readonly string[];
}

/** The certificate that is served; rejects when nothing answers, or the chain or the name does not hold. */
export async function servedCertificate({ port, domain, roots }: View): Promise<Served> {
  const socket = connect({ host: "127.0.0.1", port, servername: domain, ca: [...roots], timeout: 5000 });
  // One that comes after the answer would end the process.
  socket.on("error", () => {});
  try {
    socket.once("timeout", () => socket.destroy(new Error("no TLS answer within 5 s")));
    await once(socket, "secureConnect");
    const { serialNumber, subjectaltname = "" } = socket.getPeerCertificate();
    return { serial: serialNumber, names: subjectaltname.split(", ").map((name) => name.replace("DNS:", "")) };
  } finally {
    socket.destroy();
  }
}

/** A page over HTTPS, the chain and the name checked. */
export async function fetchSecurely(
  { port, domain, roots }: View,
  path: string,
): Promise<{ status: number; body: string; headers: IncomingHttpHeaders }> {
  const headers = { host: domain };
  const asked = get({ host: "127.0.0.1", port, servername: domain, ca: [...roots], path, headers, agent: false });
  asked.on("error", () => {});
  const [response] = await once(asked, "response");
  return { status: response.statusCode, body: await text(response), headers: response.headers };
}

/** Tries for so many ms, and is done when no try succeeds: what must not come does not come a little later either. */
export async function neverWithin(ms: number, work: () => Promise<unknown>): Promise<void> {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    if (
      await work().then(
        () => true,
        () => false,
      )
    )
      throw new Error("what must not come has come");
    await sleep(50);
  }
}

/** What a test waits for comes within so many ms on a machine that is busy with others too; only a failure takes it all. */
export const patience = 240_000;

/**
 * Tries until the work gives a value; gives it, and throws the last error when patience is over. Between two looks it
 * waits as long as a look takes, a tenth of what it has waited for (half a second at most), and `every` ms at least: looks
 * slow down what they look at, and all that runs beside it.
 */
export const eventually = <T>(work: () => Promise<T>, every = 50): Promise<T> => tryFor(patience, work, every);

/** The same before the companion's next look of its own, a minute later, which would hide that it missed a start. */
export const promptly = <T>(work: () => Promise<T>): Promise<T> => tryFor(45_000, work, 50);

/** What a program says before its limit, in ms: on a machine where it did not even begin by then, a longer one is tried. */
export async function withGrowing<T>(work: (limitMs: number) => Promise<T>): Promise<T> {
  for (const limitMs of [500, 3000, 15_000]) {
    const said = await work(limitMs);
    if (said) return said;
  }
  return await work(50_000);
}

async function tryFor<T>(ms: number, work: () => Promise<T>, every: number): Promise<T> {
  const start = performance.now();
  for (;;) {
    const began = performance.now();
    try {
      return await work();
    } catch (error) {
      if (performance.now() > start + ms) throw error;
    }
    const now = performance.now();
    await sleep(Math.max(every, now - began, Math.min((now - start) / 10, 500)));
  }
}
