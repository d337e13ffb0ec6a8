import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { Finding } from "../../src/doctor/finding.ts";
import { goSecure } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const own = [
  "METRICS_PORT=9102",
  "LOG_FORMAT=json",
  "NOTIFY_URLS=http://api:5001/echo smtp://127.0.0.1:9/?from=a@example.org&to=b@example.org",
];
const test = withStack({
  kind: "dify",
  env: { TRIGGER_URL: "http://localhost" },
  // set for the app alone, as in a file of Dify's envs/, where the certbot service does not have it
  services: { api: { environment: { FILES_URL: "http://files.test/x" } } },
  async prepare(stack) {
    await appendFile(join(stack.folder, "httpsidecar.env"), `${own.join("\n")}\n`);
    await goSecure(stack);
  },
});

async function faults(stack: Stack, exitCode: number): Promise<readonly Finding[]> {
  const ran = await stack.tries("docker compose exec -T certbot httpsidecar doctor --json");
  expect([ran.exitCode, ran.output]).toEqual([exitCode, expect.stringContaining('"schema": 1')]);
  const { findings }: { findings: readonly Finding[] } = JSON.parse(ran.output);
  return findings.filter(({ verdict }) => verdict !== "fine");
}

test("on a Dify stack that serves HTTPS, only URLs that still say http are left to change, wherever they are set", async ({
  stack,
}) => {
  const orders = await stack.authority.orders();
  expect(await faults(stack, 1)).toEqual([
    expect.objectContaining({
      saw: "FILES_URL still says http://",
      fix: `set FILES_URL=https://${stack.domain}:${stack.httpsPort}/x in .env, then: docker compose up -d`,
    }),
    {
      check: "app URLs",
      verdict: "warning",
      saw: "TRIGGER_URL still says http://",
      means: expect.stringContaining("browsers block it"),
      fix: `set TRIGGER_URL=https://${stack.domain}:${stack.httpsPort} in .env, then: docker compose up -d`,
    },
  ]);
  expect((await stack.types("docker compose exec -T certbot httpsidecar status")).output).toContain("this certificate");
  expect(await stack.authority.orders()).toBe(orders);
});

test("doctor --fix makes nginx serve what is on disk, where a person has put an older certificate back", async ({
  stack,
}) => {
  await stack.types("docker compose exec -T certbot update-cert --force-renewal");
  const link = (version: number) => `ln -sfn ../../archive/${stack.domain}/"$n"${version}.pem "$n".pem`;
  const relink = `cd /etc/letsencrypt/live/${stack.domain} && for n in cert chain fullchain privkey; do ${link(1)}; done`;
  await stack.exec("certbot", "sh", "-c", relink);
  const orders = await stack.authority.orders();
  const fixed = await stack.tries("docker compose exec -T certbot httpsidecar doctor --fix --yes");
  expect(fixed.output).toContain("nginx serves another certificate than the one on disk");
  expect(fixed.output).toContain("would test nginx's configuration and reload it");
  expect(fixed.output).toContain("nginx tested its configuration and reloaded it");
  // what is left is the URLs of the app
  expect(fixed.output).toContain("errors: 0, warnings: 2");
  expect(fixed.exitCode).toBe(1);
  expect(await stack.authority.orders()).toBe(orders);
});

test("a service that was recreated with another address is named, and a reload of nginx mends it", async ({
  stack,
}) => {
  const ask = "fetch('http://nginx/', { redirect: 'manual' }).then(({ status }) => console.log(status))";
  const front = async () => (await stack.exec("certbot", "node", "-e", ask)).trim();
  const aboutNginx = async () => (await faults(stack, 1)).filter(({ check }) => check === "nginx");
  expect(await front()).toBe("200");
  await stack.types("docker compose rm --stop --force api");
  // the first free address goes to the one that starts first
  await stack.types("docker compose run --detach --rm --no-deps --name in-the-way api sleep 600");
  await stack.types("docker compose up -d --no-deps api");
  await eventually(async () => expect(await front()).toBe("502"));
  expect(await aboutNginx()).toMatchObject([
    {
      verdict: "warning",
      saw: "nginx still has the former addresses of api, which got new ones when they were recreated",
      fix: "docker compose exec certbot httpsidecar reload",
    },
  ]);
  await stack.types("docker compose exec -T certbot httpsidecar reload");
  await eventually(async () => expect(await front()).toBe("200"));
  expect(await aboutNginx()).toEqual([]);
  await stack.types("docker rm --force in-the-way");
});

test("metrics, notices and a log for machines come from the image, where they are asked for", async ({ stack }) => {
  const ask = "fetch('http://certbot:9102/metrics').then((answer) => answer.text()).then(console.log)";
  const metrics = await stack.exec("api", "node", "-e", ask);
  expect(metrics).toContain(`httpsidecar_wire_match{lineage="${stack.domain}"} 1`);

  const log = await stack.logs("certbot");
  const events = log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  expect(events).toContainEqual({
    time: expect.any(String),
    level: "info",
    message: expect.stringMatching(/^next renewal: /),
  });

  // a webhook that takes it, and a mail server that is not there
  const sent = await stack.tries("docker compose exec -T certbot httpsidecar notify-test");
  expect(sent.output).toContain("webhook (api:5001): arrived");
  expect(sent.output).toContain("mail (127.0.0.1:9): did not arrive: ");
  expect(sent.exitCode).toBe(1);
});

test("a redirect in nginx's own configuration that eats the challenge path is shown, and nothing is ordered", async ({
  stack,
}) => {
  const template = join(stack.folder, "nginx/conf.d/default.conf.template");
  const text = await readFile(template, "utf8");
  await writeFile(template, text.replace(/server \{/, "server {\n    return 301 https://$host$request_uri;"));
  const orders = await stack.authority.orders();
  await stack.compose("up", "-d", "--no-deps", "--force-recreate", "nginx");
  const found = await faults(stack, 2);
  expect(found).toContainEqual({
    check: "challenge",
    verdict: "blocks",
    saw: expect.stringContaining(`nginx sends the challenge path of ${stack.domain} on to https://${stack.domain}/`),
    means: expect.stringContaining("a redirect comes before the challenge location"),
    fix: expect.stringContaining("location ^~ /.well-known/acme-challenge/"),
  });
  expect(await stack.authority.orders()).toBe(orders);
});
