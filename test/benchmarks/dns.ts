import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { execa } from "execa";
import { type Knot, keys, startKnot } from "../support/knot.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";
import { repository } from "../support/repository.ts";
import type { ServeGiven } from "../support/serve-child.ts";
import { median, repeat, secondsOf, sum } from "./figures.ts";
import type { Row, Section } from "./table.ts";

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
type Client = (race: Race) => Promise<unknown>;

/** In ms. */
interface Took {
  /** from the start of the program to its certificate */
  whole: number;
  /** from the order to the certificate, as the CA sees them */
  order: number;
}

/**
 * One name, by the same Knot with a secondary that is late by seconds, the same Unbound, the same Pebble; then what the
 * code for DNS weighs.
 */
export async function measureDns(runs: number): Promise<Section[]> {
  const knot = await startKnot({ port });
  const pebble = await startPebble({ dnsServer: `${knot.resolver.address}:${port}` });
  const base = await mkdtemp(join(tmpdir(), "httpsidecar-bench-"));
  try {
    const bundle = await bundled(base);
    let count = 0;
    const once = async (client: Client) => {
      count += 1;
      const race = { folder: await mkdtemp(join(base, "client-")), name: `n${count}.knot.test`, knot, pebble };
      return await atTheCa(pebble, () => client(race));
    };
    // one that asks the CA before every server has the record is refused now and then
    const untilIssued = (client: Client) =>
      once(client)
        .catch(() => once(client))
        .catch(() => once(client));
    const took = (client: Client) => repeat(runs, () => untilIssued(client));
    const own = await took((race) => ours(bundle, race));
    const others = { "lego 4.9": await took(lego), "certbot 2.1": await took(certbot) };
    return [...Object.entries(others).map(([before, theirs]) => compared(own, before, theirs)), await bundleRows(base)];
  } finally {
    await pebble.stop();
    await knot[Symbol.asyncDispose]();
    await rm(base, { recursive: true, force: true });
  }
}

async function atTheCa(pebble: Pebble, work: () => Promise<unknown>): Promise<Took> {
  const before = pebble.requests().length;
  const at = new Map<string, number>();
  const watch = setInterval(() => {
    for (const line of pebble.requests().slice(before)) if (!at.has(line)) at.set(line, performance.now());
  }, 10);
  const began = performance.now();
  await work().finally(() => clearInterval(watch));
  const [ordered = Number.NaN, certified = Number.NaN] = ["POST /order-plz", "POST /certZ/"].map((line) =>
    at.get(line),
  );
  return { whole: certified - began, order: certified - ordered };
}

function compared(own: readonly Took[], before: string, theirs: readonly Took[]): Section {
  const row = (what: string, of: (took: Took) => number): Row => ({
    what,
    ...{ ours: secondsOf(own.map(of)), before: secondsOf(theirs.map(of)) },
    aim: { wanted: "no longer", met: median(own.map(of)) <= median(theirs.map(of)) },
  });
  const rows = [
    row("from the order to the certificate", ({ order }) => order),
    row("from the start, ours with a probe record before the order", ({ whole }) => whole),
  ];
  return { title: "a name by RFC 2136, one DNS server late by seconds", ours: "httpsidecar", before, rows };
}

const ofDns =
  /src\/(?:challenge\/dns\/|assemble\/dns-parts|config\/dns|model\/dns|languages\/dns)|node_modules\/dns-packet\//;
const facts = /src\/(?:config|model)\//;

