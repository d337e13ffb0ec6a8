/**
 * Real name servers on loopback: Knot as the primary of four zones, a second Knot that is told of nothing and comes by
 * itself after seconds, and Unbound, which asks either of them for Pebble. corp.test takes no updates.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { query } from "../../src/challenge/dns/query.ts";

import { freePorts } from "./ports.ts";
import { eventually } from "./wire.ts";

const primary = "127.0.0.53";
const secondary = "127.0.0.54";
const resolver = "127.0.0.55";
/** A zone of its own on the same servers. */
const below = "_acme-challenge.sub.knot.test";
/** A zone whose key has the rights of docker/docs/dns.md. */
const least = "least.test";

/** HMAC-SHA256; `other` is a key of the server's that may change nothing. */
export const keys = {
  updater: Buffer.from("a key that may update this zone").toString("base64"),
  other: Buffer.from("a key that may update no zone..").toString("base64"),
  httpsidecar: Buffer.from("a key that may set one name").toString("base64"),
};

export interface Knot {
  /** of all three, each at an address of its own */
  port: number;
  primary: { name: string; address: string; port: number };
  secondary: { name: string; address: string; port: number };
  resolver: { name: string; address: string; port: number };
  /** TXT values that the server has at this name */
  values(server: Knot["primary"], name: string): Promise<readonly string[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * `refresh`: seconds after which the secondary comes again; `port`: a free one unless told; `kept`: seconds for which
 * Unbound may keep an answer.
 */
export async function startKnot({ refresh = 4, port: told = 0, kept = 86_400 } = {}): Promise<Knot> {
  const folder = await mkdtemp(join(tmpdir(), "httpsidecar-knot-"));
  const [port = 0] = told > 0 ? [told] : await freePorts(1);
  const sub = "_acme-challenge.sub NS ns1\n_acme-challenge.sub NS ns2\n";
  const zones = { "knot.test": sub, [below]: "", [least]: "", "corp.test": "_acme-challenge CNAME corp.knot.test.\n" };
  for (const [zone, more] of Object.entries(zones))
    await writeFile(join(folder, `${zone}.zone`), zoneText(zone, refresh) + more);
  const at = (name: string, address: string) => ({ name, address, port });
  const running = [
    await knotd(join(folder, "primary"), primaryConf(folder, port)),
    await knotd(join(folder, "secondary"), secondaryConf(port)),
    await unbound(folder, { port, kept }),
  ];
  const knot = {
    ...{ port, primary: at("primary", primary), secondary: at("secondary", secondary) },
    resolver: at("resolver", resolver),
    values: valuesAt,
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map(end));
      await rm(folder, { recursive: true, force: true });
    },
  };
  for (const server of [knot.primary, knot.secondary, knot.resolver])
    for (const zone of Object.keys(zones)) await eventually(() => answering(server, zone));
  return knot;
}

async function valuesAt(server: Knot["primary"], name: string): Promise<readonly string[]> {
  const reply = await query(server, { name, type: "TXT", recursive: false }, new AbortController().signal);
  return (reply?.answers ?? []).flatMap(({ type, data }) => (type === "TXT" ? [data] : []));
}

async function answering(server: Knot["primary"], zone: string): Promise<void> {
  const reply = await query(server, { name: zone, type: "SOA", recursive: true }, new AbortController().signal);
  if (reply?.answers.length !== 1) throw new Error(`${server.name} does not have ${zone}: ${reply?.rcode}`);
}

const zoneText = (zone: string, refresh: number) => `$ORIGIN ${zone}.
$TTL 60
@ SOA ns1 admin 1 ${refresh} 1 3600 60
@ NS ns1
@ NS ns2
ns1 A ${primary}
ns2 A ${secondary}
`;

const primaryConf = (folder: string, port: number) => `
server:
  rundir: RUN
  listen: ${primary}@${port}
database:
  storage: RUN
key:
  - id: updater
    algorithm: hmac-sha256
    secret: ${keys.updater}
  - id: other
    algorithm: hmac-sha256
    secret: ${keys.other}
  - id: httpsidecar
    algorithm: hmac-sha256
    secret: ${keys.httpsidecar}
acl:
  - id: httpsidecar
    key: httpsidecar
    action: update
    update-type: TXT
    update-owner: name
    update-owner-match: equal
    update-owner-name: [_acme-challenge]
  - id: update
    key: updater
    action: update
    update-type: TXT
  - id: transfer
    address: 127.0.0.0/8
    action: transfer
zone:
  - domain: knot.test
    file: ${folder}/knot.test.zone
    acl: [update, transfer]
  - domain: ${below}
    file: ${folder}/${below}.zone
    acl: [update, transfer]
  - domain: ${least}
    file: ${folder}/${least}.zone
    acl: [httpsidecar, transfer]
  - domain: corp.test
    file: ${folder}/corp.test.zone
    acl: transfer
`;

const secondaryConf = (port: number) => `
server:
  rundir: RUN
  listen: ${secondary}@${port}
database:
  storage: RUN
remote:
  - id: primary
    address: ${primary}@${port}
template:
  - id: default
    storage: RUN
    master: primary
    refresh-min-interval: 2
zone:
  - domain: knot.test
  - domain: ${below}
  - domain: ${least}
  - domain: corp.test
`;

async function knotd(folder: string, conf: string): Promise<ChildProcess> {
  await mkdir(folder);
  const file = join(folder, "knot.conf");
  await writeFile(file, conf.replaceAll("RUN", folder));
  return spawn("knotd", ["-c", file], { stdio: "ignore" });
}

/** "test." is a name of its own to it, and so is loopback. */
async function unbound(folder: string, { port, kept }: { port: number; kept: number }): Promise<ChildProcess> {
  const file = join(folder, "unbound.conf");
  const stub = (zone: string) =>
    `stub-zone:\n  name: ${zone}\n  stub-no-cache: no\n  stub-addr: ${primary}@${port}\n  stub-addr: ${secondary}@${port}\n`;
  const text = `server:
  interface: ${resolver}@${port}
  access-control: 127.0.0.0/8 allow
  do-not-query-localhost: no
  local-zone: "test." nodefault
  module-config: "iterator"
  cache-max-ttl: ${kept}
  chroot: ""
  username: ""
  directory: "${folder}"
  pidfile: ""
  use-syslog: no
  num-threads: 1
remote-control:
  control-enable: no
`;
  await writeFile(file, text + ["knot.test", below, least, "corp.test"].map(stub).join(""));
  return spawn("unbound", ["-d", "-c", file], { stdio: "ignore" });
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  program.kill("SIGKILL");
  await once(program, "exit");
}
