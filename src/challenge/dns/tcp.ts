import { connect } from "node:net";

const lengthBytes = 2;

/** One DNS message over TCP and its answer (RFC 7766); undefined when none came within `limitMs`. */
export async function overTcp(
  { address, port }: { address: string; port: number },
  request: Buffer,
  limitMs: number,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const socket = connect({ host: address, port, signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]) });
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt16BE(request.length);
  try {
    socket.write(Buffer.concat([length, request]));
    return await readMessage(socket);
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

/** At most 64 KiB, which is what its length can say (RFC 1035 section 4.2.2). */
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
