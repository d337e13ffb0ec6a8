import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { bringNginxUp, putCertificate, settingsFilesOf, startCompanion } from "../support/companion-fixture.ts";
import type { Stack, StackOptions } from "../support/stack.ts";
import { withFreshStack } from "../support/with-stack.ts";

const own = (certificates: string, tls = "listen 443 ssl;") => `
events {}
http {
  server { listen 80; location /.well-known/acme-challenge/ { root /var/www/html; } }
  server { ${tls} ssl_certificate ${certificates}/fullchain.pem; ssl_certificate_key ${certificates}/privkey.pem; }
}
`;

const live = "/etc/letsencrypt/live/dify.example.test";
/** The best known recipe for certbot beside nginx, as Compose's file has it. */
const loop = ["/bin/sh", "-c", 'while :; do sleep 6h & wait $$!; nginx -s reload; done & nginx -g "daemon off;"'];
const copied = ["/bin/sh", "-c", "cp /usr/sbin/nginx /usr/sbin/angie && exec /usr/sbin/angie -g 'daemon off;'"];

const kinds: Record<string, { conf: string; nginx: object }> = {
  "started by a shell that reloads it now and then": { conf: own(live), nginx: { entrypoint: loop, command: [] } },
  "whose certificate path has a variable": {
    conf: own("/etc/letsencrypt/live/$$ssl_server_name").replaceAll("$$", "$"),
    nginx: { entrypoint: loop, command: [] },
  },
  "whose log is kept nowhere": { conf: own(live), nginx: { logging: { driver: "none" } } },
  "with another name, as Angie has": { conf: own(live), nginx: { entrypoint: copied, command: [] } },
};

describe("an nginx of the person's own that serves live/ already", () => {
  for (const [kind, { conf, nginx }] of Object.entries(kinds)) {
    const options: StackOptions = {
      kind: "official",
      services: { nginx: { ...nginx, volumes: ["./own.conf:/etc/nginx/nginx.conf:ro"] } },
      async prepare(stack: Stack) {
        await writeFile(join(stack.folder, "own.conf"), conf);
        await putCertificate(stack);
      },
    };
    withFreshStack(options)(`is tested and reloaded, and nothing is switched: ${kind}`, async ({ stack }) => {
      await bringNginxUp(stack, "official");
      const companion = await startCompanion(stack, { settings: { writeEnv: "never" } });
      const files = await settingsFilesOf(stack);
      expect(await companion.ask("look")).toMatchObject({ code: "unchanged", https: true, challenge: true });
      expect(await companion.ask("reload")).toMatchObject({ code: "done", https: true });
      expect(await companion.ask("enable-https")).toMatchObject({ code: "unchanged", https: true });
      expect(await settingsFilesOf(stack)).toEqual(files);
      await companion.stop();
    });
  }
});
