import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { readImages } from "../support/images.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { freePorts } from "../support/ports.ts";
import { describeReport, startProbes } from "../support/probes.ts";
import { repository } from "../support/repository.ts";
import type { Stack } from "../support/stack.ts";
import { eventually, servedCertificate } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "shop.example.test";
const alone = "alone.example.test";
const [port = 0] = await freePorts(1);
const update = "certbot update-cert --force-renewal";

/** As the README has it, for an nginx that hands the challenge to the sidecar. */
const handsOn = `server {
    listen 80;
    server_name ${domain};
    location /.well-known/acme-challenge/ {
        resolver 127.0.0.11 valid=5s;
        set $sidecar certbot:8688;
        proxy_pass http://$sidecar;
    }
}
`;

const ours = { NGINX_SERVICE: "web", NGINX_SSL_PORT: "8443", DEPLOY: "restart" };

/** A web container with its own TLS beside an nginx that only hands the challenge on. */
const test = withStack({
  kind: "official",
  domain,
  env: {
    CERTBOT_DOMAIN: domain,
    CERTBOT_OPTIONS: `--server ${pebbleDirectory} --standalone --http-01-port 8688`,
    NGINX_ENABLE_CERTBOT_CHALLENGE: "false",
  },
  services: {
    web: {
      image: readImages().node,
      init: true,
      command: ["node", "/web.mjs"],
      environment: { CERTBOT_DOMAIN: domain },
      volumes: [`${repository("test/fixtures/web.mjs")}:/web.mjs:ro`, "./volumes/certbot/conf:/etc/letsencrypt:ro"],
      ports: [`127.0.0.1:${port}:8443`],
    },
    certbot: { environment: ours, networks: { default: { aliases: [alone] } } },
    "certbot-companion": { environment: ours },
  },
  async prepare(stack) {
    await writeFile(join(stack.folder, "docker/nginx/templates/handing-on.conf.template"), handsOn);
    await stack.bringUp();
    await stack.compose("up", "-d", "certbot", "certbot-companion");
    await stack.waitForLog("certbot", "next renewal");
  },
});

test("--standalone behind nginx, and the web container is restarted once to take the certificate", async ({
  stack,
}) => {
  expect(await stack.logs("certbot")).toContain("web serves the new certificate");
  expect(await stack.logs("certbot-companion")).toMatch(/web is container \w+; it is restarted/);
  expect((await served(stack)).names).toEqual([domain]);
});

test("a renewal restarts it again, and it serves the new certificate", async ({ stack }) => {
  const [before, started] = [await served(stack), await startOf(stack, "web")];
  await stack.types(`docker compose exec -T ${update}`);
  expect((await served(stack)).serial).not.toBe(before.serial);
  expect(await startOf(stack, "web")).not.toBe(started);
});

test("DEPLOY=hook: the operator's hooks run in order and do all, and no visitor is lost", async ({ stack }) => {
  const [before, started] = [await served(stack), await startOf(stack, "web")];
  const probes = await startProbes({ port, domain, roots: await stack.authority.roots(), streamSeconds: 0 });
  const reread = "node --eval \"require('http').get('http://web:8080', (answer) => answer.pipe(process.stdout))\"";
  const output = await stack.exec(
    ...["certbot", "env", "DEPLOY=hook", "update-cert", "--force-renewal"],
    ...["--pre-hook", "echo first", "--deploy-hook", `${reread} && echo $RENEWED_DOMAINS`, "--post-hook", "echo last"],
  );
  const report = await probes.stop();
  console.log(`hook: ${describeReport(report)}`);
  expect(output.match(/^ {2}.*/gm)).toEqual(["    first", "    read again", `    ${domain}`, "    last"]);
  expect((await served(stack)).serial).not.toBe(before.serial);
  expect(await startOf(stack, "web")).toBe(started);
  expect([report.newConnection.lost, report.pooledGet.lost, report.pooledPost.lost]).toEqual([0, 0, 0]);
});

test("DEPLOY=hook: a hook that does not do it is a failure, with its words in the log", async ({ stack }) => {
  const failing = `docker compose exec -T -e DEPLOY=hook ${update} --deploy-hook 'echo no luck; false'`;
  const { exitCode, output } = await stack.tries(failing);
  expect(exitCode).toBe(1);
  expect(output).toContain("  no luck");
  expect(output).toContain("reported error code 1");
  expect(output).toContain("see what the deploy-hook said");
});

test("DEPLOY=none: it lies ready until the operator's own cron job has run", async ({ stack }) => {
  const before = await served(stack);
  const { output } = await stack.types(`docker compose exec -T -e DEPLOY=none ${update}`);
  // the service itself has DEPLOY=restart, and may notice by then
  expect(output).toContain("is served once your own reload has run");
  await stack.types("docker compose restart web");
  expect((await served(stack)).serial).not.toBe(before.serial);
});

test("--standalone on port 80 alone, for a name that no proxy has", async ({ stack }) => {
  const options = `CERTBOT_OPTIONS=--server ${pebbleDirectory} --standalone`;
  await stack.exec("certbot", "env", `CERTBOT_DOMAIN=${alone}`, options, "DEPLOY=none", "update-cert");
  expect(await stack.exec("certbot", "certbot", "certificates")).toContain(`Identifiers: ${alone}`);
});

async function served(stack: Stack) {
  const roots = await stack.authority.roots();
  return await eventually(() => servedCertificate({ port, domain, roots }));
}

async function startOf(stack: Stack, service: string): Promise<string> {
  const id = await stack.container(service);
  return (await stack.types(`docker inspect --format '{{.State.StartedAt}}' ${id}`)).output;
}
