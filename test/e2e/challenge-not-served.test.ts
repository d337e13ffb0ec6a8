import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { certbotSettings, start } from "../support/secure.ts";
import { cases } from "../support/soak.ts";
import type { Kind, Stack } from "../support/stack.ts";
import { withStack } from "../support/with-stack.ts";

const kinds = cases(
  [{ kind: "Dify's", file: "docker-compose.yaml", test: stackOf("dify") }],
  [{ kind: "official", file: "compose.yaml", test: stackOf("official") }],
);

describe.each(kinds)("on a stack of $kind kind where nginx does not serve the challenge path", ({ file, test }) => {
  test("location missing and companion absent: no order, and both ways to mend it are said", async ({ stack }) => {
    await stack.types("docker compose up -d --no-deps certbot");

    const log = await stack.waitForLog("certbot", /^ {2}next try: /m);
    expect(log).toMatch(/^error: nginx does not serve the challenge path of dify\.example\.test: .* status 404/m);
    expect(log).toMatch(
      /^ {2}fix: docker compose up -d certbot-companion, or set NGINX_ENABLE_CERTBOT_CHALLENGE=true in \.env and run: docker compose up -d nginx; where nginx's file is your own: docker\/attach FOLDER$/m,
    );
    await nothingWasOrdered(stack);
  });

  test("nginx mounts another folder: no order, and the mount is said", async ({ stack }) => {
    await stack.types("docker compose rm --stop --force certbot");
    const mount = await mountElsewhere(join(stack.folder, file));
    await stack.types("docker compose up -d nginx");
    await stack.types(start);

    const fix =
      "fix: mount the same folder in both: ./volumes/certbot/www:/var/www/html in the services nginx and certbot";
    await stack.waitForLog("certbot", fix);
    const { exitCode, output } = await stack.tries("docker compose exec -T certbot update-cert");
    expect(exitCode).toBe(1);
    expect(output).toContain(fix);
    await nothingWasOrdered(stack);

    await mount.mend();
    await stack.types("docker compose up -d nginx");
    await stack.types("docker compose exec -T certbot update-cert");
    await stack.waitForHttps();
  });
});

function stackOf(kind: Kind) {
  return withStack({
    kind,
    services: { nginx: { stop_grace_period: "1s" } },
    async prepare(stack) {
      await stack.setEnv({ ...certbotSettings(stack), NGINX_ENABLE_CERTBOT_CHALLENGE: "false" });
      await stack.bringUp();
      await stack.install();
    },
  });
}

/** The first service of the file that mounts the webroot is nginx. */
async function mountElsewhere(path: string): Promise<{ mend(): Promise<void> }> {
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace("./volumes/certbot/www:/var/www/html", "./volumes/elsewhere:/var/www/html"));
  return { mend: () => writeFile(path, text) };
}

async function nothingWasOrdered({ authority }: Stack): Promise<void> {
  expect(await authority.orders()).toBe(0);
  expect(await authority.log()).not.toContain("order-plz");
}
