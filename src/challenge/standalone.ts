import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { ChallengeResponder } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { inEnv } from "../model/typed-lines.ts";
import { checkToken, errorCode } from "./webroot-problems.ts";

export interface StandaloneOptions {
  /** 80 unless told */
  port?: number | undefined;
  /** all addresses unless told */
  address?: string | undefined;
  /** any client may connect: one that sends no request is cut off after this time, ms */
  silentMs?: number;
}

const path = "/.well-known/acme-challenge/";

/**
 * Answers http-01 (RFC 8555 section 8.3) itself, on a port of its own, only while there is a token to serve.
 * `present` throws Problem `standalone-port` when it cannot listen there.
 */
export function standalone({ port = 80, address, silentMs = 10_000 }: StandaloneOptions = {}): ChallengeResponder {
  const tokens = new Map<string, string>();
  let server: Promise<Server> | undefined;
  return {
    async present(token, keyAuthorization) {
      checkToken(token);
      tokens.set(token, keyAuthorization);
      server ??= listen(tokens, { port, address, silentMs });
      await server;
    },
    async cleanUp(token) {
      tokens.delete(token);
      if (tokens.size > 0 || server === undefined) return;
      const ending = server;
      server = undefined;
      await close(await ending.catch(() => undefined));
    },
  };
}

async function listen(
  tokens: ReadonlyMap<string, string>,
  options: StandaloneOptions & { port: number; silentMs: number },
): Promise<Server> {
  const { port, address, silentMs } = options;
  const patience = {
    headersTimeout: silentMs,
    requestTimeout: 1.5 * silentMs,
    connectionsCheckingInterval: silentMs / 2,
  };
  const server = createServer(patience, (request, response) => {
    const pathname = URL.parse(request.url ?? "", "http://here")?.pathname ?? "";
    const body = pathname.startsWith(path) ? tokens.get(pathname.slice(path.length)) : undefined;
    response.writeHead(body === undefined ? 404 : 200, headers);
    response.end(body ?? "");
  });
  server.maxConnections = mostAtOnce;
  try {
    await once(server.listen({ port, host: address }), "listening");
  } catch (error) {
    throw portProblem(port, error);
  }
  // out of file descriptors, for example: the next connection may find some
  return server.on("error", () => {});
}

/** Many times what a CA opens for a hundred names; those that are held open cost memory. */
const mostAtOnce = 1000;

const headers = { "content-type": "text/plain", "x-content-type-options": "nosniff", connection: "close" };

async function close(server: Server | undefined): Promise<void> {
  if (server === undefined) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

function portProblem(port: number, error: unknown): Problem {
  return new Problem({
    code: "standalone-port",
    message: phrase`--standalone cannot listen on port ${port} (${errorCode(error) ?? phrase`unknown error`})`,
    fix: inEnv(
      phrase`stop what listens there, choose another with --http-01-port, or leave --standalone out: nginx serves the webroot`,
    ),
    retry: "look",
    cause: error,
  });
}
