/** What a service receives, on loopback. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { close, listen, portOf } from "./loopback.ts";

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Answers each request with this status and body, or as it is told; goes with the test. */
export async function receiver(
  answer:
    | { status: number; body?: string; headers?: Record<string, string> }
    | ((response: ServerResponse, body: string) => void),
) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    received.push({ path: request.url ?? "", headers: request.headers, body });
    if (typeof answer === "function") return answer(response, body);
    response.writeHead(answer.status, { connection: "close", ...answer.headers }).end(answer.body ?? "");
  });
  await listen(server, 0);
  onTestFinished(() => {
    server.closeAllConnections();
    return close(server);
  });
  return { received, host: `127.0.0.1:${portOf(server)}` };
}
