/**
 * Stands between a client and Pebble and does what Pebble cannot: refuse with a status, reset, stall, cut an answer.
 * Pebble builds its URLs from the Host header, so the whole talk goes through here.
 *
 *     const proxy = await faultProxy(pebble, (line, nth) => (line === "POST /order-plz" && nth === 1 ? "reset" : "pass"));
 */

import { once } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:https";
import { buffer } from "node:stream/consumers";
import { close, listen, portOf } from "./loopback.ts";
import type { Pebble } from "./pebble.ts";

export type Fault =
  /** goes to Pebble and back unharmed */
  | "pass"
  /** the connection is cut, Pebble never hears of it */
  | "reset"
  /** Pebble does it, the answer is lost */
  | "lose"
  /** Pebble does it, half of the answer's body arrives */
  | "truncate"
  /** nothing ever comes back */
  | "stall"
  /** answered in Pebble's place */
  | { status: number; headers?: Record<string, string>; body?: string };

export interface FaultProxy {
  directory: string;
  /** "POST /order-plz", with the path's first part only, in order */
  seen: readonly string[];
  /** what was sent, in order, as text */
  bodies: readonly string[];
  headers: readonly IncomingHttpHeaders[];
  stop(): Promise<void>;
}

/** `choose` is asked for each request; `nth` counts from 1 the requests of the same line. */
export async function faultProxy(pebble: Pebble, choose: (line: string, nth: number) => Fault): Promise<FaultProxy> {
  const seen: string[] = [];
  const bodies: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer(pebble.tls, async (incoming, outgoing) => {
    const line = `${incoming.method} /${(incoming.url ?? "").split("/")[1]}`;
    const body = await buffer(incoming);
    seen.push(line);
    bodies.push(body.toString());
    headers.push(incoming.headers);
    await act(choose(line, seen.filter((other) => other === line).length), { pebble, incoming, outgoing, body });
  });
  await listen(server, 0);
  async function stop(): Promise<void> {
    server.closeAllConnections();
    await close(server);
  }
  return { directory: `https://localhost:${portOf(server)}/dir`, seen, bodies, headers, stop };
}

interface Exchange {
  pebble: Pebble;
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  body: Buffer;
}

async function act(fault: Fault, exchange: Exchange): Promise<void> {
  const { outgoing } = exchange;
  if (fault === "stall") return;
  if (fault === "reset") return void outgoing.destroy();
  if (typeof fault === "object") return void outgoing.writeHead(fault.status, fault.headers).end(fault.body);
  const answer = await forward(exchange);
  const body = await buffer(answer);
  if (fault === "lose") return void outgoing.destroy();
  outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, "content-length": body.length });
  if (fault === "pass") return void outgoing.end(body);
  outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
}

async function forward({ pebble, incoming, body }: Exchange): Promise<IncomingMessage> {
  const { host, port } = new URL(pebble.directory);
  const asked = request(`https://${host}${incoming.url}`, {
    method: incoming.method,
    headers: { ...incoming.headers, connection: "close" },
    ca: pebble.caPem,
    port,
    agent: false,
  });
  asked.end(body);
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  return answer;
}
