import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { readImages } from "../support/images.ts";
import { pebbleDirectory, pebbleFolder } from "../support/pebble-service.ts";
import { certbotSettings, start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withFreshStack } from "../support/with-stack.ts";

const domain = "dify.example.test";

// As people do it: everything set as the guide says, and only then started. Names of files as Dify ships them.
const dify = withFreshStack({
  kind: "dify",
  domain,
  env: { ...certbotSettings({ domain }), NGINX_HTTPS_ENABLED: "true" },
});

describe("a Dify whose HTTPS was switched on before there is a certificate", () => {
  dify(
    "starts with a placeholder instead of looping, then serves the real one, and certbot goes on",
    async ({ stack }) => {
      await stack.types("docker compose up -d");
      await eventually(async () => expect(await stack.logs("nginx")).toContain("cannot load certificate"));
      await stack.install();

      await stack.types(start);
      const { names } = await stack.waitForHttps();

      expect(names).toEqual([domain]);
      const log = await stack.waitForLog("certbot", "next renewal");
      expect(log).toContain("nginx needs a certificate to start: a temporary self-signed one is used until then");
      expect(log).toContain(`https://${domain} is live`);
      expect(await certbotRenews(stack)).toContain("Congratulations, all renewals succeeded");
      const live = join(stack.folder, "volumes/certbot/conf/live", domain);
      const [asked, own] = await Promise.all(
        ["dify.crt", "fullchain.pem"].map((file) => readFile(join(live, file), "utf8")),
      );
      expect(asked).toBe(own);
      expect(new X509Certificate(own ?? "").issuer).toContain("Pebble");
    },
  );
});

const behindEdge = "edge.example.test";
const edgeConf = `server {
  listen 80;
  server_tokens off;
  error_page 502 504 =521 @down;
  location @down { return 521; }
  location / {
    proxy_pass https://nginx:443;
    proxy_ssl_verify off;
    proxy_ssl_server_name on;
    proxy_ssl_name ${behindEdge};
    proxy_set_header Host $host;
    proxy_connect_timeout 2s;
  }
}
`;
const edge = withFreshStack({
  kind: "official",
  env: certbotSettings({ domain: behindEdge }),
  services: {
    edge: {
      image: readImages().nginx,
      command: ["sh", "-c", `printf '%s' "$$CONF" >/etc/nginx/conf.d/default.conf && exec nginx -g 'daemon off;'`],
      entrypoint: [],
      environment: { CONF: edgeConf.replaceAll("$", "$$$$") },
      networks: { default: { aliases: [behindEdge] } },
    },
  },
});

describe("an edge in front that asks for the challenge over HTTPS", () => {
  edge("finds HTTPS with a placeholder at first, so that the authority gets its answer", async ({ stack }) => {
    await stack.bringUp();

    await stack.types(start);

    const log = await stack.waitForLog("certbot", "next renewal");
    expect(log).toContain(
      "the CDN in front connects over HTTPS: HTTPS is on, with a temporary self-signed certificate until the real one is issued",
    );
    expect(log).toContain("certificate saved");
    const leaf = await stack.read(`volumes/certbot/conf/live/${behindEdge}/cert.pem`);
    expect(new X509Certificate(leaf).subjectAltName).toBe(`DNS:${behindEdge}`);
    expect(await stack.authority.orders()).toBe(1);
  });
});

/** Real certbot, in the stack's network. */
async function certbotRenews(stack: Stack): Promise<string> {
  const mounts = [
    `${stack.folder}/volumes/certbot/conf:/etc/letsencrypt`,
    `${stack.folder}/volumes/certbot/www:/var/www/html`,
    `${stack.folder}/${pebbleFolder}/ca.pem:/ca.pem:ro`,
  ].map((mount) => `-v ${mount}`);
  const network = `--network ${stack.project}_default -e REQUESTS_CA_BUNDLE=/ca.pem`;
  const line = `docker run --rm ${network} ${mounts.join(" ")} ${readImages().certbot} renew --force-renewal --no-random-sleep-on-renew --server ${pebbleDirectory}`;
  return (await stack.types(line)).output;
}
