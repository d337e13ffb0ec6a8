import { isCertificateOf } from "./certificate-path.ts";
import { challengePath, type Directive } from "./tokens.ts";

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
}

type Directives = readonly (readonly string[])[];

interface Open {
  name: string;
  /** the server that it is, or lies in */
  server: (readonly string[])[] | undefined;
}

/** Every server block of a dump, in nginx's order. */
export function serverBlocks(all: Iterable<Directive>): readonly ServerBlock[] {
  const around: (readonly string[])[] = [];
  const servers: (readonly string[])[][] = [];
  const open: Open[] = [];
  const begin = () => {
    const directives: (readonly string[])[] = [];
    servers.push(directives);
    return directives;
  };
  for (const { words, end } of all) {
    const server = open.at(-1)?.server;
    (server ?? around).push(words);
    const [name = ""] = words;
    if (end === "{") open.push({ name, server: server ?? (isOfHttp(name, open) ? begin() : undefined) });
    if (end === "}") open.pop();
  }
  const sslOn = saysSslOn(around) ?? false;
  return servers.map((directives) => blockOf(directives, sslOn));
}

/** An included file starts at the top level. */
const isOfHttp = (name: string, open: readonly Open[]) =>
  name === "server" && (open.length === 0 || open.at(-1)?.name === "http");

const saysSslOn = (directives: Directives) => {
  const [, value] = directives.find(([first]) => first === "ssl") ?? [];
  return value === undefined ? undefined : value === "on";
};

function blockOf(directives: Directives, sslOn: boolean): ServerBlock {
  const named = (name: string) => directives.filter(([first]) => first === name).map(([, ...values]) => values);
  const listens = named("listen").flatMap(([address = "", ...options]) => listenOf(address, options));
  return {
    listens: named("listen").length === 0 ? [{ address: "80", port: 80, isDefault: false }] : listens,
    names: named("server_name").flat(),
    certificates: named("ssl_certificate").flat(),
    challenge: named("location").some((values) => values.some((value) => value.includes(challengePath))),
    includes: named("include").length > 0,
    sslOn: saysSslOn(directives) ?? sslOn,
  };
}

function listenOf(address: string, options: readonly string[]): ServerBlock["listens"] {
  if (address.startsWith("unix:")) return [];
  const port = Number(/(?:^|:)(\d+)$/.exec(address)?.[1] ?? 80);
  return [{ address, port, isDefault: options.includes("default_server") }];
}

/** True if at some port another block serves this name than the one that has what is wanted for it. */
export function isAnsweredElsewhere(blocks: readonly ServerBlock[], domain: string): boolean {
  const ports = new Set(blocks.flatMap(({ listens }) => listens.map(({ port }) => port)));
  const ours = ({ certificates }: ServerBlock) => certificates.some((path) => isCertificateOf(path, domain));
  return [...ports].some((port) => {
    const here = blocks.filter(({ listens }) => listens.some((listen) => listen.port === port));
    const chosen = chosenFor(domain, port, here);
    if (!chosen || chosen.includes) return false;
    const lacks = (has: (block: ServerBlock) => boolean) => !has(chosen) && here.some(has);
    return lacks(({ challenge }) => challenge) || (chosen.certificates.length > 0 && lacks(ours));
  });
}

/** As nginx chooses (ngx_http_core_module, server_name); undefined: unknown. */
function chosenFor(domain: string, port: number, blocks: readonly ServerBlock[]): ServerBlock | undefined {
  const ranks = blocks.map(({ names }) => Math.max(-1, ...names.map((name) => rankOf(name, domain))));
  const best = Math.max(...ranks);
  if (best >= 0) return blocks[ranks.indexOf(best)];
  if (blocks.some(({ names }) => names.some((name) => name.startsWith("~")))) return undefined;
  const isDefault = ({ listens }: ServerBlock) => listens.some((one) => one.port === port && one.isDefault);
  return blocks.find(isDefault) ?? blocks[0];
}

/** How well a server_name fits: itself before *.rest, the longest first, before start.*; -1: not at all. */
function rankOf(name: string, domain: string): number {
  const lower = name.toLowerCase();
  if (lower === domain || lower === `.${domain}`) return 2000;
  const rest = lower.replace(/^\*(?=\.)/, "");
  if (rest.startsWith(".") && domain.endsWith(rest)) return 1000 + rest.length;
  if (lower.endsWith(".*") && domain.startsWith(lower.slice(0, -1))) return lower.length;
  return -1;
}
