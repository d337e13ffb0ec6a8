/**
 * A real Pebble (the ACME test CA of Let's Encrypt) on free loopback ports, for integration tests:
 *
 *     const pebble = await startPebble({ nonceReject: 50 });
 *     acmeAuthority({ directory: pebble.directory, caBundle: pebble.caFile, … });
 *     await pebble.stop();
 *
 * Every name resolves to 127.0.0.1 (pebble-challtestsrv is its DNS), blocked.example is refused, and http-01 is validated for real:
 * a small HTTP server serves the folder `pebble.webroot` at the port that Pebble asks.
 * The binary comes from docker/setup/pebble.
 */
import { type ChildProcess, execFile, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { get, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { accepts, close, end, serveFolder } from "./loopback.ts";
import { freePorts } from "./ports.ts";

const run = promisify(execFile);
const setup = fileURLToPath(new URL("../../docker/setup/pebble", import.meta.url));

export interface PebbleOptions {
  /** per cent of good nonces that are refused */
  nonceReject?: number;
  /** per cent of valid authorizations that are used again */
  authzReuse?: number;
  /** every challenge is valid, nobody is asked */
  alwaysValid?: boolean;
  /** the longest random pause before a validation, seconds; 0: none */
  sleep?: number;
  /** Retry-After of authorizations and orders, seconds (0 unless told) */
  retryAfter?: { authz: number; order: number };
  /** refuses what RFC 8555 only frowns on */
  strict?: boolean;
  /** name and life in seconds of each profile (one of 90 days unless told) */
  profiles?: Readonly<Record<string, number>>;
  /** roots besides the first one, each with a chain of its own */
  alternateRoots?: number;
  /** accounts only for those who know one of these keys: kid and base64url key */
  externalAccounts?: Readonly<Record<string, string>>;
  /** host:port of a name server of the test's own, for dns-01 (asked over TCP) */
  dnsServer?: string;
  /** serve the challenges yourself at this port; no server is started */
  httpPort?: number;
}

export interface Pebble {
  directory: string;
  /** the root of Pebble's own HTTPS, not the one it issues from */
  caFile: string;
  caPem: string;
  /** PEM: certificate and key of Pebble's own HTTPS, for a proxy in its place */
  tls: { cert: string; key: string };
  managementUrl: string;
  /** challtestsrv's, for records: POST /add-a, /set-default-ipv4, … */
  dnsManagementUrl: string;
  /** challtestsrv itself, host:port */
  dnsServer: string;
  /** where it looks for challenges, at the address of each name */
  httpPort: number;
  webroot: string;
  /** from now on the name has this address, instead of 127.0.0.1 */
  resolve(name: string, address: string): Promise<void>;
  /** as logged, in order, without what is after the resource: "POST /order-plz", "POST /authZ/" */
  requests(): readonly string[];
  /** orders it was asked for, since the first start */
  orders(): number;
  log(): string;
  /** PEM of the root it issues from, or of an alternate one; another one after each start */
  root(nth?: number): Promise<string>;
  /** What it answers as renewal information about a certificate (PEM) from now on: any text, JSON or not. */
  setRenewalInfo(certificatePem: string, answer: string): Promise<void>;
  /** Ends it; start again with `start`. Everything it knew is lost. */
  halt(): Promise<void>;
  start(): Promise<void>;
  /** Ends everything and removes its files. */
  stop(): Promise<void>;
}

export async function startPebble(options: PebbleOptions = {}): Promise<Pebble> {
  const folder = await mkdtemp(join(tmpdir(), "pebble-"));
  const webroot = join(folder, "www");
  const [{ stdout }, ports] = await Promise.all([run(setup), freePorts(5), mkdir(webroot), makeTls(folder)]);
  const [acme, management, http, dns, dnsManagement] = ports as [number, number, number, number, number];
  const httpPort = options.httpPort ?? http;
  const binary = stdout.trim();
  await writeFile(join(folder, "config.json"), config(options, { acme, management, httpPort }));

  // a file and not a pipe: a line is there before its answer is
  const logFile = await open(join(folder, "pebble.log"), "a");
  const log = () => readFileSync(join(folder, "pebble.log"), "utf8");
  let pebble: ChildProcess | undefined;
  const files = options.httpPort === undefined ? await serveFolder(webroot, httpPort) : undefined;
  const resolver = spawn(`${binary}-challtestsrv`, resolverArguments(dns, dnsManagement), { stdio: "ignore" });

  async function start(): Promise<void> {
    const strict = options.strict ? ["-strict"] : [];
    const words = [
      "-config",
      join(folder, "config.json"),
      "-dnsserver",
      options.dnsServer ?? `127.0.0.1:${dns}`,
      ...strict,
    ];
    const stdio: StdioOptions = ["ignore", logFile.fd, logFile.fd];
    pebble = spawn(binary, words, { cwd: folder, env: environment(options), stdio });
    await Promise.all([acme, management, dnsManagement].map(accepts));
  }
  async function halt(): Promise<void> {
    await end(pebble);
  }
  async function stop(): Promise<void> {
    await Promise.all([halt(), end(resolver), close(files)]);
    process.off("exit", killAll);
    await logFile.close();
    await rm(folder, { recursive: true, force: true });
  }
  const killAll = () => [pebble, resolver].map((child) => child?.kill("SIGKILL"));
  process.once("exit", killAll);
  await start();

  const caFile = join(folder, "ca.pem");
  const read = (name: string) => readFile(join(folder, name), "utf8");
  const caPem = await read("ca.pem");
  const dnsManagementUrl = `http://127.0.0.1:${dnsManagement}`;
  const managementUrl = `https://localhost:${management}`;
  const requests = () =>
    [...log().matchAll(/ ((?:GET|HEAD|POST) \/\S*) -> calling handler/g)].map(([, line]) => `${line}`);
  return {
    directory: `https://localhost:${acme}/dir`,
    ...{ caFile, caPem, managementUrl, webroot, httpPort, requests, log, start, halt, stop },
    tls: { cert: await read("leaf.pem"), key: await read("leaf.key") },
    dnsManagementUrl,
    dnsServer: `127.0.0.1:${dns}`,
    async resolve(host, address) {
      const body = JSON.stringify({ host, addresses: [address] });
      await fetch(`${dnsManagementUrl}/add-a`, { method: "POST", body });
    },
    orders: () => requests().filter((line) => line === "POST /order-plz").length,
    root: (nth = 0) => fetchText(`${managementUrl}/roots/${nth}`, caPem),
    setRenewalInfo: (certificate, ariResponse) =>
      tell(`${managementUrl}/set-renewal-info/`, { certificate, ariResponse }, caPem),
  };
}

function config(options: PebbleOptions, ports: { acme: number; management: number; httpPort: number }): string {
  const pebble = {
    listenAddress: `127.0.0.1:${ports.acme}`,
    managementListenAddress: `127.0.0.1:${ports.management}`,
    certificate: "leaf.pem",
    privateKey: "leaf.key",
    httpPort: ports.httpPort,
    tlsPort: 1,
    keyAlgorithm: "ecdsa",
    domainBlocklist: ["blocked.example"],
    retryAfter: options.retryAfter ?? { authz: 0, order: 0 },
    profiles: profilesOf(options.profiles ?? { default: 7_776_000 }),
    externalAccountBindingRequired: options.externalAccounts !== undefined,
    externalAccountMACKeys: options.externalAccounts ?? {},
  };
  return JSON.stringify({ pebble });
}

function profilesOf(lives: Readonly<Record<string, number>>) {
  const profile = ([name, validityPeriod]: [string, number]) => [
    name,
    { description: `the ${name} one`, validityPeriod },
  ];
  return Object.fromEntries(Object.entries(lives).map(profile));
}

function environment(options: PebbleOptions) {
  const { nonceReject = 0, authzReuse = 0, alwaysValid = false, sleep: seconds = 0, alternateRoots = 0 } = options;
  return {
    PEBBLE_ALTERNATE_ROOTS: `${alternateRoots}`,
    PEBBLE_WFE_NONCEREJECT: `${nonceReject}`,
    PEBBLE_AUTHZREUSE: `${authzReuse}`,
    ...(alwaysValid ? { PEBBLE_VA_ALWAYS_VALID: "1" } : {}),
    ...(seconds > 0 ? { PEBBLE_VA_SLEEPTIME: `${seconds}` } : { PEBBLE_VA_NOSLEEP: "1" }),
  };
}

function resolverArguments(dns: number, management: number): string[] {
  const off = ["http01", "https01", "tlsalpn01", "doh"].flatMap((name) => [`-${name}`, ""]);
  const on = ["-dnsserver", `127.0.0.1:${dns}`, "-management", `127.0.0.1:${management}`];
  return [...off, ...on, "-defaultIPv4", "127.0.0.1", "-defaultIPv6", ""];
}

/** A root and a certificate for localhost, made for this one Pebble. */
async function makeTls(folder: string): Promise<void> {
  const key = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"];
  const leaf = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"];
  const notCa = ["-addext", "basicConstraints=critical,CA:FALSE", "-CA", "ca.pem", "-CAkey", "ca.key"];
  // Python since 3.13, and so real certbot, takes no root that does not say what its key is for.
  const root = ["-subj", "/CN=test root", "-addext", "keyUsage=critical,keyCertSign,cRLSign"];
  await run("openssl", [...key, ...root, "-keyout", "ca.key", "-out", "ca.pem"], { cwd: folder });
  await run("openssl", [...key, ...leaf, ...notCa, "-keyout", "leaf.key", "-out", "leaf.pem"], { cwd: folder });
}

export async function fetchText(url: string, ca: string): Promise<string> {
  const [response] = (await once(get(url, { ca, agent: false, headers: { "user-agent": "test" } }), "response")) as [
    IncomingMessage,
  ];
  return text(response);
}

async function tell(url: string, body: object, ca: string): Promise<void> {
  const asked = request(url, { method: "POST", ca, agent: false, headers: { "user-agent": "test" } });
  asked.end(JSON.stringify(body));
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  const said = await text(response);
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}: ${said}`);
}
