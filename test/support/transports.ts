/** Programs that work on one folder of certbot's in turn, each in a container of its own that is kept alive. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdir, readdir, readFile, readlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import { versionOf } from "../../src/store/layout.ts";
import { testLabel } from "./leftovers.ts";
import type { Pebble } from "./pebble.ts";

/** What a command left behind: standard output and standard error in the order they came. */
export interface Said {
  exitCode: number | undefined;
  output: string;
}

/** `certbot` with these words: the real one's, or ours. A failure is a value. */
export type Transport = (...words: readonly string[]) => Promise<Said>;

export interface Table {
  /** host path of what all have as /etc/letsencrypt */
  folder: string;
  /** a second webroot, seen as /var/www/second */
  second: string;
  pebble: Pebble;
  /** Compose project that the containers count to, so that leftovers are found */
  project: string;
}

/** Makes the folders that every hand needs. */
export async function setTable(table: Table): Promise<void> {
  for (const part of ["", "/.work", "/.logs"]) await mkdir(`${table.folder}${part}`, { recursive: true });
}

/** Real certbot out of an image. */
export async function certbotOf(image: string, table: Table): Promise<Transport> {
  const container = await start(image, table, []);
  return (...words) => exec(container, words, {});
}

/** Ours: nobody else is there, so what it says to nginx and its companion falls on deaf ears. */
export async function sidecarOf(image: string, table: Table, names: readonly string[]): Promise<Transport> {
  const hosts = names.flatMap((name) => ["--add-host", `${name}:127.0.0.1`]);
  const container = await start(image, table, hosts);
  const nginx = { NGINX_SERVICE: "127.0.0.1", NGINX_PORT: `${table.pebble.httpPort}` };
  return (...words) => exec(container, words, { CERTBOT_DOMAIN: "dify.test", ...nginx });
}

/** On the host's network, where Pebble is; as the tests' own user, who reads what they write. */
async function start(image: string, table: Table, more: readonly string[]): Promise<string> {
  const { folder, second, pebble, project } = table;
  const mounts = [
    [folder, "/etc/letsencrypt"],
    [`${folder}/.work`, "/var/lib/letsencrypt"],
    [`${folder}/.logs`, "/var/log/letsencrypt"],
    [pebble.webroot, "/var/www/html"],
    [second, "/var/www/second"],
    [pebble.caFile, "/ca.pem"],
  ].flatMap(([from, to]) => ["--volume", `${from}:${to}`]);
  const labels = ["--label", testLabel, "--label", `com.docker.compose.project=${project}`];
  const user = ["--user", `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`];
  const how = [
    "--detach",
    "--network",
    "host",
    "--init",
    "--no-healthcheck",
    "--entrypoint",
    "sleep",
    ...user,
    ...labels,
  ];
  const trust = ["--env", "REQUESTS_CA_BUNDLE=/ca.pem"];
  const { stdout } = await execa("docker", ["run", ...how, ...trust, ...mounts, ...more, image, "infinity"]);
  return stdout.trim();
}

async function exec(container: string, words: readonly string[], env: Record<string, string>): Promise<Said> {
  const given = Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const options = { reject: false, all: true, stdin: "ignore", timeout: 240_000 } as const;
  const { exitCode, all } = await execa("docker", ["exec", ...given, container, "certbot", ...words], options);
  return { exitCode, output: all };
}

/** What lies in the store of one lineage, read as a web server reads it. */
export interface Seen {
  version: number | undefined;
  /** of the key: "rsa 2048", "ec prime256v1" */
  kind: string;
  keyPem: string;
  serial: string;
  names: readonly string[];
  /** of life */
  days: number;
  /** common name of who signed the topmost certificate */
  root: string | undefined;
  conf: string;
}

/** Those of these lineages that are there. Throws when a key is another's, or a chain is not whole. */
export async function seenIn(folder: string, lineages: readonly string[]): Promise<Map<string, Seen>> {
  const there = await readdir(join(folder, "renewal"));
  const found = lineages.filter((name) => there.includes(`${name}.conf`));
  return new Map(await Promise.all(found.map(async (name) => [name, await lookAt(folder, name)] as const)));
}

async function lookAt(folder: string, name: string): Promise<Seen> {
  const live = join(folder, "live", name);
  const read = (kind: string) => readFile(join(live, `${kind}.pem`), "utf8");
  const [keyPem, fullchain, cert, chain] = [
    await read("privkey"),
    await read("fullchain"),
    await read("cert"),
    await read("chain"),
  ];
  const leaf = new X509Certificate(fullchain);
  const key = createPrivateKey(keyPem);
  if (fullchain !== cert + chain || !leaf.checkPrivateKey(key)) throw new Error(`${live} is not of one piece`);
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return {
    version: versionOf(basename(await readlink(join(live, "fullchain.pem"))))?.version,
    kind: `${key.asymmetricKeyType} ${modulusLength ?? namedCurve}`,
    keyPem,
    serial: leaf.serialNumber,
    names: (leaf.subjectAltName ?? "").split(", ").map(withoutKind).sort(),
    days: Math.round((leaf.validToDate.getTime() - leaf.validFromDate.getTime()) / 86_400_000),
    root: topIssuer(fullchain),
    conf: await readFile(join(folder, "renewal", `${name}.conf`), "utf8"),
  };
}

const withoutKind = (entry: string) => entry.replace(/^(?:DNS|IP Address):/, "");

function topIssuer(fullchain: string): string | undefined {
  const top = new X509Certificate(fullchain.slice(fullchain.lastIndexOf("-----BEGIN")));
  return /^CN=(.+)$/m.exec(top.issuer)?.[1];
}