/** Bytes in the bundle, and memory of a process that loads them; idle containers load what reads the settings alone. */
async function bundleRows(base: string): Promise<Section> {
  const common = { bundle: true, platform: "node", format: "esm", minifyWhitespace: true, minifySyntax: true } as const;
  const loader = { ".node": "empty" } as const;
  const external = ["ssh2"];
  const whole = {
    ...common,
    loader,
    external,
    splitting: true,
    metafile: true as const,
    write: false as const,
    outdir: base,
  };
  const { metafile } = await build({ ...whole, entryPoints: [repository("src/main.ts")], logLevel: "error" });
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs: each }) => Object.entries(each));
  const bytesOf = (wanted: (path: string) => boolean) =>
    sum(inputs.flatMap(([path, { bytesInOutput }]) => (wanted(path) ? [bytesInOutput] : [])));
  const outfile = join(base, "dns-parts.mjs");
  await build({
    ...common,
    loader,
    entryPoints: [repository("src/assemble/dns-parts.ts")],
    outfile,
    banner: { js: require },
  });
  const script = `const used = () => { gc(); return process.memoryUsage().rss; }; const before = used();
    await import(${JSON.stringify(outfile)}); console.log(used() - before);`;
  const { stdout } = await execa(process.execPath, ["--expose-gc", "--input-type=module", "-e", script]);
  const rows = [
    { what: "bytes in the image, of it", ours: kibibytes(bytesOf((path) => ofDns.test(path))) },
    {
      what: "bytes that idle containers load",
      ours: kibibytes(bytesOf((path) => ofDns.test(path) && facts.test(path))),
    },
    { what: "memory once it is loaded, with what it needs (TLS, HTTP, zod)", ours: kibibytes(Number(stdout)) },
  ];
  return { title: "validation by DNS", ours: "httpsidecar", rows };
}

const kibibytes = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
const require = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** As in the image: one file, without types to be stripped. */
async function bundled(base: string): Promise<string> {
  const outfile = join(base, "serve.mjs");
  const entryPoints = [repository("test/support/serve-child.ts")];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", banner: { js: require } });
  return outfile;
}

async function ours(bundle: string, { folder, name, knot: { primary, resolver }, pebble }: Race): Promise<void> {
  const at = (each: string) => join(folder, each);
  const folders = { config: at("conf"), webroot: at("www"), logs: at("logs"), run: at("run"), state: at("state") };
  for (const each of Object.values(folders)) await mkdir(each);
  const environment = {
    ...{ CERTBOT_DOMAIN: name, CERTBOT_OPTIONS: `--server ${pebble.directory}`, DEPLOY: "none" },
    ...{ REQUESTS_CA_BUNDLE: pebble.caFile, DOCTOR_RESOLVERS: resolver.address, DNS_PROVIDER: "rfc2136" },
    ...{ RFC2136_NAMESERVER: primary.address, RFC2136_TSIG_KEY: "updater", RFC2136_TSIG_SECRET: keys.updater },
  };
  const given: ServeGiven = { environment, folders, aheadMs: 0 };
  const serve = execa(process.execPath, [bundle, JSON.stringify(given)], { reject: false });
  let isSaved = false;
  const lines: string[] = [];
  for await (const line of serve) {
    lines.push(line);
    isSaved ||= line.includes("certificate saved");
    if (isSaved || line.startsWith("posted: red")) serve.kill();
  }
  if (!isSaved) throw new Error(lines.join("\n"));
}

async function lego({ folder: path, name, knot: { primary, resolver }, pebble }: Race): Promise<void> {
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
  await execa("unshare", ["--mount", "sh", "-c", script, resolv, "lego", ...words], { env });
}

/** Waits as long as it does by itself, since it asks no DNS server. */
async function certbot({ folder, name, knot: { primary }, pebble }: Race): Promise<void> {
  const ini = join(folder, "rfc2136.ini");
  const keyLines = ["name = updater", `secret = ${keys.updater}`, "algorithm = HMAC-SHA256"];
  const lines = [`server = ${primary.address}`, `port = ${port}`, ...keyLines].map((line) => `dns_rfc2136_${line}\n`);
  await writeFile(ini, lines.join(""), { mode: 0o600 });
  const own = ["config", "work", "logs"].flatMap((each) => [`--${each}-dir`, join(folder, each)]);
  const flags = ["--non-interactive", "--agree-tos", "--register-unsafely-without-email", "--server", pebble.directory];
  const words = ["certonly", ...own, ...flags, "--dns-rfc2136", "--dns-rfc2136-credentials", ini];
  await execa("certbot", [...words, "-d", name], { env: { REQUESTS_CA_BUNDLE: pebble.caFile } });
  if ((await readdir(join(folder, "config/live"))).length === 0) throw new Error("certbot has no certificate");
}
