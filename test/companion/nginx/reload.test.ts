import { expect, test } from "vitest";
import type { Engine } from "../../../src/companion/docker/engine.ts";
import type { NginxContainer } from "../../../src/companion/docker/own-stack.ts";
import { reloadNginx } from "../../../src/companion/nginx/reload.ts";
import { printedProcesses, type Told } from "../../support/companion-processes.ts";

const nginx = { id: "nginx-1", rootPid: 1, startedAt: "2026-11-30T10:00:00Z" } as NginxContainer;
const master = { pid: 1, workers: [7], alone: true };
const worker = (pid: number): Told => ({ pid, parent: 1, name: "nginx", title: "nginx: worker process" });
const listening = "   0: 00000000:01BB 00000000:0000 0A 0:0 0:0 0 0 0 1\n";

/** An nginx that has these workers after so many seconds, under an Engine that keeps a diary of signals. */
function container(
  workersAfter: (seconds: number) => readonly number[],
  { log = "", old = "", restartedAfter = 1000, signalled = 0 } = {},
) {
  let ms = 0;
  const begun = new Date();
  const diary: string[] = [];
  const exec: Engine["exec"] = async (_id, { args }) => {
    if (args[2]?.includes("kill -s HUP")) diary.push(`HUP ${args.at(-1)}`);
    const told = [{ pid: 1, parent: 0, name: "nginx", executable: "/usr/sbin/nginx" }];
    const printed = printedProcesses([...told, ...workersAfter(ms / 1000).map(worker)]);
    return { exitCode: signalled, stdout: Buffer.from(`${printed}\x1d${listening}`), stderr: Buffer.alloc(0) };
  };
  const logs: Engine["logs"] = async (_id, since) => (since < begun ? old + log : log);
  const inspect = async () => {
    const StartedAt = ms / 1000 < restartedAfter ? nginx.startedAt : "2026-11-30T10:00:07Z";
    return { State: { Running: true, StartedAt } };
  };
  const engine = { exec, logs, inspect } as unknown as Engine;
  const waiting = {
    now: () => ms,
    wait: async (longer: number) => {
      ms += longer;
    },
  };
  return { diary, seconds: () => ms / 1000, reload: () => reloadNginx(engine, nginx, master, [443], waiting) };
}

test("a reload that takes half a minute is waited for, and asked for once", async () => {
  const { reload, diary, seconds } = container((now) => (now < 30 ? [7] : [8, 9]));
  await reload();
  expect(diary).toEqual(["HUP 1"]);
  expect(seconds()).toBeCloseTo(30, 0);
});

test("one that never comes is refused after a minute and a half, and was asked for once", async () => {
  const { reload, diary } = container(() => [7]);
  await expect(reload()).rejects.toMatchObject({
    code: "reload-refused",
    message: "nginx started no new workers within 90 s",
  });
  expect(diary).toEqual(["HUP 1"]);
});

test("a process that calls itself a worker and stays does not hold the reload up for long", async () => {
  const { reload, seconds } = container((now) => (now < 1 ? [7] : [7, 8, 9]));
  await reload();
  expect(seconds()).toBeLessThan(6);
});

const refusedBy = { log: "2026/11/29 [emerg] 1#1: zero size shared memory zone\n" };

test("the master's own words end the waiting soon", async () => {
  const { reload, seconds } = container(() => [7], refusedBy);
  await expect(reload()).rejects.toMatchObject({ message: expect.stringContaining("zero size shared memory zone") });
  expect(seconds()).toBeLessThan(6);
});

test("such words of a worker's, which can write to the log as the master does, refuse no reload that is taken", async () => {
  const { reload } = container((now) => (now < 1 ? [7] : [7, 8]), refusedBy);
  await reload();
});

test("what the master said of an earlier reload refuses none", async () => {
  const { reload } = container((now) => (now < 30 ? [7] : [8, 9]), { old: refusedBy.log });
  await reload();
});

test("a restart ends the waiting, though the workers of the new start have the numbers of those before", async () => {
  const { reload, seconds } = container(() => [7], { restartedAfter: 7 });
  await expect(reload()).rejects.toMatchObject({ code: "not-ready" });
  expect(seconds()).toBeLessThan(8);
});

test("a master that is gone before its signal has refused nothing: it is looked for again", async () => {
  const { reload } = container(() => [7], { signalled: 1 });
  await expect(reload()).rejects.toMatchObject({ code: "not-ready", message: "the nginx master is gone" });
  const restarted = container(() => [7], { signalled: 1, restartedAfter: 0 });
  await expect(restarted.reload()).rejects.toMatchObject({ code: "not-ready" });
});
