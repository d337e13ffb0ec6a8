import { afterAll, beforeAll, expect, test } from "vitest";
import { describeReport } from "../support/probes.ts";
import { type SwarmStack, swarmStack } from "../support/swarm-stack.ts";
import { eventually } from "../support/wire.ts";

const domain = "shop.example.test";

let stack: SwarmStack;

beforeAll(async () => {
  stack = await swarmStack(domain, { isShared: true });
});
afterAll(async () => {
  await stack?.down();
});

const log = () => stack.types("docker service logs web_certbot 2>&1");
const serials = async () => (await stack.inside("certbot", `node -e '${fetchSerials}'`)).output.split("\n").toSorted();
const fetchSerials = `require("node:dns").lookup("tasks.nginx",{all:true},(_,all)=>all.forEach(({address})=>{const s=require("node:tls").connect({host:address,port:443,servername:"${domain}",rejectUnauthorized:false},()=>{console.log(s.getPeerCertificate().serialNumber);s.end()})}))`;

test("without the Docker socket, on a folder that all nodes mount: HTTPS with one more start of nginx's tasks", async () => {
  await stack.starts();
  await eventually(async () => expect(await log()).toContain("certificate saved"));
  await eventually(async () => expect(await log()).toContain("docker service update --force web_nginx"));
  await stack.types("docker service update --force web_nginx");
  await eventually(async () => expect(await log()).toContain("next renewal"));

  console.log(await log());
  expect(await log()).toContain(`https://${domain} is live`);
  expect(await stack.types("docker service ls --format '{{.Name}}'")).not.toContain("companion");
  expect(stack.asked()).toEqual([]);
});

test("a renewal is taken by both tasks, which stay, loses no request and keeps the stream", async () => {
  const before = { tasks: await stack.tasks(), serials: await serials() };
  const visitors = await stack.visit(8);
  const { exitCode, output } = await stack.inside("certbot", "update-cert --force-renewal");
  const report = await visitors.stop();

  console.log(output, describeReport(report), JSON.stringify(report.newConnection.seen));
  expect(exitCode).toBe(0);
  for (const { lost } of [report.newConnection, report.pooledGet, report.pooledPost]) expect(lost).toBe(0);
  expect(report.stream?.whole).toBe(true);
  expect(await stack.tasks()).toEqual(before.tasks);
  const [one, other] = await serials();
  expect(one).toBe(other);
  expect(before.serials).not.toContain(one);
});

test("a task whose watcher is gone is noticed, though the other one serves the new certificate", async () => {
  const [task] = (await stack.types("docker ps -qf name=^web_nginx.")).split("\n");
  const ended =
    "for p in /proc/[0-9]*; do grep -q [w]atch-stamp $p/cmdline && kill ${p#/proc/} && echo ended; done; true";
  expect(await stack.types(`docker exec ${task} sh -c '${ended}' 2>/dev/null`)).toContain("ended");
  const { exitCode, output } = await stack.inside("certbot", "update-cert --force-renewal");
  expect(exitCode).toBe(1);
  expect(output).toContain("check that the stamp is watched: docker service logs web_nginx");
});
