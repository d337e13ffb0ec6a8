import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { filesOf, scriptsFor } from "../support/attaching.ts";
import { readImages } from "../support/images.ts";
import { pebbleDirectory, pebbleFolder } from "../support/pebble-service.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "chat.example.test";
const { nginx, certbot } = readImages();

const http = `server {
  listen 80;
  server_name ${domain};
  location /.well-known/acme-challenge/ { root /var/www/certbot; }
  location / { return 301 https://$host$request_uri; }
}
`;
const https = `server {
  listen 443 ssl;
  server_name ${domain};
  ssl_certificate /etc/letsencrypt/live/${domain}/fullchain.pem;
  ssl_certificate_key /etc/letsencrypt/live/${domain}/privkey.pem;
  location / { proxy_pass http://open-webui:8080; }
}
`;

// As Open WebUI's page about nginx and Let's Encrypt has it: files of one's own, certbot in a loop, another webroot.
const test = withStack({
  kind: "open-webui",
  domain,
  env: { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` },
  services: {
    nginx: {
      image: nginx,
      ports: ["${EXPOSE_NGINX_PORT}:80", "${EXPOSE_NGINX_SSL_PORT}:443"],
      volumes: [
        "./conf.d:/etc/nginx/conf.d:ro",
        "./certbot/conf:/etc/letsencrypt:ro",
        "./certbot/www:/var/www/certbot:ro",
      ],
      networks: { default: { aliases: [domain] } },
      restart: "unless-stopped",
    },
    certbot: {
      image: certbot,
      entrypoint: ["sh", "-c", "trap exit TERM; while :; do sleep 12h & wait; done"],
      volumes: [
        "./certbot/conf:/etc/letsencrypt",
        "./certbot/www:/var/www/certbot",
        `./${pebbleFolder}/ca.pem:/${pebbleFolder}/ca.pem:ro`,
      ],
      environment: { REQUESTS_CA_BUNDLE: `/${pebbleFolder}/ca.pem` },
    },
  },
  prepare: servingByHand,
});

async function servingByHand(stack: Stack): Promise<void> {
  await mkdir(join(stack.folder, "conf.d"));
  await writeFile(join(stack.folder, "conf.d/default.conf"), http);
  await stack.types("docker compose up -d");
  const flags = `--noninteractive --agree-tos --register-unsafely-without-email --server ${pebbleDirectory}`;
  const line = `certbot certonly ${flags} --webroot -w /var/www/certbot -d ${domain}`;
  await eventually(() => stack.exec("certbot", ...line.split(" ")), 1000);
  await writeFile(join(stack.folder, "conf.d/default.conf"), http + https);
  await stack.exec("nginx", "nginx", "-s", "reload");
  await stack.waitForHttps();
}

describe("docker/attach on an nginx that has HTTPS in files of its own", () => {
  test("serves and schedules what is there, and switches nothing", async ({ stack }) => {
    const before = await own(stack);
    const { nginx: container } = await stack.containers();
    const [{ serial }, orders] = [await stack.served(), await stack.authority.orders()];

    const { output, exitCode } = await scriptsFor(stack.folder).attach("--domain", domain, "--yes");

    console.log(output);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0, output: expect.stringContaining("next renewal") });
    expect(output).toContain("certificates are renewed and nginx is reloaded; its HTTPS settings are left alone");
    expect(output).not.toMatch(/warning: (?!NOTIFY_URLS)|missing: add/);
    expect(await stack.served()).toMatchObject({ serial });
    expect(await stack.authority.orders()).toBe(orders);
    expect((await stack.containers())["nginx"]).toBe(container);
    const after = await own(stack);
    expect(after["conf.d/default.conf"]).toBe(before["conf.d/default.conf"]);
    expect(after[".env"]).toBe(`${before[".env"]}CERTBOT_DOMAIN=${domain}\n`);
  });

  test("renews into the folders that there are, reloads and proves", async ({ stack }) => {
    const { serial } = await stack.served();
    const { nginx: container } = await stack.containers();

    const { output } = await stack.types("docker compose exec -T certbot update-cert --force-renewal");

    expect(output).toContain("new certificate");
    expect(output).toContain(`https://${domain} is live`);
    expect((await stack.served()).serial).not.toBe(serial);
    expect((await stack.containers())["nginx"]).toBe(container);
    expect(await stack.read(`certbot/conf/renewal/${domain}.conf`)).toContain("webroot_path = /var/www/certbot");
  });

  test("goes without a trace, and their own certbot renews again", async ({ stack }) => {
    const { output, exitCode } = await scriptsFor(stack.folder).detach("--yes");
    expect({ exitCode, output }).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining("nginx stays as its own files say"),
    });
    expect(Object.keys(await own(stack)).filter((name) => /override|httpsidecar/.test(name))).toEqual([
      "httpsidecar.env",
    ]);
    expect(await stack.read(".env")).not.toContain("CERTBOT_DOMAIN");

    await stack.types("docker compose up -d");
    const line = "certbot renew --force-renewal --no-random-sleep-on-renew";
    // certbot gives up at the second nonce in a row that the test's authority rejects, as it does by chance.
    const renewed = await eventually(() => stack.exec("certbot", ...line.split(" ")), 1000);
    expect(renewed).toContain("Congratulations, all renewals succeeded");
  });
});

/** A person's files: what certbot keeps is written by others as well. */
async function own(stack: Stack): Promise<Record<string, string>> {
  const entries = Object.entries(await filesOf(stack.folder));
  return Object.fromEntries(entries.filter(([path]) => !path.startsWith("certbot/")));
}
