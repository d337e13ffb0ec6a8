import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { selfSigned } from "../../../src/store/self-signed.ts";
import type { FakeSwarm } from "../../support/fake-swarm.ts";
import { cluster, name, rollBack, updatesIn } from "../../support/swarm-cluster.ts";

const secretNames = ({ secrets }: FakeSwarm) => secrets.map(({ Spec }) => Spec.Name);

/** What Swarm makes of a node that is lost: its task is to end, which it cannot say, and another one finds no place. */
function loseNode(swarm: FakeSwarm): void {
  swarm.down = ["node-b"];
  const [one, lost] = swarm.tasks.filter(({ DesiredState }) => DesiredState === "running");
  if (!one || !lost || lost.NodeID === "") return;
  const waiting = { Status: { State: "pending", Err: "no suitable node (max replicas per node)" }, NodeID: "" };
  swarm.tasks = [one, { ...lost, DesiredState: "shutdown" }, { ...lost, ...waiting }];
}

test("a look names each task with its node and its certificate, and tells those that differ", async () => {
  const { swarm, ask, store } = await cluster();
  await ask("reload");
  const [chain = ""] = swarm.served();
  const task = { state: "running", certificates: [chain.replace("-fullchain", "")] };
  const [first, second] = [
    { ...task, name: "web_nginx.1", node: "host-a" },
    { ...task, name: "web_nginx.2", node: "host-b" },
  ];
  expect((await ask("look")).tasks).toEqual([
    { ...first, isCurrent: true },
    { ...second, isCurrent: true },
  ]);

  loseNode(swarm);
  expect((await ask("look")).tasks).toEqual([
    { ...first, isCurrent: true },
    { ...second, node: "", state: "pending", isCurrent: false },
  ]);

  swarm.down = [];
  swarm.converge();
  await store();
  expect((await ask("look")).tasks).toEqual([
    { ...first, isCurrent: false },
    { ...second, isCurrent: false },
  ]);
});

test("a renewal while a node is down reaches the tasks that run, says which one waits, and is whole when the node is back", async () => {
  const { swarm, ask, store, round } = await cluster({ limitMs: 30 });
  await ask("reload");
  const before = secretNames(swarm);
  await store();
  swarm.updated = () => {
    swarm.converge();
    loseNode(swarm);
  };
  const { code, output } = await ask("reload");
  expect(code).toBe("not-ready");
  expect(output).toContain("1 of 2 tasks of service web_nginx have the new certificate");
  expect(output).toContain("no suitable node");
  expect(await round()).toBeUndefined();
  expect(updatesIn(swarm)).toHaveLength(2);
  // the lost node's task may still run there
  expect(secretNames(swarm)).toEqual(expect.arrayContaining(before));

  swarm.down = [];
  swarm.converge();
  expect(await ask("reload")).toMatchObject({ code: "unchanged" });
});

test("with a task that finds no node, more are replaced at a time, so that the others get the certificate; later as before", async () => {
  const { swarm, ask, store } = await cluster({ limitMs: 30 });
  swarm.service.Spec = { ...swarm.service.Spec, UpdateConfig: { Parallelism: 2, Order: "start-first" } };
  const told = () => swarm.service.Spec.UpdateConfig?.Parallelism;
  loseNode(swarm);
  await ask("reload");
  await store();
  loseNode(swarm);
  await ask("reload");
  expect(told()).toBe(3);
  swarm.converge();
  await store();
  await ask("reload");
  expect(told()).toBe(2);
  expect(swarm.service.Spec.Labels).toEqual({ "com.docker.stack.namespace": "web" });
});

test("an update that a lost node holds up is given more at a time, once", async () => {
  const { swarm, ask } = await cluster({ limitMs: 30 });
  swarm.updated = () => {
    swarm.service.UpdateStatus = { State: "updating" };
    loseNode(swarm);
  };
  for (let tries = 0; tries < 3; tries += 1) expect(await ask("reload")).toMatchObject({ code: "not-ready" });
  expect(swarm.service.Spec.UpdateConfig).toMatchObject({ Parallelism: 2 });
  expect(updatesIn(swarm)).toHaveLength(2);
});

test("certbot's node comes back after a week: what the service has meanwhile stays, and nothing is updated", async () => {
  const { swarm, ask, round, certificates } = await cluster();
  await ask("reload");
  const served = swarm.served();
  await cp(certificates, `${certificates}-kept`, { recursive: true });
  await rm(join(certificates, "live"), { recursive: true });
  expect(await round()).toBeUndefined();
  expect((await ask("look")).tasks?.map(({ isCurrent }) => isCurrent)).toEqual([false, false]);

  await cp(`${certificates}-kept`, certificates, { recursive: true });
  await rm(`${certificates}-kept`, { recursive: true });
  expect(await round()).toBeUndefined();
  expect(await ask("reload")).toMatchObject({ code: "unchanged" });
  expect(swarm.served()).toEqual(served);
  expect(updatesIn(swarm)).toHaveLength(1);
});

test("an old backup of certbot's volume, whose certificate has expired, takes nothing away from the tasks unasked", async () => {
  const { swarm, ask, round, store } = await cluster();
  await ask("reload");
  const served = swarm.served();
  await store(name, selfSigned(name, new Date("2026-10-01")));
  expect(await round()).toBeUndefined();
  expect(swarm.served()).toEqual(served);
});

test("a rollback by the Engine is noticed by a look and by the round, with the node and the reason", async () => {
  const { swarm, ask, round } = await cluster();
  swarm.updated = () => rollBack(swarm);
  await ask("reload");
  const { code, output } = await ask("look");
  expect(code).toBe("rolled-back");
  expect(output).toContain("service web_nginx (host-a): rollback completed; non-zero exit (1)");
  await expect(round()).rejects.toMatchObject({ code: "rolled-back" });
});

test("an update of our own that another one follows at once is begun again, and both changes stay", async () => {
  const { swarm, ask } = await cluster();
  let others = 0;
  swarm.updated = () => {
    swarm.converge();
    if (others++ > 0) return;
    // `docker service update --image` while ours is at work: Swarm takes up what ours has set
    const TaskTemplate = { ...swarm.service.Spec.TaskTemplate, ForceUpdate: 1 };
    swarm.service.Spec = { ...swarm.service.Spec, TaskTemplate };
    swarm.service.Version.Index += 1;
    swarm.converge();
  };
  expect(await ask("reload")).toMatchObject({ code: "done" });
  expect(swarm.service.Spec.TaskTemplate).toMatchObject({ ForceUpdate: 1 });
  expect(swarm.served().every((secret) => secret?.startsWith("shop.example-"))).toBe(true);
});

test("HTTPS that the stack's file switches off is off for certbot too, and on again by the file alone", async () => {
  const { swarm, ask } = await cluster();
  const { TaskTemplate } = swarm.service.Spec;
  const given = TaskTemplate && "ContainerSpec" in TaskTemplate ? TaskTemplate.ContainerSpec : {};
  const ContainerSpec = { ...given, Env: ["NGINX_HTTPS_ENABLED=false"] };
  swarm.service.Spec = { ...swarm.service.Spec, TaskTemplate: { ...TaskTemplate, ContainerSpec } };
  expect(await ask("look")).toMatchObject({ code: "unchanged", https: false, off: true });
  expect(await ask("enable-https")).toMatchObject({
    code: "unknown-shape",
    output: expect.stringContaining("NGINX_HTTPS_ENABLED"),
  });
});
