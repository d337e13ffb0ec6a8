import { X509Certificate } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSavedOptions } from "../../src/assemble/certbot-parts.ts";
import { openStore } from "../../src/assemble/store-parts.ts";
import { hookSolver } from "../../src/challenge/dns/hooks.ts";
import { accountStore } from "../../src/store/accounts.ts";
import { authorityAt, lineageOf, plainly } from "../support/acme.ts";
import { type Api, apis, startApi } from "../support/dns-apis.ts";
import { type DnsServer, startDns } from "../support/dns-server.ts";
import { temporaryFolder } from "../support/folders.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

let server: DnsServer;
let pebble: Pebble;
let api: Api;
beforeAll(async () => {
  server = await startDns({ "a.test SOA": ["ns.a.test"], "a.test NS": ["ns.a.test"], "ns.a.test A": ["127.0.0.1"] });
  pebble = await startPebble({ dnsServer: `${server.address}:${server.port}` });
  api = await startApi((asked, records) => {
    const reply = apis.httpreq(asked, records);
    for (const key of Object.keys(server.records)) if (key.endsWith(" TXT")) delete server.records[key];
    for (const [name = "", value = ""] of records.map((line) => line.split(" ")))
      server.records[`${name} TXT`] = [...(server.records[`${name} TXT`] ?? []), value];
    return reply;
  });
});
afterAll(async () => {
  await pebble.stop();
  await api.close();
  await server[Symbol.asyncDispose]();
});

test("a lineage that real certbot made with manual hooks is ours where they may run, stays manual, and certbot goes on", async () => {
  const root = await temporaryFolder();
  const [folder, hook, diary] = [join(root, "conf"), join(root, "hook.sh"), join(root, "diary")];
  const body = `{\\"fqdn\\":\\"_acme-challenge.$CERTBOT_DOMAIN.\\",\\"value\\":\\"$CERTBOT_VALIDATION\\"}`;
  const call = `curl -s -u id-1:secret-1 -H 'content-type: application/json' -d "${body}" ${api.url}/$1`;
  await writeFile(hook, `#!/bin/sh\n${call}\necho "$1 $CERTBOT_DOMAIN" >>"${diary}"\n`);
  await chmod(hook, 0o755);
  const certbot = async (...words: string[]) => {
    const folders = ["--config-dir", folder, "--work-dir", `${root}/work`, "--logs-dir", `${root}/logs`];
    const env = { REQUESTS_CA_BUNDLE: pebble.caFile };
    return await execa("certbot", [...words, ...folders, "--server", pebble.directory], {
      reject: false,
      all: true,
      env,
    });
  };
  const hooks = ["--manual-auth-hook", `${hook} present`, "--manual-cleanup-hook", `${hook} cleanup`];
  const asked = [
    "certonly",
    "-n",
    "--agree-tos",
    "--register-unsafely-without-email",
    "-d",
    "a.test",
    "-d",
    "*.a.test",
  ];
  const made = await certbot(...asked, "--manual", "--preferred-challenges", "dns", ...hooks);
  expect(made).toMatchObject({ exitCode: 0 });

  const places = { config: folder, webroot: "/var/www/html", logs: root, run: root, state: root };
  const storeOf = (environment: Record<string, string>) => openStore({ version: "1.0.0", environment }, places);
  expect(await (await storeOf({})).read("a.test")).toMatchObject({ elsewhere: "manual" });
  const store = await storeOf({ RUN_SAVED_HOOKS: "true" });
  expect(await store.read("a.test")).not.toHaveProperty("elsewhere");
  expect((await store.list())[0]).not.toHaveProperty("certificate.elsewhere");
  const options = await readSavedOptions(folder, "a.test");
  const saved = { authenticator: "manual", prefersDns: "only", manualAuthHook: `${hook} present` };
  expect(options).toMatchObject({ ...saved, manualCleanupHook: `${hook} cleanup` });

  const domains = ["a.test", "*.a.test"] as [string, string];
  const { PATH } = process.env;
  const solver = hookSolver({
    ...{ type: "dns-01", domains, environment: { PATH } },
    ...{ auth: options.manualAuthHook ?? "", cleanUp: options.manualCleanupHook },
  });
  const { authority } = authorityAt(pebble, { solvers: [solver], accounts: accountStore(folder) });
  const lineage = { ...lineageOf("a.test"), domains };
  const issued = await authority.issue(lineage, plainly());
  expect(new X509Certificate(issued.fullchainPem).subjectAltName).toContain("*.a.test");
  await (await openStore({ version: "1.0.0", environment: {} }, places, options)).save(lineage, issued);
  const conf = await readFile(join(folder, "renewal/a.test.conf"), "utf8");
  expect(conf).toMatch(/^authenticator = manual$/m);
  expect(conf).toMatch(/^pref_challs = dns-01,$/m);
  expect(conf).toContain(`manual_auth_hook = ${hook} present`);

  const before = (await readFile(diary, "utf8")).split("\n").length;
  const { all: said, exitCode } = await certbot("renew", "--force-renewal", "--no-random-sleep-on-renew");
  expect({ said, exitCode }).toMatchObject({ exitCode: 0 });
  // Pebble may take a name's former authorization, and then no hook is asked for that one
  expect((await readFile(diary, "utf8")).split("\n").length).toBeGreaterThanOrEqual(before + 2);

  await chmod(hook, 0o644);
  expect(await store.read("a.test")).toMatchObject({ elsewhere: "manual" });
}, 180_000);
