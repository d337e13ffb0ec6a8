import { X509Certificate } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSavedOptions } from "../../src/assemble/certbot-parts.ts";
import { openStore } from "../../src/assemble/store-parts.ts";
import { httpSender } from "../../src/challenge/dns/http-call.ts";
import { providers } from "../../src/challenge/dns/providers/table.ts";
import { query } from "../../src/challenge/dns/query.ts";
import { dnsSolver } from "../../src/challenge/dns/solver.ts";
import { readDns, withSavedWay } from "../../src/config/dns.ts";
import { readDnsSecrets } from "../../src/config/dns-secrets.ts";
import type { DnsProvider } from "../../src/model/dns.ts";
import type { ByProvider } from "../../src/model/dns-providers.ts";
import { accountStore } from "../../src/store/accounts.ts";
import { presentedRecords } from "../../src/store/presented-records.ts";
import { authorityAt, lineageOf, plainly } from "../support/acme.ts";
import { startApi } from "../support/dns-apis.ts";
import { temporaryFolder } from "../support/folders.ts";
import { type Knot, keys, startKnot } from "../support/knot.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

let knot: Knot;
let pebble: Pebble;
beforeAll(async () => {
  // certbot's records may be kept for two minutes, and the next order has the same name
  knot = await startKnot({ kept: 1 });
  pebble = await startPebble({ dnsServer: `${knot.resolver.address}:${knot.port}` });
});
afterAll(async () => {
  await pebble.stop();
  await knot[Symbol.asyncDispose]();
});

const tools = { send: httpSender({ environment: {} }), now: () => new Date(), nonce: () => "n" };

test("we renew what certbot made with its plugin for RFC 2136, and certbot renews what we saved", async () => {
  const root = await temporaryFolder();
  const [folder, ini] = [join(root, "conf"), join(root, "rfc2136.ini")];
  const lines = [`server = ${knot.primary.address}`, `port = ${knot.port}`, "name = updater"];
  const secret = [`secret = ${keys.updater}`, "algorithm = HMAC-SHA256"];
  await writeFile(ini, [...lines, ...secret].map((line) => `dns_rfc2136_${line}\n`).join(""), { mode: 0o600 });
  const folders = ["--config-dir", folder, "--work-dir", `${root}/work`, "--logs-dir", `${root}/logs`];
  const env = { REQUESTS_CA_BUNDLE: pebble.caFile };
  const certbot = async (...words: string[]) => {
    const all = [...words, ...folders, "--server", pebble.directory];
    return await execa("certbot", all, { reject: false, all: true, env });
  };
  const asked = ["certonly", "-n", "--agree-tos", "--register-unsafely-without-email", "-d", "both.knot.test"];
  const plugin = ["--dns-rfc2136", "--dns-rfc2136-credentials", ini, "--dns-rfc2136-propagation-seconds", "6"];
  expect(await certbot(...asked, ...plugin)).toMatchObject({ exitCode: 0 });

  const places = { config: folder, webroot: "/var/www/html", logs: root, run: root, state: root };
  const options = await readSavedOptions(folder, "both.knot.test");
  const dns = readDns({}, withSavedWay({}, { saved: options, environment: {} })) as ByProvider;
  expect(dns).toMatchObject({ kind: "provider", provider: "rfc2136", credentials: ini });
  const provider = (await providers.rfc2136())(readDnsSecrets(dns, folder), { ...tools, environment: {} });
  const solver = dnsSolver({
    ...{ provider, presented: presentedRecords(root), resolvers: [knot.resolver], port: knot.port, query },
    ...{ say: () => {}, now: Date.now, limitMs: 120_000, blindMs: 0 },
    wait: (ms, signal) => new Promise((resolve) => setTimeout(resolve, signal.aborted ? 0 : ms)),
  });
  const { authority } = authorityAt(pebble, { solvers: [solver], accounts: accountStore(folder) });
  const lineage = lineageOf("both.knot.test");
  const issued = await authority.issue(lineage, plainly());
  await (await openStore({ version: "1.0.0", environment: {} }, places, options)).save(lineage, issued);
  const conf = await readFile(join(folder, "renewal/both.knot.test.conf"), "utf8");
  expect(conf).toMatch(/^authenticator = dns-rfc2136$/m);
  expect(conf).toContain(`dns_rfc2136_credentials = ${ini}`);

  const renewed = await certbot("renew", "--force-renewal", "--no-random-sleep-on-renew");
  expect({ said: renewed.all, exitCode: renewed.exitCode }).toMatchObject({ exitCode: 0 });
  const live = new X509Certificate(await readFile(join(folder, "live/both.knot.test/cert.pem")));
  expect(live.serialNumber).not.toBe(new X509Certificate(issued.fullchainPem).serialNumber);
}, 180_000);

/** Real lego with one of its ways; it is not waited for what DNS shows, since nothing is made there. */
async function lego(way: string, env: Record<string, string>): Promise<void> {
  const folder = await temporaryFolder();
  const to = ["--server", pebble.directory, "--email", "ops@example.test", "--accept-tos", "--path", folder];
  const how = ["--dns", way, "--dns.disable-cp", "--dns.resolvers", `${knot.resolver.address}:${knot.port}`];
  await execa("lego", [...to, ...how, "--domains", "lego.knot.test", "run"], {
    env: { ...env, LEGO_CA_CERTIFICATES: pebble.caFile },
    reject: false,
  });
}

async function ours(provider: DnsProvider): Promise<void> {
  const record = { zone: "knot.test", fqdn: "_acme-challenge.lego.knot.test", value: "V".repeat(43), domain: "" };
  await provider.present(record, AbortSignal.timeout(30_000));
  await provider.cleanUp(record, AbortSignal.timeout(30_000));
}

/** But for the value, which each order has its own of. */
const alike = (line: string) => line.replace(/[\w-]{43}/, "VALUE").trim();

test("an HTTP service is asked by real lego with our words", async () => {
  const heard: string[] = [];
  const api = await startApi(({ method, path, headers, body }) => {
    const { fqdn, value } = JSON.parse(body);
    heard.push(alike(`${method} ${path} ${headers.authorization} ${headers["content-type"]} ${fqdn} ${value}`));
    return { status: 200, body: "" };
  });
  const env = { HTTPREQ_ENDPOINT: api.url, HTTPREQ_USERNAME: "id-1", HTTPREQ_PASSWORD: "secret-1" };
  await lego("httpreq", env);
  const theirs = heard.splice(0);
  await ours((await providers.httpreq())(env, { ...tools, environment: {} }));
  await api.close();
  expect(theirs).toHaveLength(2);
  expect(heard).toEqual(theirs);
}, 120_000);

test("a script is called by real lego with our words", async () => {
  const folder = await temporaryFolder();
  const [path, diary] = [join(folder, "dns.sh"), join(folder, "diary")];
  await writeFile(path, `#!/bin/sh\nprintf '%s|' "$@" >>"${diary}"\necho >>"${diary}"\n`);
  await chmod(path, 0o755);
  await lego("exec", { EXEC_PATH: path });
  await ours((await providers.exec())({ EXEC_PATH: path }, { ...tools, environment: { PATH: process.env["PATH"] } }));
  const lines = (await readFile(diary, "utf8")).trim().split("\n").map(alike);
  expect(lines).toHaveLength(4);
  expect(lines.slice(2)).toEqual(lines.slice(0, 2));
}, 120_000);
