/** An edge and the server behind it, on loopback, and what the doctor asks them with. */
import { createServer, type IncomingMessage, type RequestListener, request, type ServerResponse } from "node:http";
import { createServer as createSecure, request as requestSecurely } from "node:https";
import { onTestFinished } from "vitest";
import { fetchProbe } from "../../src/challenge/fetch-probe.ts";
import type { DoctorParts } from "../../src/doctor/parts.ts";
import type { Certificate } from "../../src/model/lineage.ts";
import type { OuterProof } from "../../src/model/service-proof.ts";
import { makeCertificate } from "./certificates.ts";
import { certificate } from "./given.ts";
import { close, listen, portOf } from "./loopback.ts";

export const domain = "shop.example.com";
export const probe = { path: "/.well-known/acme-challenge/token", body: "token.thumbprint" };
export const cloudflare = { "cf-ray": "8f0-NRT", server: "cloudflare" };

export interface Ports {
  http: number;
  https: number;
}

const pair = makeCertificate({ domains: [domain] });

async function serve(answer: RequestListener, secure: boolean): Promise<number> {
  const { privateKeyPem: key, fullchainPem: cert } = await pair;
  const server = await listen(secure ? createSecure({ key, cert }, answer) : createServer(answer), 0);
  onTestFinished(() => {
    server.closeAllConnections();
    return close(server);
  });
  return portOf(server);
}

/** A server that has the test file, and answers all else by `page`, which sees by which scheme it was asked. */
export async function origin(page: (scheme: string, request: IncomingMessage, response: ServerResponse) => void) {
  const answer =
    (scheme: string): RequestListener =>
    (asked, response) => {
      if (asked.url !== probe.path) return page(scheme, asked, response);
      response.writeHead(200, { "x-httpsidecar-scheme": scheme }).end(probe.body);
    };
  return { http: await serve(answer("http"), false), https: await serve(answer("https"), true) };
}

/** Ends TLS with a certificate of its own and asks the server behind it; `diary`: how it asked. */
export async function edgeTo({ http, https }: Ports, how: "flexible" | "full", headers: Record<string, string>) {
  const diary: string[] = [];
  const port = await serve((asked, response) => {
    const given = { ...asked.headers, "x-forwarded-proto": "https" };
    const to = { host: "127.0.0.1", path: asked.url, headers: given };
    diary.push(`${how === "full" ? "https" : "http"} ${asked.url?.replace(/\?.*/, "")}`);
    const further =
      how === "full"
        ? requestSecurely({ ...to, port: https, rejectUnauthorized: false })
        : request({ ...to, port: http });
    further.on("response", (found) => {
      response.writeHead(found.statusCode ?? 0, { ...found.headers, ...headers });
      found.pipe(response);
    });
    further.on("error", () => response.writeHead(how === "full" ? 525 : 521, headers).end());
    further.end();
  }, true);
  return { port, diary };
}

/** One that answers by itself. */
export const edgeThat = (status: number, headers: Record<string, string>, body = "") =>
  serve((_, response) => response.writeHead(status, headers).end(body), true);

export interface Look {
  nginx?: Ports;
  /** false: nginx serves no HTTPS */
  https?: boolean;
  publicAuthority?: boolean;
  stored?: Certificate | Error | undefined;
  outer?: OuterProof;
  /** false: the test file cannot be written */
  writable?: boolean;
}

/** What a check of the doctor may use, with all of it at 127.0.0.1. */
export function partsAt(edge: number, look: Look = {}): DoctorParts {
  const { nginx = { http: 9, https: 9 }, https = true, publicAuthority = true } = look;
  const production = "https://acme-v02.api.letsencrypt.org/directory";
  const stored = "stored" in look ? look.stored : certificate({ domains: [domain], directory: production });
  const resolver = { name: "r", ask: async () => ({ kind: "records" as const, values: ["127.0.0.1"] }) };
  const parts: Partial<DoctorParts> = {
    publicAuthority,
    publicPorts: { http: 9, https: edge },
    clock: { now: () => new Date(0) },
    resolvers: [resolver],
    isPublicAddress: () => true,
    probe: async () => (look.writable === false ? Promise.reject(new Error("read-only")) : probe),
    certificate: async () => (stored instanceof Error ? Promise.reject(stored) : stored),
    look: async () => ({ code: "unchanged", nginx: true, https, challenge: true, off: false, notes: [], output: "" }),
    get: (target) => fetchProbe(target, 5000, new AbortController().signal),
    proof: { inner: async () => ({ served: "same" }), outer: async () => look.outer ?? { seen: "other", issuer: "X" } },
  };
  const settings = {
    lineage: { domains: [domain] },
    nginx: { host: "127.0.0.1", port: nginx.http, sslPort: nginx.https },
  };
  return { ...parts, settings } as unknown as DoctorParts;
}
