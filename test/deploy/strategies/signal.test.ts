import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { signalMaster } from "../../../src/deploy/strategies/signal.ts";
import { temporaryFolder } from "../../support/folders.ts";

/** A folder like /proc, whose nginx starts one new worker when it is told to, unless it refuses. */
async function processes(masters: readonly number[], how: { refuses?: boolean; dies?: boolean } = {}) {
  const proc = await temporaryFolder();
  const run = async (pid: number, parent: number, title: string) => {
    await mkdir(join(proc, String(pid)), { recursive: true });
    await writeFile(join(proc, String(pid), "cmdline"), `${title}\0`);
    await writeFile(join(proc, String(pid), "stat"), `${pid} (odd) name) S ${parent} 1 1`);
  };
  await run(40, 1, "sh\0-c\0echo nginx: master process");
  await mkdir(join(proc, "self"));
  for (const pid of masters) {
    await run(pid, 1, "nginx: master process nginx -g daemon off;");
    await run(pid + 1, pid, "nginx: worker process");
  }
  const diary: string[] = [];
  const kill = (pid: number, signal: string) => void diary.push(`${signal} ${pid}`);
  const wait = async () => {
    const [master = 0] = masters;
    if (how.refuses) return;
    if (how.dies) return await rm(join(proc, String(master)), { recursive: true, force: true });
    await run(master + 2, master, "nginx: worker process");
    await run(master + 1, master, "nginx: worker process is shutting down");
  };
  return { diary, proc, act: signalMaster({ proc, kill, wait }) };
}

test("the one nginx master is told to reload, and new workers are seen", async () => {
  const { act, diary } = await processes([7]);
  expect(await act()).toMatchObject({ code: "done" });
  expect(diary).toEqual(["SIGHUP 7"]);
});

test("an nginx that starts no new workers has refused, and where its words are is said", async () => {
  const { act } = await processes([7], { refuses: true });
  expect(await act()).toMatchObject({
    code: "reload-refused",
    output: expect.stringContaining("fix: docker compose exec nginx nginx -t"),
  });
});

test.each([
  { error: "EPERM", code: "reload-refused" },
  { error: "ESRCH", code: "not-ready" },
])("a signal that cannot be sent ($error) is a failure with a fix, and nothing worse", async ({ error, code }) => {
  const { proc } = await processes([7]);
  const kill = () => {
    throw Object.assign(new Error(error), { code: error });
  };
  expect(await signalMaster({ proc, kill, wait: async () => {} })()).toMatchObject({
    code,
    output: expect.stringContaining("\nfix: "),
  });
});

test("an nginx that died of it has not taken it", async () => {
  const { act } = await processes([7], { dies: true });
  expect(await act()).toMatchObject({ code: "reload-refused" });
});

test.each([
  { masters: [], code: "no-nginx" },
  { masters: [7, 17], code: "several-nginx" },
])("with $masters.length masters in sight nobody is signalled", async ({ masters, code }) => {
  const { act, diary } = await processes(masters);
  expect(await act()).toMatchObject({ code, output: expect.stringContaining("pid: service:nginx") });
  expect(diary).toEqual([]);
});
