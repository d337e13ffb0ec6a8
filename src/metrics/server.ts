import { createServer } from "node:http";
import { phrase } from "../model/phrase.ts";
import type { Metrics } from "./metrics.ts";

/**
 * Serves /metrics at this port, all addresses; nothing else, and only to read. A port that is taken is said and done
 * without: a renewal needs none. Does not keep the process up.
 */
export function serveMetrics(metrics: Metrics, port: number, say: (line: string) => void): void {
  const server = createServer(async (request, response) => {
    const path = URL.parse(request.url ?? "", "http://here")?.pathname;
    if (path !== "/metrics" || request.method !== "GET") return void response.writeHead(404).end("see /metrics\n");
    try {
      const text = await metrics.text();
      response.writeHead(200, { "content-type": metrics.contentType }).end(text);
    } catch (error) {
      say(phrase`warning: metrics: ${error instanceof Error ? error.message : error}`);
      response.writeHead(500).end();
    }
  });
  server.on("error", ({ message }) => say(phrase`warning: METRICS_PORT=${port} cannot be served: ${message}`));
  server.listen(port).unref();
}
