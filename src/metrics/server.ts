import { createServer, type Server } from "node:http";
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
 * Serves these pages, read-only, at this port of all addresses, one to a connection. A port that is taken is said, and
 * nothing is served: a renewal needs none. Does not keep the process up. What it gives takes no more clients, and resolves
 * once those that were taken have their answers, or have had a second or two for them.
 */
export function servePages(
  pages: Pages,
  { port, descriptor }: Place,
  say: (line: string) => void,
  { idleMs = 15_000 } = {},
): () => Promise<void> {
  const server = createServer(patience, async (request, response) => {
    const path = URL.parse(request.url ?? "", "http://here")?.pathname ?? "";
    const page = isReading(request.method) && Object.hasOwn(pages, path) ? pages[path] : undefined;
    if (!page) return void response.writeHead(404).end(`see ${Object.keys(pages).join(", ")}\n`);
    try {
      const { status, type, body } = await page();
      const head = { "content-type": type, "x-content-type-options": "nosniff", connection: "close" };
      response.writeHead(status, head).end(body);
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
  return () => closed(server);
}

const isReading = (method = "") => method === "GET" || method === "HEAD";

async function closed(server: Server): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), 2000);
  await new Promise((resolve) => server.close(resolve));
  clearTimeout(late);
}

/** Connections that are held open cost memory, which a renewal needs more than a page. */
const mostAtOnce = 64;

/** Any client may connect: a slow request is cut off after this time, ms. */
const patience = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 5000 };
