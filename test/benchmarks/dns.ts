import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { execa } from "execa";
import { type Knot, keys, startKnot } from "../support/knot.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";
import { repository } from "../support/repository.ts";
import type { ServeGiven } from "../support/serve-child.ts";
import { median, repeat, secondsOf, timed } from "./figures.ts";
import type { Section } from "./table.ts";

/** Others ask the zone's servers at this port alone, so root and a network without one of its own are needed. */
const port = 53;
interface Race {
  /** its own */
  folder: string;
  /** asked of no server before */
  name: string;
  knot: Knot;
  pebble: Pebble;
}
type Client = (race: Race) => Promise<number>;

/**
 * From the start of the program to the certificate of one name, in ms: the same Knot with a secondary that
 * is late by seconds, the same Unbound, the same Pebble.
 */
export async function measureDns(runs: number): Promise<Section[]> {
  const knot = await startKnot({ port });
  const pebble = await startPebble({ dnsServer: `${knot.resolver.address}:${port}` });
  const base = await mkdtemp(join(tmpdir(), "httpsidecar-bench-"));
  try {
    const bundle = await bundled(base);
    let count = 0;
    const took = (client: Client) =>
      repeat(runs, async () => {
        count += 1;
        return await client({
          folder: await mkdtemp(join(base, "client-")),
          name: `n${count}.knot.test`,
          knot,
          pebble,
        });
      });
    const own = await took((race) => ours(bundle, race));
    const others = { "lego 4.9": await took(lego), "certbot 2.1": await took(certbot) };
    return Object.entries(others).map(([before, theirs]) => ({
      ...{ title: "a name by RFC 2136, one DNS server late by seconds", ours: "httpsidecar", before },
      rows: [
        {
          what: "from the order to the certificate",
          ...{ ours: secondsOf(own), before: secondsOf(theirs) },
          aim: { wanted: "no longer", met: median(own) <= median(theirs) },
        },
      ],
    }));
  } finally {
    await pebble.stop();
    await knot[Symbol.asyncDispose]();
    await rm(base, { recursive: true, force: true });
  }
}

/** As in the image: one file, without types to be stripped. */
async function bundled(base: string): Promise<string> {
  const outfile = join(base, "serve.mjs");
  const require = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
  const entryPoints = [repository("test/support/serve-child.ts")];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", banner: { js: require } });
  return outfile;
}

async function ours(bundle: string, { folder, name, knot: { primary, resolver }, pebble }: Race): Promise<number> {
  const at = (each: string) => join(folder, each);
  const folders = { config: at("conf"), webroot: at("www"), logs: at("logs"), run: at("run"), state: at("state") };
  for (const each of Object.values(folders)) await mkdir(each);
  const environment = {
    ...{ CERTBOT_DOMAIN: name, CERTBOT_OPTIONS: `--server ${pebble.directory}`, DEPLOY: "none" },
    ...{ REQUESTS_CA_BUNDLE: pebble.caFile, DOCTOR_RESOLVERS: resolver.address, DNS_PROVIDER: "rfc2136" },
    ...{ RFC2136_NAMESERVER: primary.address, RFC2136_TSIG_KEY: "updater", RFC2136_TSIG_SECRET: keys.updater },
  };
  const given: ServeGiven = { environment, folders, aheadMs: 0 };
  const began = performance.now();
  const serve = execa(process.execPath, [bundle, JSON.stringify(given)], { reject: false });
  let saved = Number.NaN;
  const lines: string[] = [];
  for await (const line of serve) {
    lines.push(line);
    if (line.includes("certificate saved")) saved = performance.now() - began;
    if (!Number.isNaN(saved) || line.startsWith("posted: red")) break;
  }
  serve.kill();
  await serve;
  if (Number.isNaN(saved)) throw new Error(lines.join("\n"));
  return saved;
}

async function lego({ folder: path, name, knot: { primary, resolver }, pebble }: Race): Promise<number> {
  const flags = ["--server", pebble.directory, "--email", "ops@example.test", "--accept-tos", "--path", path];
  const env = {
    ...{ LEGO_CA_CERTIFICATES: pebble.caFile, RFC2136_NAMESERVER: `${primary.address}:${port}` },
    ...{ RFC2136_TSIG_KEY: "updater.", RFC2136_TSIG_ALGORITHM: "hmac-sha256.", RFC2136_TSIG_SECRET: keys.updater },
  };
  const words = [
    ...flags,
    "--dns",
    "rfc2136",
    "--dns.resolvers",
    `${resolver.address}:${port}`,
    "--domains",
    name,
    "run",
  ];
  // It looks for the zone's servers with the machine's resolver, whatever --dns.resolvers says; asked for the record itself
  // before it is there, a resolver would keep the "no" and show it to the CA.
  const resolv = join(path, "resolv.conf");
  await writeFile(resolv, `nameserver ${resolver.address}\n`);
  const script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';
  return await timed(() => execa("unshare", ["--mount", "sh", "-c", script, resolv, "lego", ...words], { env }));
}

/** Waits as long as it does by itself, since it asks no DNS server. */
async function certbot({ folder, name, knot: { primary }, pebble }: Race): Promise<number> {
  const ini = join(folder, "rfc2136.ini");
  const keyLines = ["name = updater", `secret = ${keys.updater}`, "algorithm = HMAC-SHA256"];
  const lines = [`server = ${primary.address}`, `port = ${port}`, ...keyLines].map((line) => `dns_rfc2136_${line}\n`);
  await writeFile(ini, lines.join(""), { mode: 0o600 });
  const own = ["config", "work", "logs"].flatMap((each) => [`--${each}-dir`, join(folder, each)]);
  const flags = ["--non-interactive", "--agree-tos", "--register-unsafely-without-email", "--server", pebble.directory];
  const words = ["certonly", ...own, ...flags, "--dns-rfc2136", "--dns-rfc2136-credentials", ini];
  const took = await timed(() =>
    execa("certbot", [...words, "-d", name], { env: { REQUESTS_CA_BUNDLE: pebble.caFile } }),
  );
  if ((await readdir(join(folder, "config/live"))).length === 0) throw new Error("certbot has no certificate");
  return took;
}
