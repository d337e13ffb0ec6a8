import { largest } from "../base/largest.ts";
import { challengePath, type Directive } from "./nginx-tokens.ts";

/** A `server { … }` of http, as written. */
export interface ServerBlock {
  listens: readonly { address: string; port: number; isDefault: boolean }[];
  names: readonly string[];
  /** values of ssl_certificate; none: those of http */
  certificates: readonly string[];
  challenge: boolean;
  /** an include may contain anything */
  includes: boolean;
  /** `ssl on`, of its own or of http: all that it listens on is TLS (nginx before 1.25.1) */
  sslOn: boolean;
  /** `server {` and all that follows it, to its own `}` */
  directives: readonly Directive[];
}

interface Open {
  name: string;
  /** the server that it is, or lies in */
  server: Directive[] | undefined;
}

/** Every server block of a dump, in nginx's order. */
export function serverBlocks(all: Iterable<Directive>): readonly ServerBlock[] {
  const around: Directive[] = [];
  const servers: Directive[][] = [];
  const open: Open[] = [];
  const begin = (first: Directive) => {
    const directives = [first];
    servers.push(directives);
    return directives;
  };
  for (const directive of all) {
    const server = open.at(-1)?.server;
    (server ?? around).push(directive);
    const { words, end } = directive;
    const [name = ""] = words;
    if (end === "{") open.push({ name, server: server ?? (isOfHttp(name, open) ? begin(directive) : undefined) });
    if (end === "}") open.pop();
  }
  const sslOn = saysSslOn(around) ?? false;
  return servers.map((directives) => blockOf(directives, sslOn));
}

/** An included file starts at the top level. */
const isOfHttp = (name: string, open: readonly Open[]) =>
  name === "server" && (open.length === 0 || open.at(-1)?.name === "http");

const saysSslOn = (directives: readonly Directive[]) => {
  const [, value] = directives.find(({ words: [first] }) => first === "ssl")?.words ?? [];
  return value === undefined ? undefined : value === "on";
};

function blockOf(directives: readonly Directive[], sslOn: boolean): ServerBlock {
  const named = (name: string) =>
    directives.filter(({ words: [first] }) => first === name).map(({ words: [, ...values] }) => values);
  const listens = named("listen").flatMap(([address = "", ...options]) => listenOf(address, options));
  return {
    listens: named("listen").length === 0 ? [{ address: "80", port: 80, isDefault: false }] : listens,
    names: named("server_name").flat(),
    certificates: named("ssl_certificate").flat(),
    challenge: named("location").some((values) => values.some((value) => value.includes(challengePath))),
    includes: named("include").length > 0,
    sslOn: saysSslOn(directives) ?? sslOn,
    directives,
  };
}

function listenOf(address: string, options: readonly string[]): ServerBlock["listens"] {
  if (address.startsWith("unix:")) return [];
  const port = Number(/(?:^|:)(\d+)$/.exec(address)?.[1] ?? 80);
  return [{ address, port, isDefault: options.includes("default_server") }];
}

/** As nginx chooses among those at this port (ngx_http_core_module, server_name); undefined: unknown. */
export function chosenFor<B extends ServerBlock>(domain: string, port: number, blocks: readonly B[]): B | undefined {
  const ranks = blocks.map((block) => rankIn(block, domain));
  const best = largest(ranks, -1);
  if (best >= 0) return blocks[ranks.indexOf(best)];
  if (blocks.some(({ names }) => names.some((name) => name.startsWith("~")))) return undefined;
  const isDefault = ({ listens }: ServerBlock) => listens.some((one) => one.port === port && one.isDefault);
  return blocks.find(isDefault) ?? blocks[0];
}

/** How well a block's names fit; -1: not at all. */
export const rankIn = ({ names }: ServerBlock, domain: string) =>
  largest(
    names.map((name) => rankOf(name, domain)),
    -1,
  );

/** How well a server_name fits: itself before *.rest, the longest first, before start.*; -1: not at all. */
function rankOf(name: string, domain: string): number {
  const lower = name.toLowerCase();
  if (lower === domain || lower === `.${domain}`) return 2000;
  const rest = lower.replace(/^\*(?=\.)/, "");
  if (rest.startsWith(".") && domain.endsWith(rest)) return 1000 + rest.length;
  if (lower.endsWith(".*") && domain.startsWith(lower.slice(0, -1))) return lower.length;
  return -1;
}
