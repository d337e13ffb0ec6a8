import { once } from "node:events";
import { request } from "node:https";
import type { Duplex } from "node:stream";
import type { View } from "./wire.ts";

/** Says a short text through a web socket (RFC 6455) and gives what comes back; rejects when none is opened. */
export async function echoThroughWebSocket({ port, domain, roots }: View, path: string, text: string): Promise<string> {
  const headers = {
    host: domain,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  const asked = request({ host: "127.0.0.1", port, servername: domain, ca: [...roots], path, headers, agent: false });
  asked.end();
  const [, socket] = (await once(asked, "upgrade")) as [unknown, Duplex];
  const mask = Buffer.from([1, 2, 3, 4]);
  const masked = Buffer.from(text).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length]), mask, masked]));
  const [frame] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return frame.subarray(2).toString();
}
