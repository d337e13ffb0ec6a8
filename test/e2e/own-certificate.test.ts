import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { makeOwnAuthority, type OwnAuthority } from "../support/own-authority.ts";
import { startProbes } from "../support/probes.ts";
import { certbotSettings, start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { servedCertificate, within } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "dify.example.test";
const files = "--cert /etc/letsencrypt/own/site.crt --chain /etc/letsencrypt/own/chain.crt";

const first = makeOwnAuthority("Company");

const test = withStack({
  kind: "official",
  domain,
  prepare: async (stack) => {
    await stack.bringUp();
    await stack.setEnv(certbotSettings(stack));
    await appendFile(join(stack.folder, "httpsidecar.env"), "OWN_CERTIFICATE=true\n");
    await stack.typesFromReadme(start);
    await stack.waitForLog("certbot", "OWN_CERTIFICATE=true says that you bring it");
  },
});

test("from a request to HTTPS on the wire, and no authority hears of it", async ({ stack }) => {
  const authority = await first;
  await answer(stack, authority);
  const { output } = await stack.types(`docker compose exec -T certbot httpsidecar import ${files}`);
  expect(output).toContain("your own certificate: nothing renews it");

  const { names } = await served(stack, authority);
  expect(names).toEqual([domain]);
  expect((await stack.exec("certbot", "httpsidecar", "health")).trim()).toContain(`${domain}: handed to nginx`);
  expect(await stack.logs("pebble")).not.toContain("new-order");
});

test("a wrong one is refused, and the old one is served; the next one comes with no visitor lost", async ({
  stack,
}) => {
  const authority = await makeOwnAuthority("Next");
  await answer(stack, authority);
  const before = await stack.exec("certbot", "httpsidecar", "certificates");
  const wrong = await stack.tries(
    `docker compose exec -T certbot httpsidecar import --cert /etc/letsencrypt/own/site.crt`,
  );
  expect(wrong).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining("no intermediate certificate was given"),
  });
  expect(wrong.output).toContain("nothing was changed");
  expect(await stack.exec("certbot", "httpsidecar", "certificates")).toBe(before);
  await expect(served(stack, authority, 0)).rejects.toThrow();

  const roots = [(await first).rootPem, authority.rootPem];
  const probes = await startProbes({ port: stack.httpsPort, domain, roots, streamSeconds: 5 });
  await stack.types(`docker compose exec -T certbot httpsidecar import ${files}`);
  await served(stack, authority);
  const report = await probes.stop();
  expect(report.newConnection.lost).toBe(0);
  expect(report.stream?.whole).toBe(true);
});

/** The operator asks, the authority signs, and what it sends lies where the README says. */
async function answer(stack: Stack, authority: OwnAuthority): Promise<void> {
  const output = await stack.exec("certbot", "httpsidecar", "csr", "--country", "JP", "--organisation", "Example K.K.");
  const request = /-----BEGIN CERTIFICATE REQUEST-----.+-----END CERTIFICATE REQUEST-----/s.exec(output)?.[0] ?? "";
  const own = join(stack.folder, "volumes/certbot/conf/own");
  await writeFile(join(own, "site.crt"), await authority.sign(request));
  await writeFile(join(own, "chain.crt"), authority.rootPem + authority.intermediatePem);
}

/** What a visitor sees who trusts this authority and no other. */
function served({ httpsPort: port }: Stack, { rootPem }: OwnAuthority, ms = 10_000) {
  return within(ms, () => servedCertificate({ port, domain, roots: [rootPem] }));
}
