import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { certbotSettings, goSecure, start } from "../support/secure.ts";
import { soak } from "../support/soak.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withFreshStack } from "../support/with-stack.ts";

const domain = "dify.example.test";
const tooOften = "nginx was switched 4 times within 10 minutes";
const untilSecure = "until grep -qs 443 /etc/nginx/conf.d/default.conf; do sleep 0.02; done";
const killMaster = 'kill -9 "$(cat /run/nginx.pid)"';

describe("an operator who switches HTTPS off", () => {
  const official = withFreshStack({
    kind: "official",
    domain,
    env: { COMPOSE_PROFILES: "certbot" },
    prepare: goSecure,
  });

  official("in .env is obeyed, and told so once", async ({ stack }) => {
    await stack.setEnv({ NGINX_HTTPS_ENABLED: "false" });
    await stack.types("docker compose up -d");

    const log = await stack.waitForLog("certbot-companion", "was set to false by hand");
    await stack.types("docker compose restart nginx certbot certbot-companion");
    await stack.waitForLog("certbot", /kept|off/);
    await stack.staysWithoutHttps(3000);
    expect(await stack.read(".env")).toMatch(/^NGINX_HTTPS_ENABLED=false$/m);
    expect(timesSaid(log, "was set to false by hand")).toBe(1);
    expect(timesSaid(await stack.logs("certbot-companion"), "was set to false by hand")).toBe(1);
  });

  official("with disable-https keeps it off through restart and up, until enable-https", async ({ stack }) => {
    await stack.typesFromReadme("docker compose exec certbot httpsidecar disable-https");
    await stack.types("docker compose restart nginx");
    await stack.staysWithoutHttps(3000);
    await stack.types("docker compose up -d");
    await stack.staysWithoutHttps(3000);
    const { output } = await stack.types("docker compose exec certbot update-cert --force-renewal");
    expect(output).toContain("HTTPS was turned off manually");
    await stack.staysWithoutHttps(3000);

    await stack.typesFromReadme("docker compose exec certbot httpsidecar enable-https");
    await stack.waitForHttps();
  });
});

describe("with new templates on disk and an old nginx container", () => {
  const dify = withFreshStack({ kind: "dify", domain, prepare: goSecure });

  dify("a renewal still works, and nothing of the new templates is rendered", async ({ stack }) => {
    const path = join(stack.folder, "nginx/conf.d/default.conf.template");
    await writeFile(path, `${await readFile(path, "utf8")}\n# \${A_VARIABLE_OF_TOMORROW}\n`);
    const { serial } = await stack.served();

    await stack.types("docker compose exec certbot update-cert --force-renewal");

    expect((await stack.served()).serial).not.toBe(serial);
    expect(await stack.read("nginx/conf.d/default.conf")).not.toContain("OF_TOMORROW");
  });
});

describe("an nginx that ends again and again by itself", () => {
  const dify = withFreshStack({ kind: "dify", domain, prepare: goSecure });

  dify("is brought to HTTPS four times, then left as it starts, and that is said", async ({ stack }) => {
    const nginx = await stack.container("nginx");
    for (let end = 0; end < 4; end += 1) {
      await endMaster(stack, nginx, end);
      await stack.waitForHttpsBack();
    }
    await endMaster(stack, nginx, 4);

    await stack.waitForLog("certbot-companion", tooOften);
    await stack.staysWithoutHttps(3000);
    expect((await fetch(`http://127.0.0.1:${stack.httpPort}/`)).status).toBe(200);
  });
});

describe("an nginx that ends as soon as its files have HTTPS", () => {
  const dify = withFreshStack({ kind: "dify", domain, prepare: goSecure });

  dify("is left as it starts after four switches, whether it lived to see their end or not", async ({ stack }) => {
    const nginx = await stack.container("nginx");
    await endMaster(stack, nginx, 0);
    const ends = async () => {
      await stack.tries(`docker exec ${nginx} timeout 5 sh -c '${untilSecure}; ${killMaster}'`);
      expect(await stack.logs("certbot-companion")).toContain(tooOften);
    };
    await eventually(ends);

    await stack.staysWithoutHttps(3000);
    expect((await fetch(`http://127.0.0.1:${stack.httpPort}/`)).status).toBe(200);
    const log = await stack.logs("certbot-companion");
    expect(log).toContain("an earlier switch was cut off");
    expect(timesSaid(log, "switched, HTTPS is on")).toBeLessThan(4);
  });
});

const restarts = soak ? 20 : 7;

describe(`a certbot container that is restarted ${restarts} times`, () => {
  const official = withFreshStack({ kind: "official", domain, prepare: goSecure });

  official("makes no further order, with --force-renewal in CERTBOT_OPTIONS either", async ({ stack }) => {
    const orders = await stack.authority.orders();
    const { CERTBOT_OPTIONS } = certbotSettings(stack);
    await stack.setEnv({ CERTBOT_OPTIONS: `${CERTBOT_OPTIONS} --force-renewal` });
    await stack.types(start);
    await stack.waitForLog("certbot", "kept (not due for renewal), valid until");

    for (let restart = 1; restart <= restarts; restart += 1) {
      await stack.types("docker compose restart certbot");
      await eventually(async () =>
        expect(timesSaid(await stack.logs("certbot"), "kept (not due for renewal), valid until")).toBe(restart + 1),
      );
    }

    expect(await stack.logs("certbot")).toContain("CERTBOT_OPTIONS contains --force-renewal: ignored here");
    expect(await stack.authority.orders()).toBe(orders);
  });
});

function timesSaid(log: string, words: string): number {
  return log.split(words).length - 1;
}

/** A crash, after which Docker starts the container anew: for the `ends`th time and once more. */
async function endMaster(stack: Stack, nginx: string, ends: number): Promise<void> {
  // It may take the shell with it.
  await stack.tries(`docker exec ${nginx} sh -c '${killMaster}'`);
  await eventually(async () => {
    const { output } = await stack.types(`docker inspect --format '{{.RestartCount}} {{.State.Running}}' ${nginx}`);
    expect(output.trim()).toBe(`${ends + 1} true`);
  });
}
