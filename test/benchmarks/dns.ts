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

/** Others ask the zone's servers at this port alone, so a machine or network namespace without one of its own is needed. */
const port = 53;
const names = ["knot.test", "*.knot.test"];

/** `folder`: its own. */
type Client = (folder: string, knot: Knot, pebble: Pebble) => Promise<number>;

/**
 * From the start of the program to the certificate of a name and its wildcard, in ms: the same Knot with a secondary that
 * is late by seconds, the same Unbound, the same Pebble.
 */
export async function measureDns(runs: number): Promise<Section[]> {
  const knot = await startKnot({ port });
  const pebble = await startPebble({ dnsServer: `${knot.resolver.address}:${port}` });
  const base = await mkdtemp(join(tmpdir(), "httpsidecar-bench-"));
  try {
    const bundle = await bundled(base);
    const took = (client: Client) =>
      repeat(runs, async () => client(await mkdtemp(join(base, "client-")), knot, pebble));
    const own = await took((...given) => ours(bundle, ...given));
    const others = { "lego 4.9": await took(lego), "certbot 2.1": await took(certbot) };
    return Object.entries(others).map(([before, theirs]) => ({
      ...{ title: "a name and its wildcard by RFC 2136, one DNS server late", ours: "httpsidecar", before },
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

async function ours(bundle: string, folder: string, { primary, resolver }: Knot, pebble: Pebble): Promise<number> {
  const at = (name: string) => join(folder, name);
  const folders = { config: at("conf"), webroot: at("www"), logs: at("logs"), run: at("run"), state: at("state") };
  for (const each of Object.values(folders)) await mkdir(each);
  const environment = {
    ...{ CERTBOT_DOMAIN: names.join(","), CERTBOT_OPTIONS: `--server ${pebble.directory}`, DEPLOY: "none" },
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

async function lego(path: string, { primary, resolver }: Knot, pebble: Pebble): Promise<number> {
  const flags = ["--server", pebble.directory, "--email", "ops@example.test", "--accept-tos", "--path", path];
  const domains = names.flatMap((name) => ["--domains", name]);
  const env = {
    ...{ LEGO_CA_CERTIFICATES: pebble.caFile, RFC2136_NAMESERVER: `${primary.address}:${port}` },
    ...{ RFC2136_TSIG_KEY: "updater.", RFC2136_TSIG_ALGORITHM: "hmac-sha256.", RFC2136_TSIG_SECRET: keys.updater },
  };
  const words = [...flags, "--dns", "rfc2136", "--dns.resolvers", `${resolver.address}:${port}`, ...domains, "run"];
  return await timed(() => execa("lego", words, { env }));
}

/** Waits as long as it does by itself, since it asks no DNS server. */
async function certbot(folder: string, { primary }: Knot, pebble: Pebble): Promise<number> {
  const ini = join(folder, "rfc2136.ini");
  const keyLines = ["name = updater", `secret = ${keys.updater}`, "algorithm = HMAC-SHA256"];
  const lines = [`server = ${primary.address}`, `port = ${port}`, ...keyLines].map((line) => `dns_rfc2136_${line}\n`);
  await writeFile(ini, lines.join(""), { mode: 0o600 });
  const own = ["config", "work", "logs"].flatMap((name) => [`--${name}-dir`, join(folder, name)]);
  const flags = ["--non-interactive", "--agree-tos", "--register-unsafely-without-email", "--server", pebble.directory];
  const words = ["certonly", ...own, ...flags, "--dns-rfc2136", "--dns-rfc2136-credentials", ini];
  const domains = names.flatMap((name) => ["-d", name]);
  const took = await timed(() =>
    execa("certbot", [...words, ...domains], { env: { REQUESTS_CA_BUNDLE: pebble.caFile } }),
  );
  if ((await readdir(join(folder, "config/live"))).length === 0) throw new Error("certbot has no certificate");
  return took;
}
