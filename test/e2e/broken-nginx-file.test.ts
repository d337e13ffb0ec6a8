import { describe, expect } from "vitest";
import { certbotSettings, start } from "../support/secure.ts";
import { cases } from "../support/soak.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const file = "/etc/nginx/conf.d/mine.conf";
const broken = "server {\n    listen 8123;\n    prxy_pass http://app:8080;\n}\n";
const mended = "server {\n    listen 8123;\n}\n";
const complaint = `unknown directive "prxy_pass" in ${file}:3`;

/** Brought up over HTTP; the operator then saves a file with a mistake, and starts the sidecar. */
async function withMistake(stack: Stack): Promise<void> {
  await stack.bringUp();
  await stack.install();
  await stack.setEnv(certbotSettings(stack));
  await save(stack, broken);
}

const official = { kind: "official", test: withStack({ kind: "official", prepare: withMistake }) };
const dify = { kind: "Dify's", test: withStack({ kind: "dify", prepare: withMistake }) };

describe.each(cases([official], [dify]))(
  "an nginx file of the operator's with a mistake, on a stack of $kind kind",
  ({ test }) => {
    test("stops the switch: file and line are named, and everything is as before", async ({ stack }) => {
      const before = await settings(stack);
      await stack.typesFromReadme(start);
      const log = await stack.waitForLog("certbot", "fix: correct the file and line named above");

      expect(log).toContain("error: nginx rejected its configuration; the previous one stays in use");
      expect(log).toContain(complaint);
      expect((await fetch(`http://127.0.0.1:${stack.httpPort}/`)).status).toBe(200);
      expect(await settings(stack)).toEqual(before);
    });

    test("is deployed by itself once it is mended", async ({ stack }) => {
      await save(stack, mended);
      await stack.waitForHttps();
      expect(await stack.authority.orders()).toBe(1);
    });

    test("stops a reload as well: the old certificate goes on, and the new one is served once it is mended", async ({
      stack,
    }) => {
      const { serial } = await stack.served();
      await save(stack, broken);
      const { exitCode, output } = await stack.tries("docker compose exec certbot update-cert --force-renewal");
      expect(exitCode).toBe(1);
      expect(output).toContain(complaint);
      expect((await stack.served()).serial).toBe(serial);

      await save(stack, mended);
      await stack.typesFromReadme("docker compose exec certbot update-cert");
      await eventually(async () => expect((await stack.served()).serial).not.toBe(serial));
    });
  },
);

async function save(stack: Stack, text: string): Promise<void> {
  await stack.exec("nginx", "sh", "-c", 'printf %s "$1" >"$2"', "sh", text, file);
}

/** What a switch that was stopped must not have touched. */
async function settings(stack: Stack) {
  const rendered = "cat /etc/nginx/nginx.conf /etc/nginx/conf.d/default.conf; ls /etc/nginx/conf.d";
  const override = await stack.read("docker-compose.override.yaml").catch(() => "none");
  return { env: await stack.read(".env"), override, rendered: await stack.exec("nginx", "sh", "-c", rendered) };
}
