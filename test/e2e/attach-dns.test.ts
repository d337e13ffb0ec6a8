import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { filesOf, scriptsFor } from "../support/attaching.ts";
import { waitForHttp } from "../support/companion-fixture.ts";
import { readImages } from "../support/images.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import type { Stack } from "../support/stack.ts";
import { eventually, servedCertificate } from "../support/wire.ts";
import { withFreshStack } from "../support/with-stack.ts";
import { bundleZone } from "../support/zone-bundle.ts";

const domain = "dify.example.test";
/** Of this host, as every container sees it. */
const host = "172.17.0.1";
const apiPort = 8053;
const { node } = readImages();
const filing = `require("http").createServer((_, r) => r.end("<title>域名未备案 ICP</title>")).listen(80, "${host}")`;

/** A server in mainland China: port 80 of the name is answered by the provider, 443 by nobody, and 8443 is open. */
const test = withFreshStack({
  kind: "dify",
  domain,
  env: { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` },
  services: {
    zone: {
      ...{ image: node, network_mode: "host", volumes: ["./zone:/zone:ro"] },
      command: ["node", "/zone/zone.mjs", domain, `${apiPort}`, host],
    },
    provider: { image: node, network_mode: "host", command: ["node", "-e", filing] },
    certbot: { extra_hosts: [`${domain}:${host}`] },
    pebble: { command: ["-dnsserver", `${host}:53`] },
  },
  prepare: async (stack) => {
    await bundleZone(stack.folder);
    await appendFile(join(stack.folder, "httpsidecar.env"), `DOCTOR_RESOLVERS=${host}\n`);
    await stack.types("docker compose up -d");
    await waitForHttp(stack);
  },
});

test("attach --dns: HTTPS for a name and its wildcard on another port, without ports 80 and 443", async ({ stack }) => {
  const before = await filesOf(stack.folder);
  const words = ["--domain", `${domain},*.${domain}`, "--dns", "httpreq", "--yes"];
  const nobody = await scriptsFor(stack.folder, { HTTPREQ_ENDPOINT: `http://${host}:9` }).attach(...words);
  expect(nobody).toMatchObject({ exitCode: 1, output: expect.stringContaining(`${host}:9 does not answer`) });
  expect(await filesOf(stack.folder)).toEqual(before);

  const scripts = scriptsFor(stack.folder, { HTTPREQ_ENDPOINT: `http://${host}:${apiPort}` });
  const { output, exitCode } = await scripts.attach(...words);
  console.log(output);
  expect({ output, exitCode }).toMatchObject({ exitCode: 0 });
  const origin = `https://${domain}:${stack.httpsPort}`;
  expect(output).toContain("the key works");
  expect(output).toContain("+ HTTPREQ_ENDPOINT=…");
  expect(output).toContain(`+ PUBLIC_HTTPS_PORT=${stack.httpsPort}`);
  expect(output).toContain(`${origin} is live`);
  expect(output).toContain(`\n  FILES_URL=${origin}\n`);
  expect(output).not.toMatch(/port (?:80|443)\b/);

  const view = await stack.view();
  for (const name of [domain, `tenant.${domain}`]) {
    const { names } = await servedCertificate({ ...view, domain: name });
    expect([...names].sort()).toEqual([`*.${domain}`, domain]);
  }
  const status = (await stack.types("docker compose exec -T certbot httpsidecar status")).output;
  const doctor = (await stack.tries("docker compose exec -T certbot httpsidecar doctor")).output;
  console.log(`${status}\n${doctor}`);
  expect(status).toContain(origin);
  expect(doctor).toContain("all is well");
  expect(doctor).not.toMatch(/port 80\b|备案|ICP/);

  const records = await (await fetch(`http://${host}:${apiPort}/`)).json();
  expect(records).toMatchObject({ [`_acme-challenge.${domain} TXT`]: [] });
  expect(await scripts.detach("--yes")).toMatchObject({ exitCode: 0 });
  expect(await filesOf(stack.folder)).toEqual(before);
  await byOneRecord(stack, before);
});

/** attach --dns persist: the record that it shows is all that anybody sets, and without it the CA is not asked. */
async function byOneRecord(stack: Stack, before: Record<string, string>): Promise<void> {
  await stack.types("rm -rf volumes/certbot/conf/live volumes/certbot/conf/archive volumes/certbot/conf/renewal");
  const scripts = scriptsFor(stack.folder);
  const names = ["--domain", `${domain},*.${domain}`];
  const { output, exitCode } = await scripts.attach(...names, "--dns", "persist", "--yes");
  console.log(output);
  expect({ output, exitCode }).toMatchObject({ exitCode: 4 });
  const [, name = "", value = ""] =
    /^(_validation-persist\.\S+?)\.?\s.*?"?([\w.-]+; accounturi=[^"\n]+)"?$/m.exec(output) ?? [];
  expect(name).toBe(`_validation-persist.${domain}`);
  expect(value).toContain("policy=wildcard");
  await fetch(`http://${host}:${apiPort}/present`, { method: "POST", body: JSON.stringify({ fqdn: name, value }) });
  const updated = await stack.types("docker compose exec -T certbot update-cert");
  console.log(updated.output);
  // the loop may have found the record a moment before
  expect(updated.output).toMatch(/ is live | kept \(/);
  const view = await stack.view();
  const served = async () => (await servedCertificate({ ...view, domain: `tenant.${domain}` })).names;
  await eventually(async () => expect([...(await served())].sort()).toEqual([`*.${domain}`, domain]));
  const keys = "find /etc/letsencrypt /var/lib/httpsidecar -name private_key.json";
  const found = await stack.types(`docker compose exec -T certbot ${keys}`);
  expect(found.output.trim()).toMatch(/^\/var\/lib\/httpsidecar\/\S+$/);
  expect(await scripts.detach("--yes")).toMatchObject({ exitCode: 0 });
  expect(await filesOf(stack.folder)).toEqual(before);
}
