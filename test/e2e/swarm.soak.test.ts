import { afterAll, beforeAll, expect, test } from "vitest";
import { readImages } from "../support/images.ts";
import { pageText } from "../support/pages.ts";
import { describeReport, startProbes } from "../support/probes.ts";
import { type SwarmStack, swarmStack } from "../support/swarm-stack.ts";
import { within } from "../support/wire.ts";

/** What the page says that the companion asks of the Engine. */
const listed = [...pageText("docker/swarm/README.md").matchAll(/^(?:GET|POST|DELETE) \/\S+$/gm)].map(([line]) => line);

const domain = "shop.example.test";
const deploy = "docker/swarm/deploy web";
const words = "-c ../../test.yaml --resolve-image never";

let stack: SwarmStack;

beforeAll(async () => {
  stack = await swarmStack(domain, listed);
});
afterAll(async () => {
  await stack?.down();
});

test("from nothing to HTTPS in two tasks: a placeholder, the challenge through any task, the certificate as secrets", async () => {
  await stack.types("docker node update --label-add httpsidecar=true $(docker info --format '{{.Swarm.NodeID}}')");
  await stack.types(`${deploy} ${words}`);
  await within(150_000, async () => {
    expect(await stack.types("docker service logs web_certbot 2>&1")).toContain("next renewal");
  });
  expect(await stack.types("docker service logs web_certbot 2>&1")).toContain(`https://${domain} is live`);
  expect(await secrets()).toEqual([`${domain}-…-fullchain`, `${domain}-…-privkey`]);
  expect(await tasks()).toHaveLength(2);
});

test("deployed again it keeps its certificate and its tasks, and a plain docker stack deploy is refused", async () => {
  const before = { secrets: await secrets(whole), tasks: await tasks() };
  await stack.types(`${deploy} ${words}`);
  expect({ secrets: await secrets(whole), tasks: await tasks() }).toEqual(before);
  const plain = await stack.tries("CERTBOT_DOMAIN=x STACK=web docker stack deploy -c docker/swarm/stack.yaml web");
  expect(plain).toMatchObject({ exitCode: 1, output: expect.stringContaining("deployed with docker/swarm/deploy") });
});

test("a renewal loses no request, keeps the stream of a task that ends, and each task serves the new certificate", async () => {
  const before = { secrets: await secrets(whole), tasks: await tasks() };
  const visitors = await visit(12);
  expect(await stack.inside("certbot", "update-cert --force-renewal")).toMatchObject({ exitCode: 0 });
  const report = await visitors.stop();

  console.log(describeReport(report), JSON.stringify(report.newConnection.seen));
  expect(report.newConnection.sent).toBeGreaterThan(50);
  for (const { lost } of [report.newConnection, report.pooledGet, report.pooledPost]) expect(lost).toBe(0);
  expect(report.stream?.whole).toBe(true);
  expect(await secrets(whole)).not.toEqual(before.secrets);
  expect((await tasks()).filter((task) => before.tasks.includes(task))).toEqual([]);
});

test("a certificate that nginx refuses is rolled back, is said with what to do, and no visitor notices", async () => {
  const before = { secrets: await secrets(whole), tasks: await tasks() };
  const visitors = await visit(8);
  await stack.inside("certbot", `sh -c 'cp -rL /etc/letsencrypt/live /etc/letsencrypt/kept'`);
  await stack.types(
    `openssl req -x509 -newkey rsa:1024 -nodes -days 9 -subj /CN=${domain} -keyout privkey.pem -out fullchain.pem`,
  );
  for (const file of ["privkey.pem", "fullchain.pem"]) {
    await stack.types(
      `docker exec -i $(docker ps -qf name=^web_certbot\\\\.) sh -c 'cat >/etc/letsencrypt/live/${domain}/${file}' <${file}`,
    );
  }
  const refused = await stack.inside("certbot", "httpsidecar reload");
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain("the new certificate was rolled back by the Engine");
  expect(refused.output).toContain("docker service logs web_nginx");
  const report = await visitors.stop();

  console.log(describeReport(report));
  for (const { lost } of [report.newConnection, report.pooledGet, report.pooledPost]) expect(lost).toBe(0);
  expect({ secrets: await secrets(whole), tasks: await tasks() }).toEqual(before);
});

test("what was asked of the Engine is what the page lists, and nothing was refused", async () => {
  expect(listed.length).toBeGreaterThan(5);
  expect(stack.asked().filter((line) => line.startsWith("refused"))).toEqual([]);
  const asked = new Set(stack.asked().map((line) => line.replace("allowed: ", "")));
  expect(asked).toEqual(new Set(listed));
});

/** Visitors inside the stack's network, who try each address of nginx's, as browsers do. */
async function visit(streamSeconds: number) {
  const inside = { image: readImages().node, network: "web_certificates", host: "tasks.nginx" };
  return await startProbes({ port: 443, domain, roots: await stack.roots(), streamSeconds, inside });
}

const whole = (name: string) => name;
const shortened = (name: string) => name.replace(/-[0-9A-F]+-[0-9a-f]{8}-/, "-…-");

/** Names of the secrets that nginx has. */
async function secrets(as = shortened): Promise<string[]> {
  const format = "{{range .Spec.TaskTemplate.ContainerSpec.Secrets}}{{println .SecretName}}{{end}}";
  return (await stack.types(`docker service inspect web_nginx --format '${format}'`)).trim().split("\n").map(as);
}

/** Ids of nginx's tasks that run. */
async function tasks(): Promise<string[]> {
  const line = "docker service ps web_nginx --quiet --filter desired-state=running";
  return (await stack.types(line)).trim().split("\n").toSorted();
}
