import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openKeeper } from "../../src/assemble/keeper.ts";
import { temporaryFolder } from "../support/folders.ts";

const until = new Date("2026-11-30T12:00:00.500Z");

test("a process that nothing keeps has no keeper, whatever stands in the environment", async () => {
  const folder = await temporaryFolder();
  expect(openKeeper({}, folder)).toBeUndefined();
  expect(openKeeper({ HTTPSIDECAR_WOKEN_BY: "$(reboot)" }, folder)).toBeUndefined();
});

test("what the keeper says is taken out of the environment, which hooks inherit", async () => {
  const environment = { HTTPSIDECAR_WOKEN_BY: "request", HTTPSIDECAR_DOOR: "5", HTTPSIDECAR_PAGES: "6", PATH: "/bin" };
  expect(openKeeper(environment, await temporaryFolder())).toMatchObject({ wokenBy: "request", door: 5, pages: 6 });
  expect(environment).toEqual({ PATH: "/bin" });
});

test("the plan is lines of a word and a value, whole at the end, and the next process reads the memory", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "httpsidecar-rest");
  const keeper = openKeeper({ HTTPSIDECAR_WOKEN_BY: "start" }, folder);
  expect(keeper?.memory).toBeUndefined();
  const memory = { said: ["one line\nand another", "until 0"] };
  await keeper?.rest(
    {
      until,
      listen: { path: "/run/a.sock", mask: 0o111 },
      held: { path: "/run/b.sock", mask: 0o077 },
      events: { engine: "unix:/run/docker.sock", path: "/events?since=1" },
      peer: "/run/c.sock",
      pages: { port: 9102, madeOf: ["/etc/live", "/etc/ledger.json"] },
      server: { address: "nginx:443", name: undefined, certificate: "/etc/cert.pem" },
    },
    memory,
  );
  const note = await readFile(path, "utf8");
  expect(note.split("\n")).toEqual([
    "until 1796040001",
    "listen 111 /run/a.sock",
    "held 77 /run/b.sock",
    "engine unix:/run/docker.sock",
    "events /events?since=1",
    "peer /run/c.sock",
    "pages 9102 /etc/live /etc/ledger.json",
    "server nginx:443 -",
    "certificate /etc/cert.pem",
    `memory ${JSON.stringify(memory)}`,
    "whole",
    "",
  ]);
  expect(openKeeper({ HTTPSIDECAR_WOKEN_BY: "time" }, folder)?.memory).toEqual(memory);
});

test("a value never makes another line: a line break in it is refused", async () => {
  const folder = await temporaryFolder();
  const keeper = openKeeper({ HTTPSIDECAR_WOKEN_BY: "start" }, folder);
  const held = { path: "/run/x\npeer /run/y", mask: 0 };
  expect(await keeper?.rest({ until, held }, undefined)).toBe(false);
  expect(await readdir(folder)).toEqual([]);
});

test("a process whose predecessor was refused its rest stays up, so that none is started again and again", async () => {
  const folder = await temporaryFolder();
  const keeper = openKeeper({ HTTPSIDECAR_WOKEN_BY: "refused" }, folder);
  expect(await keeper?.rest({ until }, undefined)).toBe(false);
  expect(await readdir(folder)).toEqual([]);
});

test("a promise takes the memory's place, and a folder that cannot be written leaves the process up", async () => {
  const folder = await temporaryFolder();
  const keeper = openKeeper({ HTTPSIDECAR_WOKEN_BY: "start" }, folder);
  await keeper?.promise(until);
  expect(await readFile(join(folder, "httpsidecar-rest"), "utf8")).toBe("until 1796040001\nwhole\n");
  const full = openKeeper({ HTTPSIDECAR_WOKEN_BY: "start" }, "/dev/full");
  await full?.promise(until);
  expect(await full?.rest({ until }, undefined)).toBe(false);
});

test("a note that is no text of ours gives no memory", async () => {
  const folder = await temporaryFolder();
  for (const text of ["memory {", "memory", "\0\xff", `memory ${"[".repeat(100_000)}`]) {
    await writeFile(join(folder, "httpsidecar-rest"), text);
    expect(openKeeper({ HTTPSIDECAR_WOKEN_BY: "time" }, folder)?.memory).toBeUndefined();
  }
});
