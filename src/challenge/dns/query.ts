import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";
import type { NameServer } from "../../model/dns.ts";
import { type Asked, parseReply, type Question, type Reply, requestFor } from "./message.ts";
import { overTcp } from "./tcp.ts";

/** Asks one server one question. Undefined: no answer that belongs to it came in time. Throws the signal's reason. */
export type Query = (server: NameServer, question: Question, signal: AbortSignal) => Promise<Reply | undefined>;

const udpTries = 2;
/** What old servers and firewalls say to EDNS (RFC 6891 section 7). */
const againstEdns = ["FORMERR", "NOTIMP", "BADVERS"];

/**
 * UDP twice, the second time without EDNS, which some servers drop; TCP where the answer is cut or none came, since some
 * networks pass only one of the two (RFC 7766).
 */
export function queryWithin({ udpMs, tcpMs }: { udpMs: number; tcpMs: number }): Query {
  return async (server, question, signal) => {
    for (let tries = 0; tries < udpTries; tries += 1) {
      signal.throwIfAborted();
      const asked = { ...question, edns: tries === 0 };
      const reply = await overUdp(server, asked, AbortSignal.any([signal, AbortSignal.timeout(udpMs)]));
      if (reply?.truncated) break;
      if (reply && !(asked.edns && againstEdns.includes(reply.rcode))) return reply;
    }
    signal.throwIfAborted();
    const id = randomInt(0x10000);
    const bytes = await overTcp(server, requestFor(id, { ...question, edns: false }), tcpMs, signal);
    return bytes && parseReply(bytes, id, question);
  };
}

export const query = queryWithin({ udpMs: 1500, tcpMs: 4000 });

async function overUdp(server: NameServer, question: Asked, end: AbortSignal): Promise<Reply | undefined> {
  const socket = createSocket(isIPv6(server.address) ? "udp6" : "udp4");
  const id = randomInt(0x10000);
  try {
    // connected: datagrams of other senders do not arrive
    socket.connect(server.port, server.address);
    await once(socket, "connect", { signal: end });
    socket.send(requestFor(id, question));
    for (;;) {
      const [bytes] = (await once(socket, "message", { signal: end })) as [Buffer];
      const reply = parseReply(bytes, id, question);
      if (reply) return reply;
    }
  } catch {
    return undefined;
  } finally {
    socket.close();
  }
}
