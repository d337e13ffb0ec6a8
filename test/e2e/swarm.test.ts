import { afterAll, beforeAll, expect, test } from "vitest";
import { listedCalls } from "../support/pages.ts";
import { describeReport } from "../support/probes.ts";
import { type SwarmStack, swarmStack } from "../support/swarm-stack.ts";

const domain = "shop.example.test";

let stack: SwarmStack;

beforeAll(async () => {
  stack = await swarmStack(domain);
});
afterAll(async () => {
  await stack?.down();
});

test("from nothing to HTTPS in two tasks: a placeholder, the challenge through any task, the certificate as secrets", async () => {
  expect(await stack.begins()).toContain(`https://${domain} is live`);
  const names = (await stack.secrets()).map((name) => name.replace(/-[0-9A-F]+-[0-9a-f]{8}-/, "-…-"));
  expect(names).toEqual([`${domain}-…-fullchain`, `${domain}-…-privkey`]);
  expect(await stack.tasks()).toHaveLength(2);
});

test("status and doctor name each task with its certificate, and every fix has the words of the stack", async () => {
  const { output: status } = await stack.inside("certbot", "httpsidecar status");
  const { output: doctor } = await stack.inside("certbot", "httpsidecar doctor");
  for (const nth of [1, 2]) expect(status).toMatch(new RegExp(`web_nginx\\.${nth}, \\S+: this certificate`));
  const findings = JSON.parse((await stack.inside("certbot", "httpsidecar doctor --json")).output).findings;
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: "tasks",
      verdict: "fine",
      saw: expect.stringMatching(/web_nginx\.1 .*web_nginx\.2 /),
    }),
  );
  const log = await stack.types("docker service logs web_certbot 2>&1");
  expect(log).toContain("into docker/swarm/httpsidecar.env");
  expect(log).toContain("then: docker/swarm/deploy web");
  expect(`${log}${status}${doctor}${JSON.stringify(findings)}`).not.toMatch(
    /docker compose|(?<![\w/])(?:httpsidecar)?\.env\b/,
  );
});

test("a renewal loses no request, keeps the stream of a task that ends, and each task serves the new certificate", async () => {
  const before = { secrets: await stack.secrets(), tasks: await stack.tasks() };
  const visitors = await stack.visit(8);
  expect(await stack.inside("certbot", "update-cert --force-renewal")).toMatchObject({ exitCode: 0 });
  const report = await visitors.stop();

  console.log(describeReport(report), JSON.stringify(report.newConnection.seen));
  expect(report.newConnection.sent).toBeGreaterThan(50);
  for (const { lost } of [report.newConnection, report.pooledGet, report.pooledPost]) expect(lost).toBe(0);
  expect(report.stream?.whole).toBe(true);
  expect(await stack.secrets()).not.toEqual(before.secrets);
  expect((await stack.tasks()).filter((task) => before.tasks.includes(task))).toEqual([]);
});

test("the companion has its own names alone, of certbot's settings too, and reaches no other service", async () => {
  const { output: names } = await stack.inside("certbot-companion", "env");
  expect(names).toContain("SWARM_STACK=web");
  expect(names).not.toMatch(/REQUESTS_CA_BUNDLE|CERTBOT_/);
  expect((await stack.inside("certbot", "env")).output).toContain("REQUESTS_CA_BUNDLE=/authority/ca.pem");
  for (const service of ["certbot", "certbot-companion"])
    expect((await stack.inside(service, "cat /proc/1/limits")).output).toMatch(/^Max core file size +1 +1 /m);
  const lookUp = `node -e 'require("node:dns").lookup("tasks.nginx",{family:4},(e,at)=>console.log(e?e.code:"at "+at))'`;
  const [, address = ""] = /at ([\d.]+)/.exec((await stack.inside("certbot", lookUp)).output) ?? [];
  expect((await stack.inside("certbot-companion", lookUp)).output).not.toContain("at ");
  // nor by its address
  const connect = `node -e 'const end=(word)=>process.exit(console.log(word));
    require("node:net").connect(80,"${address}",()=>end("reached")).on("error",(e)=>end(e.code)).setTimeout(3000,()=>end("silent"))'`;
  expect((await stack.inside("certbot", connect)).output).toContain("reached");
  expect((await stack.inside("certbot-companion", connect)).output).toMatch(/E[A-Z]+|silent/);
});

test("what was asked of the Engine is what the page lists, and nothing was refused", async () => {
  expect(listedCalls.length).toBeGreaterThan(5);
  expect(stack.asked().filter((line) => line.startsWith("refused"))).toEqual([]);
  const asked = new Set(stack.asked().map((line) => line.replace("allowed: ", "")));
  expect(asked).toEqual(new Set(listedCalls));
});
