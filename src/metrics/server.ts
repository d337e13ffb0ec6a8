import { createServer } from "node:http";
import { phrase } from "../model/phrase.ts";

export interface Page {
  status: number;
  type: string;
  body: string;
}

/** Page by path, made for each request. */
export type Pages = Readonly<Record<string, () => Promise<Page>>>;

/** `descriptor`: of a socket that listens at the port already. */
export interface Place {
  port: number;
  descriptor?: number | undefined;
}

/**
 * Serves these pages, read-only, at this port of all addresses. A port that is taken is said, and nothing is served: a
 * renewal needs none. Does not keep the process up.
 */
export function servePages(
  pages: Pages,
  { port, descriptor }: Place,
  say: (line: string) => void,
  { idleMs = 15_000 } = {},
): void {
  const server = createServer(patience, async (request, response) => {
    const path = URL.parse(request.url ?? "", "http://here")?.pathname ?? "";
    const page = request.method === "GET" && Object.hasOwn(pages, path) ? pages[path] : undefined;
    if (!page) return void response.writeHead(404).end(`see ${Object.keys(pages).join(", ")}\n`);
    try {
      const { status, type, body } = await page();
      response.writeHead(status, { "content-type": type, "x-content-type-options": "nosniff" }).end(body);
    } catch (error) {
      say(phrase`warning: metrics: ${error instanceof Error ? error.message : error}`);
      response.writeHead(500).end();
    }
  });
  server.maxConnections = mostAtOnce;
  // a client that reads nothing would keep its place
  server.setTimeout(idleMs);
  server.on("error", ({ message }) => say(phrase`warning: METRICS_PORT=${port} cannot be served: ${message}`));
  server.listen(descriptor === undefined ? { port } : { fd: descriptor }).unref();
}

/** Connections that are held open cost memory, which a renewal needs more than a page. */
const mostAtOnce = 64;

/** Any client may connect: a slow request is cut off after this time, ms. */
const patience = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 5000 };
