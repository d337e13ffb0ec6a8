// A placeholder for your app, and what the demo and the tests talk to: a page, /sse, /echo, /upload, a web socket.
import { createHash } from "node:crypto";
import { createServer } from "node:http";

const port = Number(process.env.PORT ?? 8080);

const pages = {
  "/": (request, response) => {
    response.setHeader("content-type", "text/plain; charset=utf-8");
    response.end(`It works, over ${request.headers["x-forwarded-proto"] ?? "http"}.\nSet UPSTREAM to your own app.\n`);
  },

  // One numbered event every ?every=100 milliseconds, ?count=0 of them (0: until the reader leaves).
  "/sse": (_request, response, query) => {
    const every = Number(query.get("every") ?? 100);
    const count = Number(query.get("count") ?? 0);
    let sent = 0;
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    const timer = setInterval(() => {
      sent += 1;
      response.write(`id: ${sent}\ndata: ${new Date().toISOString()}\n\n`);
      if (sent === count) response.end();
    }, every);
    response.on("close", () => clearInterval(timer));
  },

  // Gives back what it was sent.
  "/echo": async (request, response) => {
    response.setHeader("content-type", request.headers["content-type"] ?? "application/octet-stream");
    response.end(Buffer.concat(await request.toArray()));
  },

  // Counts what it is sent, however large.
  "/upload": async (request, response) => {
    const sum = createHash("sha256");
    let bytes = 0;
    for await (const part of request) {
      sum.update(part);
      bytes += part.length;
    }
    response.setHeader("content-type", "application/json");
    response.end(`${JSON.stringify({ bytes, sha256: sum.digest("hex") })}\n`);
  },
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://app");
  const page = pages[url.pathname];
  if (!page) return response.writeHead(404).end("not found\n");
  // A visitor who leaves in the middle of an upload is no reason to stop.
  try {
    await page(request, response, url.searchParams);
  } catch {
    response.destroy();
  }
});

// A web socket that gives back each short text message.
server.on("upgrade", (request, socket) => {
  const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash("sha1").update(key).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on("error", () => socket.destroy());
  socket.on("data", (frame) => {
    const length = frame[1] & 0x7f;
    if ((frame[0] & 0x0f) !== 1 || length > 125) return socket.end();
    const mask = frame.subarray(2, 6);
    const message = frame.subarray(6, 6 + length).map((byte, at) => byte ^ mask[at % 4]);
    socket.write(Buffer.concat([Buffer.from([0x81, length]), message]));
  });
});

server.listen(port, () => console.log(`listening on port ${port}`));
process.on("SIGTERM", () => process.exit(0));
