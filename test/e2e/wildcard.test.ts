import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { readImages } from "../support/images.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { servedCertificate } from "../support/wire.ts";
import { withFreshStack } from "../support/with-stack.ts";
import { bundleZone } from "../support/zone-bundle.ts";

const domain = "dify.example.test";
const apiPort = 8080;

/** The zone's name server, with an API that is told of records, and Pebble, which asks it. */
const services = {
  zone: {
    image: readImages().node,
    command: ["node", "/zone/zone.mjs", domain, `${apiPort}`],
    volumes: ["./zone:/zone:ro"],
  },
  pebble: { command: ["-dnsserver", "zone:53"] },
};

const test = withFreshStack({ kind: "dify", domain, services });

async function inZone(stack: Stack, script: string): Promise<string> {
  return (await stack.exec("zone", "node", "-e", script)).trim();
}

test("a name and its wildcard come over DNS, HTTPS is live for both, and no record is left", async ({ stack }) => {
  await bundleZone(stack.folder);
  await stack.bringUp();
  await stack.compose("up", "-d", "--no-deps", "zone");
  const address = await inZone(stack, 'require("dns").lookup("zone", (_, found) => console.log(found))');
  await stack.install();
  const settings = ["DNS_PROVIDER=httpreq", `HTTPREQ_ENDPOINT=http://zone:${apiPort}`, `DOCTOR_RESOLVERS=${address}`];
  await appendFile(join(stack.folder, "httpsidecar.env"), `${settings.join("\n")}\n`);
  await stack.setEnv({ CERTBOT_DOMAIN: `${domain},*.${domain}`, CERTBOT_OPTIONS: `--server ${pebbleDirectory}` });

  await stack.types(start);
  const { names } = await stack.waitForHttps();
  expect([...names].sort()).toEqual([`*.${domain}`, domain]);
  expect(await stack.waitForLog("certbot", "next renewal")).toContain(`https://${domain} is live`);
  const below = await servedCertificate({ ...(await stack.view()), domain: `tenant.${domain}` });
  expect(below.names).toEqual(names);

  const records = await inZone(stack, `fetch("http://zone:${apiPort}/").then((r) => r.text()).then(console.log)`);
  expect(Object.entries(JSON.parse(records)).filter(([key]) => key.endsWith(" TXT"))).toEqual([
    [`_acme-challenge.${domain} TXT`, []],
  ]);
  const renewed = await stack.types("docker compose exec -T certbot update-cert --force-renewal");
  expect(renewed.output).toContain(`${domain}: new certificate`);
});
