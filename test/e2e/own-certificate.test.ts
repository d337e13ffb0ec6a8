import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { in3des } from "../imported/given-files.ts";
import { makeCertificate } from "../support/certificates.ts";
import { makeOwnAuthority, type OwnAuthority } from "../support/own-authority.ts";
import { startProbes } from "../support/probes.ts";
import { certbotSettings, start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { eventually, servedCertificate } from "../support/wire.ts";
import { withFreshStack, withStack } from "../support/with-stack.ts";

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
    await stack.waitForLog("certbot", "with OWN_CERTIFICATE=true you bring it yourself");
  },
});

test("from a request to HTTPS on the wire, and no authority hears of it", async ({ stack }) => {
  const authority = await first;
  await answer(stack, authority);
  const { output } = await stack.types(`docker compose exec -T certbot httpsidecar import ${files}`);
  expect(output).toContain("your own certificate: it is not renewed automatically");

  const { names } = await served(stack, authority);
  expect(names).toEqual([domain]);
  // kept: serve has looked again since
  expect(await stack.exec("certbot", "httpsidecar", "health")).toMatch(/^dify\.example\.test: (deployed|kept)/m);
  expect(await stack.authority.orders()).toBe(0);
});

test("the image reads a key that an old OpenSSL encrypted in 3DES, with the passphrase from a variable", async ({
  stack,
}) => {
  const own = join(stack.folder, "volumes/certbot/conf/own");
  const key = await readFile(join(own, domain, "privkey.pem"), "utf8");
  await writeFile(join(own, "old.key"), in3des(key, "geheim"));
  const line = `httpsidecar check ${files} --key /etc/letsencrypt/own/old.key`;
  const right = await stack.tries(`docker compose exec -T -e KEY_PASSPHRASE=geheim certbot ${line}`);
  expect(right).toMatchObject({ exitCode: 0, output: expect.stringContaining("the key matches") });
  const wrong = await stack.tries(`docker compose exec -T -e KEY_PASSPHRASE=falsch certbot ${line}`);
  expect(wrong).toMatchObject({ exitCode: 1, output: expect.stringContaining("the passphrase is wrong") });
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
    output: expect.stringContaining("the intermediate certificate is missing"),
  });
  expect(wrong.output).toContain("nothing was changed");
  expect(await stack.exec("certbot", "httpsidecar", "certificates")).toBe(before);
  await expect(shown(stack, authority)).rejects.toThrow();

  const roots = [(await first).rootPem, authority.rootPem];
  const probes = await startProbes({ port: stack.httpsPort, domain, roots, streamSeconds: 5 });
  await stack.types(`docker compose exec -T certbot httpsidecar import ${files}`);
  await served(stack, authority);
  const report = await probes.stop();
  expect(report.newConnection.lost).toBe(0);
  expect(report.stream?.whole).toBe(true);
});

const legacy = withFreshStack({
  kind: "dify",
  domain,
  env: { NGINX_HTTPS_ENABLED: "true", CERTBOT_DOMAIN: domain },
  services: { certbot: { volumes: ["./nginx/ssl:/nginx-ssl"] } },
  prepare: async (stack) => {
    const old = await makeCertificate({ domains: [domain] });
    await writeFile(join(stack.folder, "nginx/ssl/dify.crt"), old.fullchainPem);
    await writeFile(join(stack.folder, "nginx/ssl/dify.key"), old.privateKeyPem);
  },
});

legacy("Dify's nginx/ssl gets it too, and nginx made anew still serves it", async ({ stack }) => {
  await stack.bringUp();
  await stack.install();
  await stack.setEnv(certbotSettings(stack));
  await appendFile(join(stack.folder, "httpsidecar.env"), "OWN_CERTIFICATE=true\n");
  await stack.types(start);
  await stack.waitForLog("certbot", "with OWN_CERTIFICATE=true you bring it yourself");
  const authority = await first;
  await answer(stack, authority);
  await stack.types(`docker compose exec -T certbot httpsidecar import ${files} --nginx-ssl /nginx-ssl`);
  await served(stack, authority);

  await stack.types("docker compose up -d --no-deps --force-recreate nginx");
  await served(stack, authority);
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
function shown({ httpsPort: port }: Stack, { rootPem }: OwnAuthority) {
  return servedCertificate({ port, domain, roots: [rootPem] });
}

function served(stack: Stack, authority: OwnAuthority) {
  return eventually(() => shown(stack, authority));
}
