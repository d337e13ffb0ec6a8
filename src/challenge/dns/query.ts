import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, isIPv6 } from "node:net";
import type { NameServer } from "../../model/dns.ts";
import { parseReply, type Question, type Reply, requestFor } from "./message.ts";

/** Asks one server one question. Undefined: no answer that belongs to it came in time. Throws the signal's reason. */
export type Query = (server: NameServer, question: Question, signal: AbortSignal) => Promise<Reply | undefined>;

const udpMs = 1500;
const udpTries = 2;
const tcpMs = 4000;
const lengthBytes = 2;

/** UDP twice; TCP where the answer is cut or none came, since some networks pass only one of the two (RFC 7766). */
export const query: Query = async (server, question, signal) => {
  for (let tries = 0; tries < udpTries; tries += 1) {
    signal.throwIfAborted();
    const reply = await overUdp(server, question, signal);
    if (reply && !reply.truncated) return reply;
    if (reply?.truncated) break;
  }
  signal.throwIfAborted();
  return await overTcp(server, question, signal);
};

async function overUdp(server: NameServer, question: Question, signal: AbortSignal): Promise<Reply | undefined> {
  const socket = createSocket(isIPv6(server.address) ? "udp6" : "udp4");
  const end = AbortSignal.any([signal, AbortSignal.timeout(udpMs)]);
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

async function overTcp(server: NameServer, question: Question, signal: AbortSignal): Promise<Reply | undefined> {
  const socket = connect({ host: server.address, port: server.port, signal });
  socket.setTimeout(tcpMs, () => socket.destroy());
  const end = setTimeout(() => socket.destroy(), tcpMs);
  const id = randomInt(0x10000);
  const request = requestFor(id, question);
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt16BE(request.length);
  try {
    socket.write(Buffer.concat([length, request]));
    const bytes = await readMessage(socket);
    return bytes && parseReply(bytes, id, question);
  } catch {
    return undefined;
  } finally {
    clearTimeout(end);
    socket.destroy();
  }
}

/** One message of at most 64 KiB, which is what its length can say (RFC 1035 section 4.2.2). */
async function readMessage(chunks: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  let taken = Buffer.alloc(0);
  for await (const chunk of chunks) {
    taken = Buffer.concat([taken, chunk]);
    if (taken.length < lengthBytes) continue;
    const end = lengthBytes + taken.readUInt16BE(0);
    if (taken.length >= end) return taken.subarray(lengthBytes, end);
  }
  return undefined;
}
