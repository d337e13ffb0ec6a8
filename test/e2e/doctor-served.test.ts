import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { Finding } from "../../src/doctor/finding.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { lineageOf } from "../support/acme.ts";
import { makeCertificate } from "../support/certificates.ts";
import { askNames, type Names, nameService, startNames } from "../support/name-server.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { certbotSettings, start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withFreshStack, withStack } from "../support/with-stack.ts";

// A certificate is stored that nobody ordered here: what doctor makes of how nginx serves it. Nothing is ever ordered.

const domain = "shop.example.test";
const blog = "blog.example.test";

let names: Names;

const test = withStack({
  kind: "official",
  domain,
  env: { CERTBOT_DOMAIN: domain, CERTBOT_OPTIONS: `--server ${pebbleDirectory}`, CERTBOT_AUTO: "false" },
  services: await nameService(),
  async prepare(stack) {
    names = await startNames(stack);
    await askNames(stack, "certbot", names);
    await stack.bringUp();
    for (const name of [domain, blog]) await save(stack, name);
    await stack.compose("up", "-d", "certbot", "certbot-companion");
    await pointAtNginx();
    await eventually(async () => expect(await faults(stack)).toEqual([unused]));
  },
});

async function save({ folder }: Stack, name: string): Promise<void> {
  const conf = join(folder, "volumes/certbot/conf");
  const store = lineageStore({ folder: conf, webroot: "/var/www/html", version: "1.2.3" });
  const { privateKeyPem, fullchainPem } = await makeCertificate({ domains: [name] });
  await store.save(lineageOf(name), { privateKeyPem, fullchainPem, directory: pebbleDirectory, accountId: "" });
  // as the container has it
  const renewal = join(conf, "renewal", `${name}.conf`);
  await writeFile(renewal, (await readFile(renewal, "utf8")).replaceAll(conf, "/etc/letsencrypt"));
}

async function leadTo(service: string): Promise<void> {
  await names.tell("clear-a", { host: domain });
  await names.tell("add-a", { host: domain, addresses: [await names.addressOf(service)] });
}
const pointAtNginx = () => leadTo("nginx");

/** A stack made anew, with nginx reachable by its name again. */
async function anew(stack: Stack): Promise<void> {
  await stack.compose("up", "-d", "--no-deps", "--force-recreate", "nginx");
  await eventually(() => stack.exec("nginx", "sh", "-c", "nginx -t && test -s /run/nginx.pid"));
  await pointAtNginx();
}

/** Without an address it asks the container's own name server. */
async function doctor(stack: Stack, flags: string, { address }: Pick<Names, "address"> = names) {
  const given = `-e CERTBOT_AUTO=true -e DOCTOR_RESOLVERS=${address}`;
  return await stack.tries(`docker compose exec -T ${given} certbot httpsidecar doctor ${flags}`);
}

/** What is not fine. */
async function faults(stack: Stack, by: Pick<Names, "address"> = names): Promise<readonly Finding[]> {
  const { output } = await doctor(stack, "--json", by);
  const { findings }: { findings: readonly Finding[] } = JSON.parse(output);
  return findings.filter(({ verdict }) => verdict !== "fine");
}

const of = (findings: readonly Finding[], check: string) => findings.filter((finding) => finding.check === check);

const unused = expect.objectContaining({
  check: "port 443",
  verdict: "warning",
  saw: "a certificate is stored, and nginx does not serve HTTPS with it",
  fix: "docker compose exec certbot httpsidecar enable-https",
});

test("a companion that does not run, and an nginx that does not, block with the line that starts them", async ({
  stack,
}) => {
  await stack.compose("stop", "--timeout", "0", "certbot-companion");
  expect(of(await faults(stack), "nginx")).toEqual([
    expect.objectContaining({
      verdict: "blocks",
      fix: expect.stringContaining("docker compose up -d certbot-companion"),
    }),
  ]);
  await stack.compose("start", "certbot-companion");
  await stack.compose("stop", "--timeout", "0", "nginx");
  await eventually(async () => {
    expect(of(await faults(stack), "nginx")).toEqual([
      expect.objectContaining({ verdict: "blocks", fix: expect.stringContaining("docker compose up -d nginx") }),
    ]);
  });
  expect(of(await faults(stack), "challenge")).toEqual([expect.objectContaining({ verdict: "blocks" })]);
  await stack.compose("start", "nginx");
  await pointAtNginx();
  await eventually(async () => expect(await faults(stack)).toEqual([unused]));
});

test("a challenge location that was switched off warns, and --fix switches it on, and HTTPS with it", async ({
  stack,
}) => {
  await stack.setEnv({ NGINX_ENABLE_CERTBOT_CHALLENGE: "false" });
  await anew(stack);
  const found = await faults(stack);
  expect(of(found, "nginx")).toEqual([
    expect.objectContaining({
      verdict: "warning",
      saw: "nginx's configuration has no location for /.well-known/acme-challenge/",
      fix: expect.stringContaining("set NGINX_ENABLE_CERTBOT_CHALLENGE=true in .env"),
    }),
  ]);
  expect(of(found, "challenge")).toEqual([expect.objectContaining({ verdict: "blocks" })]);
  expect(found).toContainEqual(unused);

  const fixed = await doctor(stack, "--fix --yes");
  expect([fixed.exitCode, fixed.output]).toEqual([0, expect.stringContaining("all is well")]);
});

