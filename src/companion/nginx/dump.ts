import { phrase } from "../../model/phrase.ts";
import { challengePath, type Directive, directivesOf } from "../../stack-files/nginx-tokens.ts";
import { type ServerBlock, serverBlocks } from "../../stack-files/server-blocks.ts";
import { extrasFile } from "../extras/include-line.ts";
import { countOurLine } from "./our-line.ts";

/** What matters of `nginx -T` for a comparison before and after. */
export interface Dump {
  /** files of the effective configuration */
  files: readonly string[];
  /** of all of them, about */
  bytes: number;
  listens: readonly Listen[];
  serverNames: readonly string[];
  blocks: readonly ServerBlock[];
  /** a location for the ACME challenge (RFC 8555 section 8.3) */
  challenge: boolean;
  /** values of ssl_certificate */
  certificates: readonly string[];
  /** host names that it passes requests to, resolved once when it was loaded */
  upstreams: readonly string[];
  /** keepalive_min_timeout is set, set by our own line alone, or unset */
  minTimeout: "set" | "ours" | "unset";
  /** nginx's own, "1.30.6"; "" when unknown */
  version: string;
  /** nginx knows the directive http2 (1.25.1), and only our own file sets it */
  canHttp2: boolean;
  /** HTTP is redirected to HTTPS somewhere, our own file aside */
  redirects: boolean;
  /** web sockets are proxied somewhere */
  webSockets: boolean;
  /** responses are streamed somewhere */
  streams: boolean;
}

export interface Listen {
  /** as written: "80", "[::]:443", "unix:/run/x.sock" */
  address: string;
  ssl: boolean;
}

/** What a switch must add to the configuration, besides all that it had. */
export interface Wanted {
  https: boolean;
  challenge: boolean;
}

/** Parses the dump. Each file is a run of words; blocks need no parsing, since only directives are asked for. */
export function parseDump(text: string, version = ""): Dump {
  const all = [...directivesOf(withoutExtras(text))];
  const named = (name: string) =>
    all.filter(({ words: [first] }) => first === name).map(({ words: [, ...values] }) => values);
  const blocks = serverBlocks(all);
  const listens = named("listen").map(([address = "", ...options]) => ({
    address,
    ssl: options.includes("ssl") || isOldTls(blocks, address),
  }));
  return {
    files: [...text.matchAll(/^# configuration file (.+):$/gm)].map(([, path = ""]) => path),
    bytes: Buffer.byteLength(text),
    listens,
    serverNames: named("server_name").flat(),
    blocks,
    challenge: named("location").some((values) => values.some((value) => value.includes(challengePath))),
    certificates: named("ssl_certificate").flat(),
    upstreams: upstreamsOf(all),
    minTimeout: minTimeoutOf(named("keepalive_min_timeout").length, countOurLine(text)),
    version,
    redirects: named("return").some(([code = "", to = ""]) => /^30[1278]$/.test(code) && to.startsWith("https://")),
    webSockets: named("proxy_set_header").some(([header = ""]) => header.toLowerCase() === "upgrade"),
    streams: named("proxy_buffering").some(([value]) => value === "off"),
    canHttp2: isSince(version, [1, 25, 1]) && named("http2").length === 0,
  };
}

/** Names in variables, and servers with `resolve`, are looked up again and again. */
function upstreamsOf(all: readonly Directive[]): readonly string[] {
  const named = all.flatMap(({ words: [name = "", to = "", ...options], end }) => {
    const isServer = name === "server" && end === ";" && !options.includes("resolve");
    if (!isServer && !/^(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass$/.test(name)) return [];
    return /^(?:[a-z]+:\/\/)?([a-z0-9][a-z0-9._-]*)(?=[:/]|$)(?!.*\$)/i.exec(to)?.[1] ?? [];
  });
  return [...new Set(named)];
}

const isOldTls = (blocks: readonly ServerBlock[], address: string) =>
  blocks.some(({ sslOn, listens }) => sslOn && listens.some((listen) => listen.address === address));

export function isSince(version: string, first: readonly number[]): boolean {
  const parts = version.split(".").map(Number);
  const differs = first.findIndex((part, at) => part !== parts[at]);
  return differs < 0 || (parts[differs] ?? 0) > (first[differs] ?? 0);
}

/** What we added says nothing about what the operator configured. */
function withoutExtras(text: string): string {
  const [start, ...files] = text.split(/^(?=# configuration file )/m);
  return [start, ...files.filter((file) => !file.startsWith(`# configuration file ${extrasFile}:`))].join("");
}

function minTimeoutOf(all: number, ours: number): Dump["minTimeout"] {
  if (all === 0) return "unset";
  return all > ours ? "set" : "ours";
}

/** What a switch lost, in words; empty: nothing. A switch to off may remove TLS listens, nothing else. */
export function missingAfter(before: Dump, after: Dump, wanted: Wanted): readonly string[] {
  const listens = before.listens.filter(({ ssl }) => wanted.https || !ssl);
  const lost = listens.filter(({ address }) => !after.listens.some((one) => one.address === address));
  const lostNames = before.serverNames.filter((name) => !after.serverNames.includes(name));
  return [
    ...lost.map(({ address }) => `listen ${address}`),
    ...lostNames.map((name) => `server_name ${name}`),
    ...(wanted.https && !servesTls(after) ? [phrase`a listen with ssl`] : []),
    ...(wanted.challenge && !after.challenge ? [`location ${challengePath}/`] : []),
  ];
}

export function servesTls({ listens }: Pick<Dump, "listens">): boolean {
  return listens.some(({ ssl }) => ssl);
}

/** TCP ports of the TLS listens; none where the configuration is unknown. */
export function tlsPorts(dump: Dump | undefined): readonly number[] {
  const addresses = (dump?.listens ?? []).filter(({ ssl, address }) => ssl && !address.startsWith("unix:"));
  return addresses.map(({ address }) => Number(/(\d+)$/.exec(address)?.[1] ?? 80));
}
