import { readFile, stat, truncate, writeFile } from "node:fs/promises";
import { createServer as createHttpServer, type ServerResponse } from "node:http";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { execa } from "execa";
import { describe, expect, it, onTestFinished } from "vitest";
import { greeting } from "../../src/base/unix-socket.ts";
import { selfSigned } from "../../src/store/self-signed.ts";
import { temporaryFolder } from "../support/folders.ts";
import { perlPart } from "../support/perl-parts.ts";
import { freePorts } from "../support/ports.ts";

/** How one start of the program behaves (test/support/kept-program.mjs). */
interface Act {
  rest?: { seconds?: number; lines: readonly string[]; cut?: boolean };
  promise?: number;
  exit?: number;
  hang?: boolean;
  trap?: number;
  greets?: string;
  /** at the port of the pages */
  shows?: string;
  /** for docker/pages */
  makes?: string;
}

const resting = (...lines: string[]): Act => ({ rest: { lines } });

describe("the keeper of a service's container", () => {
  it("starts a program that rested at its time, and ends with the code of one that did not rest", async () => {
    const { ended, diary } = await keeper([{ rest: { seconds: 1, lines: [] } }, { exit: 7 }]);
    expect(await ended()).toMatchObject({ exitCode: 7 });
    expect(await diary()).toEqual(["start", "time"]);
  });

  it("ends at once with SIGTERM while the program rests, and passes it on while that runs", async () => {
    const rests = await keeper([resting()]);
    await rests.until(["start"]);
    const began = performance.now();
    rests.stop();
    expect(await rests.ended()).toMatchObject({ exitCode: 0 });
    // the rest would last an hour, and Docker kills after 10 s
    expect(performance.now() - began).toBeLessThan(5000);

    const runs = await keeper([{ hang: true, trap: 3 }]);
    await runs.until(["start"]);
    runs.stop();
    expect(await runs.ended()).toMatchObject({ exitCode: 3 });
  });

  it("ends with the signal's number where the program was killed", async () => {
    const { ended, until, child } = await keeper([{ hang: true }]);
    await until(["start"]);
    await execa("pkill", ["-KILL", "-P", `${child.pid}`]);
    expect(await ended()).toMatchObject({ exitCode: 128 + 9 });
  });

  it("ends a program that hangs past its promise, and says so", async () => {
    const { ended } = await keeper([{ promise: -1, hang: true }]);
    const { exitCode, stderr } = await ended();
    expect(exitCode).toBe(128 + 9);
    expect(stderr).toContain("nothing has ended in its time");
  });

  it.each(["ahead", "behind"] as const)("starts it all the same when the clock is set a year %s", async (by) => {
    const { ended, until, setClock, diary } = await keeper([
      { rest: { seconds: by === "behind" ? 3 : 3600, lines: [] } },
      { exit: 0 },
    ]);
    await until(["start"]);
    await setClock(by, 365 * 24 * 3600);
    await ended();
    expect(await diary()).toEqual(["start", "time"]);
  });

  it("leaves one alone that keeps its promise", async () => {
    const { until, stop, ended, diary } = await keeper([{ promise: 3600, hang: true, trap: 0 }]);
    await until(["start"]);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    stop();
    expect(await ended()).toMatchObject({ exitCode: 0 });
    expect(await diary()).toEqual(["start"]);
  });

  it.each([
    ["is not whole", { rest: { lines: [], cut: true } }],
    ["names no time", resting("until soon")],
    ["wants a socket in a folder that is not there", resting("listen 111 /nowhere/at/all.sock")],
    ["wants events of an Engine that does not answer", resting("engine unix:/nowhere.sock", "events /events")],
    ["wants a path that is too long for a socket", resting(`held 111 /tmp/${"x".repeat(200)}`)],
  ] as const)("starts the program again, and tells it, where its note %s", async (_, act) => {
    const { ended, diary } = await keeper([act, { exit: 0 }]);
    await ended();
    expect(await diary()).toEqual(["start", "refused"]);
  });

  it("takes no socket at which somebody else listens", async () => {
    const other = await unixServer((socket) => socket.end());
    const { ended, diary } = await keeper([resting(`listen 111 ${other.path}`), { exit: 0 }]);
    await ended();
    expect(await diary()).toEqual(["start", "refused"]);
    expect(other.server.listening).toBe(true);
  });
});

