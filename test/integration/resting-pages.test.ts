import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { assert, asyncProperty, uint8Array } from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { listen, portOf, typed } from "../support/loopback.ts";
import { perlPart } from "../support/perl-parts.ts";

/** What the program does when pages are wanted (test/support/kept-program.mjs). */
interface Act {
  makes?: string;
  makesWithoutEnd?: boolean;
  /** ms before it */
  after?: number;
  hang?: boolean;
  exit?: number;
}

const pages = (body: string): Act => ({ makes: printed("/metrics", body) + printed("/status.json", "{}"), exit: 0 });
const printed = (path: string, body: string) => `${path} 200 ${Buffer.byteLength(body)} text/plain\n${body}`;

describe("docker/pages, while the service rests,", () => {
  it("says what stands in the table of health at this moment, and starts nothing for it", async () => {
    const { port, folder, diary } = await showing([]);
    const health = async (table: string) => {
      await writeFile(join(folder, "httpsidecar-health"), table);
      return await answerTo(port, "/healthz");
    };
    expect(await answerTo(port, "/healthz")).toEqual([503, "starting\n"]);
    expect(await health("99999999999 0 live until 2027-01-01\n")).toEqual([200, "live until 2027-01-01\n"]);
    expect(await health("1000 0 live\n99999999999 1 down; fix: wait\n")).toEqual([503, "down; fix: wait\n"]);
    expect(await health("1000 0 live\n")).toEqual([503, "starting\n"]);
    expect(await diary()).toEqual([]);
  });

  it("has the other pages made once, for a crowd that asks at the same time, and shows them from then on", async () => {
    const { port, diary } = await showing([{ ...pages("first ü"), after: 300 }]);
    expect(await diary()).toEqual([]);
    const crowd = await Promise.all(Array.from({ length: 50 }, () => answerTo(port)));
    expect(crowd).toEqual(crowd.map(() => [200, "first ü"]));
    expect(await answerTo(port, "/status.json?at=once")).toEqual([200, "{}"]);
    expect(await answerTo(port, "/")).toEqual([404, "see /healthz, /metrics, /status.json\n"]);
    expect(await diary()).toEqual(["pages with pages"]);
  });

  it("has them made again once a file that they are made of is another, is there, or is gone", async () => {
    const acts = ["first", "second", "third", "fourth"].map(pages);
    const { port, diary, file, other } = await showing(acts);
    await writeFile(file, "one");
    // one that was just written may be written once more within its second
    await sleep(2100);
    const twice = async () => [await answerTo(port), await answerTo(port)].map(([, body]) => body);
    expect(await twice()).toEqual(["first", "first"]);
    await writeFile(`${file}.new`, "two");
    await sleep(2100);
    await rename(`${file}.new`, file);
    expect(await twice()).toEqual(["second", "second"]);
    await writeFile(`${other}.new`, "");
    await sleep(2100);
    await rename(`${other}.new`, other);
    expect(await twice()).toEqual(["third", "third"]);
    await rm(file);
    expect(await twice()).toEqual(["fourth", "fourth"]);
    expect(await diary()).toHaveLength(4);
  });

  it("takes nothing for the last state of a file that was written in this second", async () => {
    const { port, file } = await showing(["first", "second", "third"].map(pages));
    await writeFile(file, "a");
    expect(await answerTo(port)).toEqual([200, "first"]);
    await writeFile(file, "b");
    expect(await answerTo(port)).toEqual([200, "second"]);
  });

  it("has them made again once they are old, by a clock that was set too", async () => {
    const { port, setClock } = await showing(["first", "second", "third"].map(pages));
    expect(await answerTo(port)).toEqual([200, "first"]);
    await setClock("ahead", 3500);
    expect(await answerTo(port)).toEqual([200, "first"]);
    await setClock("ahead", 3700);
    expect(await answerTo(port)).toEqual([200, "second"]);
    await setClock("behind", 365 * 24 * 3600);
    expect(await answerTo(port)).toEqual([200, "third"]);
  });

  it.each<[string, Act]>([
    ["fails", { exit: 1 }],
    ["fails with whole pages", { ...pages("no"), exit: 1 }],
    ["says nothing", { exit: 0 }],
    ["is cut off in a page", { makes: "/metrics 200 9 text/plain\nhalf", exit: 0 }],
    ["is cut off in a line", { makes: `${pages("no").makes}/metr`, exit: 0 }],
    ["says something else", { makes: "error: no room\n", exit: 0 }],
    ["hangs", { hang: true }],
    ["does not stop", { makesWithoutEnd: true }],
  ])("says so where the program %s, answers for health, and tries again after a while", async (_, act) => {
    const { port, folder, diary, setClock } = await showing([act, pages("better")], { makes: 1 });
    await writeFile(join(folder, "httpsidecar-health"), "99999999999 0 live\n");
    const first = answerTo(port);
    expect(await answerTo(port, "/healthz")).toEqual([200, "live\n"]);
    expect(await first).toEqual([503, "it could not be made, see the log\n"]);
    expect(await answerTo(port)).toEqual(await first);
    expect(await diary()).toHaveLength(1);
    await setClock("ahead", 31);
    expect(await answerTo(port)).toEqual([200, "better"]);
  });

  it("answers HEAD without the page, and only what reads", async () => {
    const { port } = await showing([pages("a page")]);
    expect(await (await fetch(at(port), { method: "HEAD" })).text()).toBe("");
    expect((await fetch(at(port), { method: "HEAD" })).headers.get("content-length")).toBe("6");
    for (const method of ["POST", "DELETE", "OPTIONS"]) expect((await fetch(at(port), { method })).status).toBe(400);
    expect(await typed(port, "GET http://certbot:9102/metrics HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1.1 200 .*a page$/s);
  });

  it("bears whatever a stranger sends", async () => {
    const { port, complained } = await showing([pages("all_is_well 1\n")]);
    for (const target of ["//", "http://[/", "*", "/%", "?", `/${"x".repeat(60_000)}`, "/healthz\0", "/../metrics"]) {
      expect(await typed(port, `GET ${target} HTTP/1.1\r\nhost: x\r\n\r\n`)).not.toContain("all_is_well");
    }
    await assert(
      asyncProperty(uint8Array({ maxLength: 300 }), async (bytes) => void (await typed(port, bytes))),
      { numRuns: 50 },
    );
    expect(await answerTo(port)).toEqual([200, "all_is_well 1\n"]);
    expect(await complained()).toBe("");
  });

  it("closes of the connections that strangers hold open those beyond sixty-four at once, the others after a while", async () => {
    const { port } = await showing([pages("a page")], { patience: 2 });
    const sockets = hold(port, 80);
    const closed = () => sockets.filter((socket) => socket.closed).length;
    await expect.poll(closed).toBe(16);
    await expect.poll(closed, { timeout: 5000 }).toBe(80);
    expect(await answerTo(port)).toEqual([200, "a page"]);
  });

  it("gives the place of those who ask and read nothing to others", async () => {
    const { port } = await showing([pages("x".repeat(8_000_000))], { patience: 2 });
    for (const socket of hold(port, 64)) socket.pause().write("GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n");
    await expect.poll(() => answerTo(port, "/healthz").catch(() => []), { timeout: 8000 }).toContain(503);
  });
});

describe("when the rest ends, docker/pages", () => {
  it.each(["told", "alone"] as const)("ends at once where nobody waits: %s", async (how) => {
    const { port, end, ended } = await showing([pages("a page")]);
    await answerTo(port);
    const began = performance.now();
    end(how);
    expect(await ended()).toBe(0);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it("finishes an answer that is under way, and takes no more clients", async () => {
    const { port, end, ended } = await showing([pages("x".repeat(8_000_000))]);
    await answerTo(port);
    const reader = connect(port, "127.0.0.1");
    reader.write("GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n");
    await once(reader, "readable");
    end("told");
    await sleep(200);
    expect((await text(reader)).length).toBeGreaterThan(8_000_000);
    expect(await ended()).toBe(0);
    await expect(answerTo(port)).rejects.toThrow();
  });

  it("waits for a page that is being made, and for nobody longer than two seconds", async () => {
    const { port, end, ended } = await showing([{ ...pages("made late"), after: 700 }, { hang: true }]);
    const late = answerTo(port);
    await sleep(300);
    hold(port, 5);
    await sleep(100);
    const began = performance.now();
    end("told");
    expect(await late).toEqual([200, "made late"]);
    expect(await ended()).toBe(0);
    expect(performance.now() - began).toBeLessThan(4000);
  });
});

const at = (port: number, path = "/metrics") => `http://127.0.0.1:${port}${path}`;

/** Status and body. Rejects where the connection is closed before the end. */
async function answerTo(port: number, path?: string): Promise<[number, string]> {
  const response = await fetch(at(port, path));
  return [response.status, await response.text()];
}

function hold(port: number, many: number) {
  const sockets = Array.from({ length: many }, () => connect(port, "127.0.0.1").on("error", () => {}));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return sockets;
}

/** docker/pages with a /run of its own, at a port of its own, and a program that does as planned. */
async function showing(acts: readonly Act[], seconds: Readonly<Record<string, number>> = {}) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "plan.json"), JSON.stringify(acts));
  const [file, other] = [join(folder, "a-file"), join(folder, "another")];
  const server = await listen(createServer(), 0);
  const port = portOf(server);
  // a program that it starts finds the socket open as its fourth file
  const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
  const child = spawn("perl", [await perlPart("pages", folder, seconds), file, other], {
    env: { ...process.env, HTTPSIDECAR_PAGES: "3", HTTPSIDECAR_WOKEN_BY: "pages" },
    stdio: ["pipe", "inherit", "pipe", fd],
  });
  const { stdin, stderr } = child;
  if (!stdin || !stderr) throw new Error("no pipes");
  server.close();
  const ended = once(child, "exit");
  onTestFinished(() => void child.kill("SIGKILL"));
  const diary = async () => (await readFile(join(folder, "diary"), "utf8").catch(() => "")).split("\n").slice(0, -1);
  const stop = () => stdin.write("ends\n");
  return {
    ...{ folder, port, diary, file, other },
    setClock: (by: "ahead" | "behind", bytes: number) => writeFile(join(folder, by), Buffer.alloc(bytes)),
    end: (how: "told" | "alone") => void (how === "told" ? stop() : stdin.end()),
    ended: async () => (await ended)[0],
    async complained() {
      stop();
      return await text(stderr);
    },
  };
}
