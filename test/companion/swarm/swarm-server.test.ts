import { mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { selfSigned } from "../../../src/store/self-signed.ts";
import { secretsIn } from "../../support/fake-swarm.ts";
import { listedCalls } from "../../support/pages.ts";
import {
  cluster,
  hostPorts,
  madeIn,
  mounted,
  name,
  password,
  places,
  rollBack,
  updatesIn,
} from "../../support/swarm-cluster.ts";

test("a new certificate becomes two secrets at the same places, with what else the service has left as it is", async () => {
  const { swarm, ask, store } = await cluster({ secrets: [...places, password] });
  const { certificatePem, privateKeyPem } = await store();

  expect(await ask("reload")).toMatchObject({ code: "done", https: true });

  const [chain, key] = swarm.secrets.map(({ Spec }) => Spec);
  expect(chain?.Name).toMatch(/^shop\.example-[0-9A-F]{16}-[0-9a-f]{8}-fullchain$/);
  expect(key?.Name).toBe(chain?.Name.replace("fullchain", "privkey"));
  expect([chain, key].map((one) => Buffer.from(one?.Data ?? "", "base64").toString())).toEqual([
    certificatePem,
    privateKeyPem,
  ]);
  expect(chain?.Labels).toEqual({ "httpsidecar.service": "web_nginx", "com.docker.stack.namespace": "web" });
  expect(swarm.served()).toEqual(["db", chain?.Name, key?.Name]);
  expect(secretsIn(swarm.service.Spec).map(({ File }) => File)).toEqual([password, ...places].map(({ File }) => File));
  expect(swarm.service.Spec).toMatchObject({
    TaskTemplate: { ContainerSpec: { Image: "nginx:1.30" } },
    UpdateConfig: { FailureAction: "rollback", Order: "start-first", Parallelism: 1, Monitor: 5_000_000_000 },
    RollbackConfig: { Order: "start-first" },
  });
});

test("secrets are in the order of their names, as `docker stack deploy` has them, whatever the order before", async () => {
  const { swarm, ask } = await cluster({ secrets: [...places].reverse() });
  await ask("reload");
  expect(swarm.served()).toEqual([...swarm.served()].sort());
});

test("the key is in no address, and nothing but the calls that the page lists is asked of the Engine", async () => {
  const { swarm, ask, describe, store } = await cluster();
  for (let version = 0; version < 4; version += 1) {
    await store();
    await ask("reload");
  }
  await describe();
  const calls = swarm.diary.map((line) => line.replace(/\?.*/, "").replace(/(?<=\/secrets\/)secret\d+/, "{id}"));
  expect(new Set(calls.map((line) => line.replace("web_nginx", "{id}")))).toEqual(new Set(listedCalls));
  expect(Math.max(...swarm.diary.map((line) => line.length))).toBeLessThan(150);
});

test.each(["one port of a node", "a node each"])("where two tasks need %s, the old one goes first", async (need) => {
  const { swarm, ask } = await cluster({ ports: need === "a node each" ? [] : hostPorts });
  const template = { ...swarm.service.Spec.TaskTemplate, Placement: { MaxReplicas: 1 } };
  if (need === "a node each") swarm.service.Spec = { ...swarm.service.Spec, TaskTemplate: template };
  await ask("reload");
  expect(swarm.service.Spec).toMatchObject({
    UpdateConfig: { Order: "stop-first" },
    RollbackConfig: { Order: "stop-first" },
  });
});

test("a certificate that is served already makes no secret and no update, asked twice or by the minute", async () => {
  const { swarm, ask, round } = await cluster();
  await ask("reload");
  swarm.diary.length = 0;
  expect(await ask("reload")).toMatchObject({ code: "unchanged" });
  expect(await ask("look")).toMatchObject({ code: "unchanged" });
  expect(await round()).toBeUndefined();
  expect(updatesIn(swarm)).toEqual([]);
  expect(madeIn(swarm)).toEqual([]);
});

test("the same serial with another chain is another version", async () => {
  const { swarm, ask, store } = await cluster();
  const pair = await store();
  await ask("reload");
  const before = swarm.served();
  await store(name, { ...pair, certificatePem: `${pair.certificatePem}${selfSigned("an.issuer").certificatePem}` });
  expect(await ask("reload")).toMatchObject({ code: "done" });
  expect(swarm.served()).not.toEqual(before);
});

test("each lineage that the service has places for gets its own, and a long name fits", async () => {
  const long = `${"a-long-label.".repeat(15)}example`;
  const { swarm, ask, store } = await cluster({
    secrets: [...places, mounted(long, "fullchain", "old-fullchain"), mounted(long, "privkey", "old-privkey")],
  });
  await store(long);
  await ask("reload");
  const names = swarm.secrets.map(({ Spec }) => Spec.Name);
  expect(names).toHaveLength(4);
  expect(Math.max(...names.map((each) => each.length))).toBeLessThanOrEqual(64);
  expect(swarm.served()).toEqual(names.toSorted());
});

test("an update that the Engine rolls back is a failed deployment, with the reason and the node", async () => {
  const { swarm, ask } = await cluster();
  swarm.updated = () => rollBack(swarm);
  const refused = await ask("reload");
  expect(refused).toMatchObject({ code: "rolled-back", https: true });
  expect(refused.output).toContain("service web_nginx (host-a): rollback completed; non-zero exit (1)");
  expect(refused.output).toMatch(/\nfix: docker service logs web_nginx shows nginx's own output/);
  expect(swarm.served()).toEqual(["first-fullchain", "first-privkey"]);
});

test("a version that was rolled back is not tried again, the next one is, also after the companion was started again", async () => {
  const { swarm, ask, round, store } = await cluster();
  swarm.updated = () => rollBack(swarm);
  await ask("reload");
  expect(await ask("reload")).toMatchObject({ code: "rolled-back" });
  await expect(round()).rejects.toMatchObject({ code: "rolled-back" });
  expect(updatesIn(swarm)).toHaveLength(1);

  await store();
  swarm.updated = () => swarm.converge();
  expect(await ask("reload")).toMatchObject({ code: "done" });
});

test("a version whose secrets were made and then never tried is tried, whatever was rolled back before", async () => {
  const { swarm, ask } = await cluster();
  swarm.service.UpdateStatus = { State: "rollback_completed", StartedAt: "2026-11-01T00:00:00Z" };
  swarm.before = (line) => (line.startsWith("POST /services") ? { status: 503, message: "no leader" } : undefined);
  expect(await ask("reload")).toMatchObject({ code: "docker-failed" });
  swarm.before = () => undefined;
  expect(await ask("reload")).toMatchObject({ code: "done" });
  expect(madeIn(swarm)).toHaveLength(2);
});

test("a rollback that a person asked for is not undone", async () => {
  const { swarm, ask, round } = await cluster();
  await ask("reload");
  rollBack(swarm);
  swarm.service.UpdateStatus = { State: "rollback_completed", StartedAt: new Date().toISOString() };
  await expect(round()).rejects.toMatchObject({ code: "rolled-back" });
  expect(updatesIn(swarm)).toHaveLength(1);
});

test("somebody else's update between reading and writing is read again, and kept", async () => {
  const { swarm, ask } = await cluster();
  let others = 0;
  swarm.before = (line) => {
    if (line.startsWith("POST /services") && others++ < 2) {
      swarm.service.Version.Index += 1;
      swarm.service.Spec = { ...swarm.service.Spec, Labels: { by: `another ${others}` } };
    }
    return undefined;
  };
  expect(await ask("reload")).toMatchObject({ code: "done" });
  expect(swarm.service.Spec.Labels).toEqual({ by: "another 2" });
  expect(updatesIn(swarm)).toHaveLength(3);
});

test("a service that others change without end is left alone after a few tries", async () => {
  const { swarm, ask } = await cluster();
  swarm.before = (line) => {
    if (line.startsWith("POST /services")) swarm.service.Version.Index += 1;
    return undefined;
  };
  expect(await ask("reload")).toMatchObject({ code: "busy" });
  expect(updatesIn(swarm)).toHaveLength(5);
});

test("an update of somebody else's that is at work is waited out, and a paused one is said with the command", async () => {
  const { swarm, ask } = await cluster();
  swarm.service.UpdateStatus = { State: "updating" };
  expect(await ask("reload")).toMatchObject({
    code: "not-ready",
    output: expect.stringContaining("another update of service web_nginx is in progress"),
  });
  swarm.service.UpdateStatus = { State: "paused", Message: "update paused due to failure" };
  for (const verb of ["look", "reload"] as const) {
    const { code, output } = await ask(verb);
    expect(code).toBe("not-ready");
    expect(output).toContain("update paused due to failure");
    expect(output).toContain("docker service update --detach web_nginx");
  }
  expect([...updatesIn(swarm), ...madeIn(swarm)]).toEqual([]);
});

test("tasks that take long are counted, and asking again goes on waiting without another update", async () => {
  const { swarm, ask } = await cluster({ limitMs: 30 });
  swarm.updated = () => {
    const [first, second] = swarm.tasks;
    if (!first || !second) return;
    const fresh = { ...first, Spec: swarm.service.Spec.TaskTemplate };
    swarm.tasks = [fresh, { ...second, Status: { State: "pending", Err: "no suitable node" } }];
  };
  const { code, output } = await ask("reload");
  expect(code).toBe("not-ready");
  expect(output).toContain("1 of 2 tasks of service web_nginx have the new certificate");
  expect(output).toContain("host-b: no suitable node");
  swarm.converge();
  expect(await ask("reload")).toMatchObject({ code: "unchanged" });
  expect(updatesIn(swarm)).toHaveLength(1);
});

test("secrets go when neither the service, nor its way back, nor a task that still ends has them", async () => {
  const { swarm, ask, store, round } = await cluster();
  await ask("reload");
  const [first] = swarm.served();
  // an old task finishes its connections
  swarm.updated = () => {
    const old = swarm.tasks.map((task) => ({ ...task, DesiredState: "shutdown" }));
    swarm.converge();
    swarm.tasks.push(...old.filter(({ Status }) => Status.State === "running"));
  };
  await store();
  await ask("reload");
  await store();
  swarm.updated = () => swarm.converge();
  await ask("reload");
  const names = () => swarm.secrets.map(({ Spec }) => Spec.Name);
  expect(names()).not.toContain(first);
  expect(names()).toHaveLength(4);

  const leftOver = (service: string) => ({
    Name: `left-over-of-${service}`,
    Labels: { "httpsidecar.service": service },
  });
  for (const Spec of [leftOver("web_nginx"), leftOver("other_nginx"), { Name: "of-the-operator", Labels: {} }])
    swarm.secrets.push({ ID: Spec.Name, CreatedAt: "", Spec });
  await round();
  expect(names()).not.toContain("left-over-of-web_nginx");
  expect(names()).toEqual(expect.arrayContaining(["left-over-of-other_nginx", "of-the-operator"]));
});

test("what another `docker stack deploy` took away is given again within a minute, and is not waited for", async () => {
  const { swarm, ask, round } = await cluster();
  await ask("reload");
  const wanted = swarm.served();
  const ContainerSpec = { Image: "nginx:1.30", Secrets: places };
  swarm.service.Spec = { ...swarm.service.Spec, TaskTemplate: { ContainerSpec } };
  swarm.service.UpdateStatus = { State: "completed" };
  swarm.updated = () => undefined;
  expect(await round()).toMatchObject({ code: "done" });
  expect(swarm.served()).toEqual(wanted);
  expect(await round()).toBeUndefined();
});

test("while there is no certificate nothing is done by the minute, and being asked says whose volume is missing", async () => {
  const { swarm, ask, round, certificates } = await cluster();
  await rm(join(certificates, "live"), { recursive: true });
  expect(await round()).toBeUndefined();
  expect(await ask("reload")).toMatchObject({
    code: "not-ready",
    output: expect.stringContaining("certbot-companion mounts certbot's volume read-only"),
  });
  expect([...updatesIn(swarm), ...madeIn(swarm)]).toEqual([]);
});

test("a chain with another key is never handed to the tasks", async () => {
  const { swarm, ask, store } = await cluster();
  await store(name, { ...selfSigned(name), privateKeyPem: selfSigned(name).privateKeyPem });
  expect(await ask("reload")).toMatchObject({ code: "not-ready", output: expect.stringContaining("and its key") });
  expect(madeIn(swarm)).toEqual([]);
});

test.each(["a link to another file", "a link without end", "a FIFO", "an endless file", "a folder"])(
  "%s in the place of the chain becomes no secret, and keeps nothing waiting",
  async (what) => {
    const { swarm, ask, round, certificates } = await cluster();
    const path = join(certificates, "live", name, "fullchain.pem");
    await rm(path);
    if (what === "a FIFO") await execa("mkfifo", [path]);
    else if (what === "a folder") await mkdir(path);
    else
      await symlink(
        { "a link to another file": "/proc/self/environ", "an endless file": "/dev/zero" }[what] ?? path,
        path,
      );
    const { code } = await ask("reload");
    expect(["done", "unchanged"]).not.toContain(code);
    await round().catch(() => undefined);
    expect([...updatesIn(swarm), ...madeIn(swarm)]).toEqual([]);
  },
);

test("a chain that no secret can hold is refused before the Engine is asked", async () => {
  const { swarm, ask, store } = await cluster();
  await store(name, { ...selfSigned(name), certificatePem: "-".repeat(501 * 1024) });
  expect(await ask("reload")).toMatchObject({ output: expect.stringContaining("larger than 500 KiB") });
  expect(madeIn(swarm)).toEqual([]);
});

test("a secret of that name that was not made for the service stays, and is named", async () => {
  const { swarm, ask } = await cluster();
  swarm.before = (line) => (line.startsWith("POST /secrets") ? { status: 409, message: "exists" } : undefined);
  expect(await ask("reload")).toMatchObject({
    code: "unknown-shape",
    output: expect.stringMatching(/docker secret rm shop\.example-\S+-fullchain/),
  });
  expect(updatesIn(swarm)).toEqual([]);
});

test.each([
  ["the managers elect a leader", 503, "The swarm does not have a leader"],
  ["too few managers are left", 500, "rpc error: code = Unknown desc = The swarm does not have a leader"],
  ["a manager that is gone is waited for", 500, "rpc error: code = DeadlineExceeded desc = context deadline exceeded"],
  ["the node is no manager", 503, "This node is not a swarm manager"],
  ["the store of secrets is full", 500, "rpc error: code = ResourceExhausted desc = too many secrets"],
])(
  "while %s nothing is changed, the Engine's words are said, and the next time goes through",
  async (_, status, message) => {
    const { swarm, ask } = await cluster();
    const isOfStore = message.includes("ResourceExhausted");
    const isLate = isOfStore || message.includes("DeadlineExceeded");
    swarm.before = (line) => (!isLate || line.startsWith("POST /secrets") ? { status, message } : undefined);
    const { code, output } = await ask("reload");
    expect(code).toBe("docker-failed");
    expect(output).toContain(message);
    expect(output).toContain(isOfStore ? "fix: docker secret ls" : "fix: docker node ls");
    expect(updatesIn(swarm)).toEqual([]);
    swarm.before = () => undefined;
    expect(await ask("reload")).toMatchObject({ code: "done" });
  },
);

test("managers that elect a leader while tasks are replaced hide the end, and asking again finds it without another update", async () => {
  const { swarm, ask } = await cluster();
  swarm.updated = () => {
    swarm.converge();
    swarm.before = () => ({ status: 503, message: "The swarm does not have a leader" });
  };
  expect(await ask("reload")).toMatchObject({ code: "docker-failed", output: expect.stringContaining("leader") });
  swarm.before = () => undefined;
  expect(await ask("reload")).toMatchObject({ code: "unchanged" });
  expect(updatesIn(swarm)).toHaveLength(1);
  expect(madeIn(swarm)).toHaveLength(2);
});

test("a service that is not there, or has no places for a certificate, is said with what to do", async () => {
  const { swarm, ask } = await cluster({ secrets: [password] });
  expect(await ask("reload")).toMatchObject({ code: "unknown-shape", output: expect.stringContaining("docker/swarm") });
  swarm.before = () => ({ status: 404, message: "service web_nginx not found" });
  expect(await ask("look")).toMatchObject({
    code: "no-nginx",
    output: expect.stringContaining("docker service ls"),
  });
});

test("HTTPS is not switched here, and what the stack's file has is true already", async () => {
  const { ask } = await cluster();
  expect(await ask("disable-https")).toMatchObject({ code: "unknown-shape" });
  expect(await ask("enable-https")).toMatchObject({ code: "unchanged", https: true });
  expect(await ask("enable-challenge")).toMatchObject({ code: "unchanged", challenge: true });
});

test("the log names the tasks' nodes", async () => {
  const { describe } = await cluster();
  expect(await describe()).toEqual([
    "service web_nginx runs 2 tasks, on host-a, host-b; certificates of shop.example are its secrets",
  ]);
});
