import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { isThere } from "../../src/base/files.ts";
import { takeLock } from "../../src/store/lock.ts";
import { type StoreChild, startStoreChild } from "../store/start-store-child.ts";
import { storeIn } from "../store/stored.ts";
import { temporaryFolder } from "../support/folders.ts";
import { eventually } from "../support/wire.ts";

/** A process of its own that holds the lock until it is killed. */
async function startHolder(folder: string): Promise<StoreChild> {
  const holder = await startStoreChild("locked", "hold", folder);
  onTestFinished(holder.kill);
  return holder;
}

async function helpersOf(pid: number | undefined): Promise<readonly [number, ...number[]]> {
  const { stdout } = await execa("pgrep", ["-x", "-P", String(pid), "perl"]);
  const [first, ...others] = stdout.split("\n").map(Number);
  // 0 would mean our own process group
  if (!first) throw new Error("there is no helper");
  return [first, ...others];
}

function certbot(folder: string, ...words: string[]) {
  const folders = ["--config-dir", folder, "--work-dir", `${folder}/.work`, "--logs-dir", `${folder}/.logs`];
  return execa("certbot", [...words, ...folders], { reject: false, all: true });
}

describe("the lock", () => {
  test("keeps another process out and names the one at work", async () => {
    const folder = await temporaryFolder();
    const holder = await startHolder(folder);
    await expect(storeIn(folder).exclusively(async () => "never")).rejects.toMatchObject({
      code: "locked",
      retry: "look",
      message: expect.stringMatching(
        new RegExp(`^another run is at work in ${folder}: httpsidecar \\(process ${holder.pid} in .+, since 20.+\\)$`),
      ),
    });
  });

  test("is free again, and its file gone, when the work has ended or thrown", async () => {
    const folder = await temporaryFolder();
    const failing = storeIn(folder).exclusively(async () => {
      throw new Error("half way");
    });
    await expect(failing).rejects.toThrow("half way");
    expect(await isThere(join(folder, ".certbot.lock"))).toBe(false);
    expect(await isThere(join(folder, ".httpsidecar.owner"))).toBe(false);
    expect(await storeIn(folder).exclusively(async () => "done")).toBe("done");
  });

  test("is a file for its owner alone", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).exclusively(async () => {
      const { stdout } = await execa("stat", ["-c", "%a %s", join(folder, ".certbot.lock")]);
      expect(stdout).toBe("600 0");
    });
  });

  test("lets calls in one process follow each other", async () => {
    const store = storeIn(await temporaryFolder());
    const diary: string[] = [];
    const work = (name: string) => async () => {
      diary.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      diary.push(`${name} ends`);
    };
    await Promise.all([store.exclusively(work("one")), store.exclusively(work("two"))]);
    expect(diary).toEqual(["one begins", "one ends", "two begins", "two ends"]);
  });

  test("is freed when its holder is killed with SIGKILL", async () => {
    const folder = await temporaryFolder();
    const holder = await startHolder(folder);
    await holder.kill();
    await eventually(() => storeIn(folder).exclusively(async () => {}));
  });

  test("is freed when the helper is killed too, and the file that stays is no hindrance", async () => {
    const folder = await temporaryFolder();
    const holder = await startHolder(folder);
    for (const helper of await helpersOf(holder.pid)) process.kill(helper, "SIGKILL");
    await holder.kill();
    expect(await isThere(join(folder, ".certbot.lock"))).toBe(true);
    expect(await storeIn(folder).exclusively(async () => "done")).toBe("done");
  });

  test("outlives a Ctrl-C that reaches the helper as well", async () => {
    const folder = await temporaryFolder();
    const holder = await startHolder(folder);
    const [helper] = await helpersOf(holder.pid);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.kill(helper, signal);
    await expect(storeIn(folder).exclusively(async () => "never")).rejects.toMatchObject({ code: "locked" });
  });

  test("that loses its helper lets the work go on", async () => {
    const folder = await temporaryFolder();
    const done = storeIn(folder).exclusively(async () => {
      for (const helper of await helpersOf(process.pid)) process.kill(helper, "SIGKILL");
      return "done";
    });
    expect(await done).toBe("done");
  });

  test("shows no more than one line of an owner file that someone else wrote", async () => {
    const folder = await temporaryFolder();
    await startHolder(folder);
    await writeFile(join(folder, ".httpsidecar.owner"), `\u001b[2J${"x".repeat(5000)}\n`);
    const problem = await takeLock(folder).catch((error) => error);
    expect(problem.message).toBe(`another run is at work in ${folder}: [2J${"x".repeat(197)}`);
  });

  test("cannot be taken without perl, and says how it gets there", async () => {
    await expect(takeLock(await temporaryFolder(), { perl: "no-such-perl" })).rejects.toMatchObject({
      code: "no-lock-helper",
      message: expect.stringMatching(/perl did not run \(ENOENT\)$/),
      fix: "use the image as it was built; in an image of your own: apt-get install -y perl-base",
    });
  });

  test("costs less than 40 ms to take and give back (the best of 21)", async () => {
    const store = storeIn(await temporaryFolder());
    const times: number[] = [];
    for (let turn = 0; turn < 21; turn++) {
      const start = performance.now();
      await store.exclusively(async () => undefined);
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(40);
  });
});

describe("certbot's lock and ours are one", () => {
  test("certbot does not start while we are at work", async () => {
    const folder = await temporaryFolder();
    const { exitCode, all } = await storeIn(folder).exclusively(() => certbot(folder, "certificates"));
    expect(all).toContain("Another instance of Certbot is already running");
    expect(exitCode).toBe(1);
  });

  test("we do not start while certbot is at work, and do afterwards", async () => {
    const folder = await temporaryFolder();
    const { port, arrived, hangUp } = await silentServer();
    const words = ["certonly", "--standalone", "-d", "dify.test", "--server", `http://127.0.0.1:${port}/dir`];
    const running = certbot(folder, ...words, "-n", "--agree-tos", "--register-unsafely-without-email");
    await arrived;
    await expect(storeIn(folder).exclusively(async () => "never")).rejects.toMatchObject({
      message: `another run is at work in ${folder}: certbot, or another program that uses certbot's lock`,
    });
    hangUp();
    await running;
    expect(await storeIn(folder).exclusively(async () => "done")).toBe("done");
    expect(await readFile(join(folder, ".logs", "letsencrypt.log"), "utf8")).toContain("certbot");
  });
});

/** An authority that takes the call and says nothing, so that certbot stays at work. */
async function silentServer() {
  const sockets: Socket[] = [];
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const server: Server = createServer((socket) => {
    sockets.push(socket.on("error", () => undefined));
    resolve();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const hangUp = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(hangUp);
  return { port: (server.address() as { port: number }).port, arrived, hangUp };
}