describe("while the program rests, the keeper", () => {
  it("hands on a client that connects: its request waits for the program, and later ones too", async () => {
    const path = join(await temporaryFolder(), "companion.sock");
    const acts = [
      resting(`listen 111 ${path}`),
      { greets: "first", rest: { lines: [`listen 111 ${path}`] }, exit: 75 },
      { greets: "second", exit: 0 },
    ];
    const { until, ended, diary } = await keeper(acts);
    await until(["start"]);
    expect(await patiently(() => greeting(path, 5000))).toBe("first");
    expect(await greeting(path, 5000)).toBe("second");
    expect(await ended()).toMatchObject({ exitCode: 0 });
    expect(await diary()).toEqual(["start", "request with a door", "request with a door"]);
  });

  it("says whether it rests or works, to a hundred callers, without starting it", async () => {
    const path = join(await temporaryFolder(), "alive.sock");
    const { diary, until, stop, ended } = await keeper([
      { rest: { seconds: 3, lines: [`held 111 ${path}`] } },
      { hang: true, trap: 0 },
    ]);
    expect(await patiently(() => greeting(path, 1000))).toBe("rests");
    expect((await stat(path)).mode & 0o777).toBe(0o666);
    const callers = await Promise.all(Array.from({ length: 100 }, () => greeting(path, 5000)));
    expect(new Set(callers)).toEqual(new Set(["rests"]));
    expect(await diary()).toEqual(["start"]);
    await until(["start", "time"]);
    expect(await greeting(path, 1000)).toBe("works");
    stop();
    await ended();
    expect(await diary()).toEqual(["start", "time"]);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ["a container starts", (response) => void response.write('{"status":"start"}\n')],
    ["a container ends", (response) => void response.write('{"status":"die"}\n')],
    ["the stream ends", (response) => void response.end()],
    ["the Engine breaks it off", (response) => void response.destroy()],
    ["the Engine refuses", (response) => void response.writeHead(500).end("no")],
    ["the Engine says nothing at all", () => {}],
    ["the answer is endless and none", (response) => endlessly(response)],
  ])("starts it when %s", async (_, answer) => {
    const asked: string[] = [];
    const path = await engine((url, response) => {
      asked.push(url);
      if (answer.length === 0 || asked.length > 1) return;
      if (!`${answer}`.includes("writeHead") && !`${answer}`.includes("endlessly"))
        response.writeHead(200).flushHeaders();
      setTimeout(() => answer(response), 300);
    });
    const { ended, diary } = await keeper([
      resting(`engine unix:${path}`, "events /events?since=1&filters=%7B%7D"),
      { exit: 0 },
    ]);
    await ended();
    expect(await diary()).toEqual(["start", "events"]);
    expect(asked[0]).toBe("/events?since=1&filters=%7B%7D");
  });

  it("opens a stream once more that a proxy cut off after a while, and sleeps on", async () => {
    let asked = 0;
    const path = await engine((_, response) => {
      asked += 1;
      response.writeHead(200).flushHeaders();
      if (asked === 1) setTimeout(() => response.end(), 2500);
    });
    const { diary, until, stop, ended } = await keeper([resting(`engine unix:${path}`, "events /events")]);
    await until(["start"]);
    await patiently(async () => (asked === 2 ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    stop();
    await ended();
    expect(await diary()).toEqual(["start"]);
  });

  it("hears events over TCP, as from a socket proxy", async () => {
    const server = createHttpServer((_, response) => {
      response.writeHead(200).flushHeaders();
      setTimeout(() => response.write('{"status":"start"}\n'), 300);
    });
    const port = await new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
    onTestFinished(() => server.close().closeAllConnections());
    const { ended, diary } = await keeper([resting(`engine tcp:127.0.0.1:${port}`, "events /events"), { exit: 0 }]);
    await ended();
    expect(await diary()).toEqual(["start", "events"]);
  });

  it.each<[string, string | undefined, string | undefined, boolean]>([
    ["is gone", undefined, undefined, false],
    ["rests", "rests", undefined, true],
    ["works, and answers", "works", '{"code":"bad-request"}', true],
    ["works, and hangs up", "works", "", false],
  ])("asks for the companion: one that %s", async (_, greets, says, isWell) => {
    const path = join(await temporaryFolder(), "companion.sock");
    if (greets !== undefined) await unixServer((socket) => socket.end(`${greets}\n`), `${path}.alive`);
    if (says !== undefined) await unixServer((socket) => socket.once("data", () => socket.end(says)), path);
    const acts = [{ rest: { seconds: 3, lines: [`peer ${path}`] } }, { exit: 0 }];
    const { ended, diary } = await keeper(acts);
    await ended();
    expect(await diary()).toEqual(["start", isWell ? "time" : "peer"]);
  });

  it("starts it when the server serves another certificate than before, not when it serves none", async () => {
    const [own, other] = [selfSigned("shop.test"), selfSigned("shop.test")];
    const server = createTlsServer({ cert: own.certificatePem, key: own.privateKeyPem });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
    onTestFinished(() => void server.close());
    const file = join(await temporaryFolder(), "cert.pem");
    await writeFile(file, own.certificatePem);
    const lines = [`server 127.0.0.1:${port} shop.test`, `certificate ${file}`];
    const { diary, until, ended } = await keeper([resting(...lines), { exit: 0 }]);
    await until(["start"]);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(await diary()).toEqual(["start"]);
    server.setSecureContext({ cert: other.certificatePem, key: other.privateKeyPem });
    await ended();
    expect(await diary()).toEqual(["start", "server"]);
  });
});

describe("beside a program that rests, the keeper", () => {
  it("has the pages of METRICS_PORT shown, and loses no client when the program shows them again", async () => {
    const [port = 0] = await freePorts(1);
    const { diary, until, stop, ended } = await keeper([
      { rest: { seconds: 3, lines: [`pages ${port} /etc/hostname`] } },
      { makes: "/metrics 200 7 text/plain\nresting", exit: 0 },
      { shows: "working" },
    ]);
    await patiently(() => pageAt(port).catch(() => undefined));
    const pages = new Set<string>();
    for (let asked = 0; asked < 400 && !pages.has("working"); asked += 1) {
      pages.add(await pageAt(port));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(pages).toEqual(new Set(["resting", "working"]));
    await until(["start", "pages with pages", "time with pages"]);
    stop();
    await ended();
    expect(await diary()).toHaveLength(3);
  });

  it("ends what shows them with itself", async () => {
    const [port = 0] = await freePorts(1);
    const { stop, ended } = await keeper([resting(`pages ${port}`), { makes: "/metrics 200 0 x\n", exit: 0 }]);
    await patiently(() => pageAt(port).catch(() => undefined));
    stop();
    expect(await ended()).toMatchObject({ exitCode: 0 });
    await patiently(async () => ((await pageAt(port).catch(() => "refused")) === "refused" ? true : undefined));
  });

  it("starts the program where what shows them ends by itself", async () => {
    const [port = 0] = await freePorts(1);
    const { ended, until, diary, child } = await keeper([resting(`pages ${port}`), { exit: 0 }]);
    await until(["start"]);
    await execa("pkill", ["-KILL", "-P", `${child.pid}`]);
    await ended();
    expect(await diary()).toEqual(["start", "time with pages"]);
  });

  it("starts the program, and tells it, where the port is somebody else's", async () => {
    const [port = 0] = await freePorts(1);
    const other = createServer().listen(port);
    onTestFinished(() => void other.close());
    const { ended, diary } = await keeper([resting(`pages ${port}`), { exit: 0 }]);
    await ended();
    expect(await diary()).toEqual(["start", "refused"]);
  });
});

/** Rejects where nobody listens, or the answer is cut off. */
async function pageAt(port: number): Promise<string> {
  return await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

/** docker/keeper with a /run of its own, short times, and a program that does as planned. */
async function keeper(acts: readonly Act[]) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "plan.json"), JSON.stringify(acts));
  await perlPart("pages", folder, {});
  const path = await perlPart("keeper", folder, { tick: 1, patience: 1, peerEvery: 1, serverEvery: 1, reopens: 1 });
  const child = execa("perl", [path, "serve"], { reject: false });
  onTestFinished(() => void child.kill("SIGKILL"));
  const diary = async () => (await readFile(join(folder, "diary"), "utf8").catch(() => "")).trimEnd().split("\n");
  return {
    child,
    diary,
    /** sets the keeper's clock by so many seconds */
    setClock: (by: "ahead" | "behind", seconds: number) => truncateNew(join(folder, by), seconds),
    stop: () => void child.kill("SIGTERM"),
    /** Resolves once the program has been started so, and the last start is over. */
    async until(starts: readonly string[]) {
      await patiently(async () => ((await diary()).join() === starts.join() ? true : undefined));
      await new Promise((resolve) => setTimeout(resolve, 300));
    },
    ended: async () => await child,
  };
}

async function truncateNew(path: string, bytes: number): Promise<void> {
  await writeFile(path, "");
  await truncate(path, bytes);
}

async function patiently<T>(work: () => Promise<T | undefined>): Promise<T> {
  for (let left = 200; left > 0; left -= 1) {
    const done = await work();
    if (done !== undefined) return done;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("not within 10 s");
}

async function unixServer(handle: (socket: Socket) => void, at?: string) {
  const path = at ?? join(await temporaryFolder(), "taken.sock");
  const server = createServer(handle);
  await new Promise<void>((resolve) => void server.listen(path, resolve));
  onTestFinished(() => void server.close());
  return { path, server };
}

/** An Engine's socket. */
async function engine(answer: (url: string, response: ServerResponse) => void): Promise<string> {
  const path = join(await temporaryFolder(), "docker.sock");
  const server = createHttpServer(({ url = "" }, response) => answer(url, response));
  await new Promise<void>((resolve) => void server.listen(path, resolve));
  onTestFinished(() => server.close().closeAllConnections());
  return path;
}

function endlessly(response: ServerResponse): void {
  response.socket?.on("error", () => {});
  const more = setInterval(() => response.socket?.write("x".repeat(9000)), 5);
  response.socket?.on("close", () => clearInterval(more));
}
