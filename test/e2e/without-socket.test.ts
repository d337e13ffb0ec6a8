import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { describeReport, startProbes } from "../support/probes.ts";
import { repository } from "../support/repository.ts";
import { certbotSettings } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "dify.example.test";
const renew = "docker compose exec -T certbot update-cert --force-renewal";

function without(file: string) {
  return withStack({
    kind: "official",
    domain,
    env: {
      ...certbotSettings({ domain }),
      NGINX_HTTPS_ENABLED: "true",
      COMPOSE_PROFILES: "certbot",
      COMPOSE_FILE: `compose.yaml:compose.override.yaml:docker/${file}`,
    },
    async prepare(stack) {
      await cp(repository(`docker/${file}`), join(stack.folder, "docker", file));
      await stack.authority.start();
    },
  });
}

const signalled = without("signal.yaml");

describe.each([
  { way: "signal", test: signalled },
  { way: "stamp", test: without("stamp.yaml") },
])("DEPLOY=$way, without the Docker socket", ({ way, test }) => {
  test("HTTPS comes with one more start of nginx, by hand, and no container has the socket", async ({ stack }) => {
    await stack.bringUp();
    const fix = "docker compose up -d --no-deps --force-recreate nginx certbot";
    const log = await stack.waitForLog("certbot", fix);
    expect(log).toContain("the Docker socket is not available here");
    await stack.typesFromReadme(fix);
    await stack.waitForHttps();
    await stack.waitForLog("certbot", "next renewal");

    expect(Object.keys(await stack.containers())).not.toContain("certbot-companion");
    const mounts = await Promise.all(Object.values(await stack.containers()).map((id) => mountsOf(stack, id)));
    expect(mounts.join()).not.toContain("docker.sock");
  });

  test("a renewal is taken, proven and costs no visitor anything", async ({ stack }) => {
    const before = await stack.served();
    const { roots } = await stack.view();
    const probes = await startProbes({ port: stack.httpsPort, domain, roots, streamSeconds: 4 });
    const { output } = await stack.types(renew);
    const report = await probes.stop();
    console.log(`${way}: ${describeReport(report)}`);
    expect(output).toContain(`https://${domain} is live`);
    expect((await stack.served()).serial).not.toBe(before.serial);
    for (const { lost, seen } of [report.newConnection, report.pooledGet, report.pooledPost]) {
      expect({ lost, seen }).toEqual({ lost: 0, seen: { 200: expect.any(Number) } });
    }
    expect(report.stream?.whole).toBe(true);
  });

  test("a mistake in nginx's files is said, the old certificate is served, and the next try takes the new one", async ({
    stack,
  }) => {
    const before = await stack.served();
    await stack.exec("nginx", "sh", "-c", "echo nonsense >/etc/nginx/conf.d/mistake.conf");
    const refused = await stack.tries(renew);
    expect(refused).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining("docker compose exec nginx nginx -t"),
    });
    expect((await stack.served()).serial).toBe(before.serial);

    await stack.exec("nginx", "rm", "/etc/nginx/conf.d/mistake.conf");
    await stack.types("docker compose exec -T certbot update-cert");
    expect((await stack.served()).serial).not.toBe(before.serial);
  });

  test("after a restart of nginx the next renewal is taken too", async ({ stack }) => {
    const before = await stack.waitForHttps();
    await stack.types("docker compose restart nginx");
    await stack.waitForHttps();
    await eventually(() => stack.types(renew));
    expect((await stack.served()).serial).not.toBe(before.serial);
  });
});

// nginx sees certbot's processes there.
const intoCertbot = `for dir in /proc/[0-9]*; do
  tr '\\0' ' ' <$dir/cmdline | grep -q 'ser[v]e' || continue
  echo seen
  grep -q . $dir/environ && echo read its environment
  ls $dir/root/etc/letsencrypt && echo entered its root
  touch $dir/root/etc/letsencrypt/planted && echo written
  readlink $dir/fd/0 && echo sees its files
  cat $dir/fd/0 && echo read one
  head -c 1 $dir/mem && echo read its memory
done 2>/dev/null; true`;

signalled("root in nginx's container gets nowhere in certbot's processes, which it sees", async ({ stack }) => {
  expect(await stack.exec("nginx", "sh", "-c", intoCertbot)).toMatch(/^seen(?:\nseen)*$/);
});

const dify = withStack({
  kind: "dify",
  domain,
  env: {
    ...certbotSettings({ domain }),
    NGINX_ENABLE_CERTBOT_CHALLENGE: "true",
    COMPOSE_FILE: "docker-compose.yaml:docker-compose.override.yaml:signal.yaml",
  },
  async prepare(stack) {
    await stack.install();
    await cp(repository("docker/signal.yaml"), join(stack.folder, "signal.yaml"));
    await stack.authority.start();
  },
});

dify(
  "on Dify, whose first process is a shell, the signal finds nginx, and costs no visitor anything",
  async ({ stack }) => {
    await stack.bringUp();
    await stack.waitForLog("certbot", "the Docker socket is not available here");
    const api = await stack.container("api");
    const names = { NGINX_SSL_CERT_FILENAME: "fullchain.pem", NGINX_SSL_CERT_KEY_FILENAME: "privkey.pem" };
    await stack.setEnv({ NGINX_HTTPS_ENABLED: "true", ...names });
    await stack.typesFromReadme("docker compose up -d --no-deps --force-recreate nginx certbot");
    const before = await stack.waitForHttps();
    await stack.waitForLog("certbot", "next renewal");
    expect(await stack.container("api")).toBe(api);

    const { roots } = await stack.view();
    const probes = await startProbes({ port: stack.httpsPort, domain, roots, streamSeconds: 4 });
    await stack.types(renew);
    const report = await probes.stop();
    console.log(`signal on Dify: ${describeReport(report)}`);
    expect((await stack.served()).serial).not.toBe(before.serial);
    expect([report.newConnection.lost, report.stream?.whole]).toEqual([0, true]);
  },
);

async function mountsOf(stack: Stack, id: string): Promise<string> {
  return (await stack.types(`docker inspect --format '{{range .Mounts}}{{.Source}} {{end}}' ${id}`)).output;
}
