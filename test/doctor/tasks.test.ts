import { expect, test } from "vitest";
import { answer } from "../../src/deploy/strategies/answer.ts";
import { tasks } from "../../src/doctor/checks/tasks.ts";
import type { DoctorParts } from "../../src/doctor/parts.ts";
import type { ServingTask } from "../../src/model/companion.ts";
import { Problem } from "../../src/model/problem.ts";

const task = (given: Partial<ServingTask> = {}): ServingTask => ({
  ...{ name: "web_nginx.1", node: "host-a", state: "running", certificates: ["shop.example-5A-1f"], isCurrent: true },
  ...given,
});

/** The check's findings where the companion reports these tasks. */
const found = (look: () => Promise<ReturnType<typeof answer> & { tasks?: readonly ServingTask[] }>) =>
  tasks.look({ look } as Pick<DoctorParts, "look"> as DoctorParts);

const seen = (...reported: readonly ServingTask[]) => found(async () => ({ ...answer("unchanged"), tasks: reported }));

test("tasks that have the stored certificate are named with their nodes", async () => {
  expect(await seen(task(), task({ name: "web_nginx.2", node: "host-b" }))).toEqual([
    { verdict: "fine", saw: "the stored certificate is at web_nginx.1 (host-a), web_nginx.2 (host-b)" },
  ]);
});

test("a task with another certificate and one that does not run are warned of, with the service in the fix", async () => {
  const other = task({ name: "web_nginx.2", node: "host-b", certificates: ["shop.example-01-aa"], isCurrent: false });
  const pending = task({ name: "web_nginx.3", node: "", state: "pending", isCurrent: false });
  const [first, second, fine] = await seen(task(), other, pending);
  expect(first).toMatchObject({
    verdict: "warning",
    saw: "task web_nginx.2 (host-b) has another certificate than the stored one: shop.example-01-aa",
    fix: expect.stringContaining("docker service ps --no-trunc web_nginx;"),
  });
  expect(second).toMatchObject({ verdict: "warning", saw: "task web_nginx.3 is pending" });
  expect(fine).toMatchObject({ verdict: "fine" });
});

test("a task that only has the placeholder is told as such, and a stranger's name gets into no command", async () => {
  const [first] = await seen(task({ name: "web;reboot.1", certificates: [], isCurrent: false }));
  expect(first).toMatchObject({
    saw: expect.stringContaining("a placeholder"),
    fix: expect.stringContaining("docker service ps --no-trunc NAME;"),
  });
});

test("without a swarm, or an answer, it has nothing to say", async () => {
  expect(await found(async () => answer("unchanged"))).toEqual([]);
  const absent = new Problem({ code: "companion-absent", message: "nobody listens", fix: "start it" });
  expect(await found(() => Promise.reject(absent))).toEqual([]);
});