test("a port 443 of the host that leads to nobody is told while HTTPS is on", async ({ stack }) => {
  expect(await faults(stack)).toEqual([]);
  onTestFinished(pointAtNginx);
  await leadTo("names");
  expect(of(await faults(stack), "port 443")).toEqual([
    expect.objectContaining({
      verdict: "warning",
      saw: expect.stringMatching(`^https://${domain} cannot be seen from here: `),
      fix: expect.stringMatching(/publish port 443 first, see below$/),
    }),
    expect.objectContaining({
      verdict: "warning",
      saw: "port 443 of this host does not reach nginx",
      fix: expect.stringMatching(/^set EXPOSE_NGINX_SSL_PORT=443 in \.env, then: docker compose up -d nginx/),
    }),
  ]);
});

test("another site's certificate on the wire is told by its names, issuer and end, with the block that serves it", async ({
  stack,
}) => {
  const path = join(stack.folder, "docker/nginx/templates/a-blog.conf.template");
  onTestFinished(async () => {
    await rm(path);
    await stack.setEnv({ NGINX_SERVER_NAME: "_" });
    await anew(stack);
  });
  const live = `/etc/letsencrypt/live/${blog}`;
  const pair = `ssl_certificate ${live}/fullchain.pem; ssl_certificate_key ${live}/privkey.pem;`;
  const listen = "listen 443 ssl; listen [::]:443 ssl;";
  await writeFile(path, `server { ${listen} server_name ${blog}; ${pair} return 200 "a blog"; }\n`);
  await anew(stack);
  const found = await faults(stack);
  const what = `for ${blog} by Test Intermediate, until \\d{4}-\\d\\d-\\d\\d`;
  expect(of(found, "port 443").slice(0, 2)).toEqual([
    expect.objectContaining({
      verdict: "blocks",
      saw: expect.stringMatching(`^nginx serves another certificate than the one on disk: ${what}, serial `),
    }),
    expect.objectContaining({
      verdict: "warning",
      saw: expect.stringMatching(`^https://${domain} serves another certificate: .* responds with .*, ${what}$`),
    }),
  ]);
  expect(of(found, "nginx")).toEqual([
    expect.objectContaining({ fix: expect.stringContaining(`set NGINX_SERVER_NAME=${domain} in .env`) }),
  ]);

  await stack.setEnv({ NGINX_SERVER_NAME: domain });
  await anew(stack);
  expect(await faults(stack)).toEqual([]);
});

test("nginx that was given cert.pem in the place of fullchain.pem blocks", async ({ stack }) => {
  onTestFinished(async () => {
    await stack.setEnv({ NGINX_SSL_CERT_FILENAME: "fullchain.pem" });
    await anew(stack);
  });
  await stack.setEnv({ NGINX_SSL_CERT_FILENAME: "cert.pem" });
  await anew(stack);
  expect(of(await faults(stack), "port 443")).toContainEqual(
    expect.objectContaining({
      verdict: "blocks",
      saw: "nginx serves the certificate on disk alone, without the chain of fullchain.pem",
    }),
  );
});

test("HTTPS that a person switched off warns, with the word that brings it back", async ({ stack }) => {
  await stack.exec("certbot", "httpsidecar", "disable-https");
  expect(of(await faults(stack), "nginx")).toEqual([
    expect.objectContaining({
      verdict: "warning",
      saw: "HTTPS was turned off manually",
      fix: "docker compose exec certbot httpsidecar enable-https",
    }),
  ]);
});

test("the authority has received no order in any of these", async ({ stack }) => {
  expect(await stack.authority.orders()).toBe(0);
});

const legacy = withFreshStack({
  kind: "dify",
  domain,
  env: { NGINX_HTTPS_ENABLED: "true", CERTBOT_AUTO: "false" },
  prepare: async (stack) => {
    const old = await makeCertificate({ domains: [domain] });
    await writeFile(join(stack.folder, "nginx/ssl/dify.crt"), old.fullchainPem);
    await writeFile(join(stack.folder, "nginx/ssl/dify.key"), old.privateKeyPem);
  },
});

legacy("Dify's own certificate files warn, and --fix has nginx serve what is stored", async ({ stack }) => {
  await stack.bringUp();
  await stack.install();
  await save(stack, domain);
  await stack.setEnv(certbotSettings(stack));
  await stack.types(start);
  const nothing = { address: "" };
  await eventually(async () => {
    expect(of(await faults(stack, nothing), "port 443")).toEqual([
      expect.objectContaining({
        verdict: "warning",
        saw: expect.stringContaining("NGINX_SSL_CERT_FILENAME=dify.crt"),
        fix: expect.stringContaining(
          "NGINX_SSL_CERT_FILENAME=fullchain.pem and NGINX_SSL_CERT_KEY_FILENAME=privkey.pem",
        ),
      }),
    ]);
  });
  await doctor(stack, "--fix --yes", nothing);
  expect(of(await faults(stack, nothing), "port 443")).toEqual([]);
  expect(await stack.authority.orders()).toBe(0);
});
