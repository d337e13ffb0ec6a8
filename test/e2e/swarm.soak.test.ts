import { afterAll, beforeAll, expect, test } from "vitest";
import { describeReport } from "../support/probes.ts";
import { deployLine, type SwarmStack, swarmStack } from "../support/swarm-stack.ts";

const domain = "shop.example.test";

let stack: SwarmStack;

beforeAll(async () => {
  stack = await swarmStack(domain);
  console.log(await stack.begins());
});
afterAll(async () => {
  await stack?.down();
});

const state = async () => ({ secrets: await stack.secrets(), tasks: await stack.tasks() });

test("deployed again it keeps its certificate and its tasks, and a plain docker stack deploy is refused", async () => {
  const before = await state();
  await stack.types(deployLine);
  expect(await state()).toEqual(before);
  const plain = await stack.tries("CERTBOT_DOMAIN=x STACK=web docker stack deploy -c docker/swarm/stack.yaml web");
  expect(plain).toMatchObject({ exitCode: 1, output: expect.stringContaining("deployed with docker/swarm/deploy") });
});

test("a certificate that nginx refuses is rolled back, is said with what to do, and no visitor notices", async () => {
  const before = await state();
  const visitors = await stack.visit(8);
  await stack.inside("certbot", "cp -rL /etc/letsencrypt/live /etc/letsencrypt/kept");
  await stack.types(
    `openssl req -x509 -newkey rsa:1024 -nodes -days 9 -subj /CN=${domain} -keyout privkey.pem -out fullchain.pem`,
  );
  for (const file of ["privkey.pem", "fullchain.pem"]) {
    await stack.types(
      `docker exec -i $(docker ps -qf name=^web_certbot.1) sh -c 'cat >/etc/letsencrypt/live/${domain}/${file}' <${file}`,
    );
  }
  const refused = await stack.inside("certbot", "httpsidecar reload");
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain("the new certificate was rolled back by the Engine");
  expect(refused.output).toContain("docker service logs web_nginx");
  const report = await visitors.stop();

  console.log(describeReport(report));
  for (const { lost } of [report.newConnection, report.pooledGet, report.pooledPost]) expect(lost).toBe(0);
  expect(await state()).toEqual(before);
});
