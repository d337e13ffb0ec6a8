import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type ListenOptions, listen } from "../../src/companion/server.ts";
import { companionClient } from "../../src/deploy/companion-client.ts";
import type { CompanionAnswer } from "../../src/model/companion.ts";
import { Problem } from "../../src/model/problem.ts";
import { temporaryFolder } from "../support/folders.ts";
import { leftOverSocket } from "../support/left-over-socket.ts";

const done: CompanionAnswer = {
  code: "done",
  nginx: true,
  https: true,
  challenge: true,
  off: false,
  notes: ["written-env"],
  output: "",
};
const nothingSeen = { nginx: false, https: false, challenge: false, off: false, notes: [] };
const verbs =
  "a request is one of: look, enable-https, disable-https, enable-challenge, reload, add-extras, add-extras-proven";

async function server(options: Partial<ListenOptions> = {}) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const path = options.path ?? join(await temporaryFolder(), "companion.sock");
  const lines: string[] = [];
  const diary: string[] = [];
  const handle = async (verb: string) => {
    diary.push(verb);
    return done;
  };
  const print = (line: string) => void lines.push(line);
  const { closed } = await listen({ path, handle, print, signal: stop.signal, ...options });
  return { path, diary, lines, stop, closed };
}

/** Sends bytes as they are; gives all that comes back. */
function send(path: string, bytes: string | Buffer, { end = true } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection({ path, allowHalfOpen: true });
    let text = "";
    socket.on("data", (chunk) => (text += chunk));
    socket.on("error", () => undefined);
    socket.on("end", () => socket.end());
    socket.on("close", () => resolve(text));
    socket.write(bytes);
    if (end) socket.end();
  });
}

test("a verb is answered with one line, by newline or by the end", async () => {
  const { path, diary } = await server();
  expect(await send(path, '{"verb":"look"}\n', { end: false })).toBe(`${JSON.stringify(done)}\n`);
  expect(await send(path, '{"verb":"reload"}')).toBe(`${JSON.stringify(done)}\n`);
  expect(diary).toEqual(["look", "reload"]);
});

test.each([
  ["an unknown verb", '{"verb":"delete"}\n', verbs],
  ["an unknown field", '{"verb":"look","container":"db"}\n', verbs],
  ["a field named like a prototype", '{"verb":"look","__proto__":{}}\n', verbs],
  ["no verb", "{}\n", verbs],
  ["a list", '["look"]\n', verbs],
  ["a bare word", "look\n", "a request is a JSON object"],
  ["two objects", '{"verb":"look"}{"verb":"reload"}\n', "a request is a JSON object"],
  ["nothing", "", "a request is a JSON object"],
  ["half a request", '{"verb":"lo', "a request is a JSON object"],
  ["bytes that are no UTF-8", Buffer.from([0x22, 0xff, 0x22, 0x0a]), "a request is a JSON object"],
  ["more than 1 KiB", `{"verb":"look"${" ".repeat(1024)}}\n`, "a request is at most 1024 bytes long"],
  ["100 KiB without an end", "x".repeat(100_000), "a request is at most 1024 bytes long"],
])("%s is refused and does nothing", async (_, bytes, output) => {
  const { path, diary } = await server();
  expect(JSON.parse(await send(path, bytes, { end: bytes.length < 20 }))).toEqual({
    code: "bad-request",
    ...nothingSeen,
    output,
  });
  expect(diary).toEqual([]);
});

test("a request of exactly 1 KiB is taken, and what follows its newline is not", async () => {
  const { path, diary } = await server();
  const padded = '{"verb":"look"}'.padEnd(1024);
  expect(await send(path, `${padded}\n{"verb":"reload"}\n`)).toBe(`${JSON.stringify(done)}\n`);
  expect(diary).toEqual(["look"]);
});

test("a slow sender is refused when its time is over", async () => {
  const { path, diary } = await server({ sendMs: 100 });
  const answer = JSON.parse(await send(path, '{"verb":', { end: false }));
  expect(answer).toEqual({ code: "bad-request", ...nothingSeen, output: "the request did not arrive in time" });
  expect(diary).toEqual([]);
});

test("a second client waits for its turn", async () => {
  const diary: string[] = [];
  const handle = async (verb: string) => {
    diary.push(`${verb} begins`);
    await wait(50);
    diary.push(`${verb} ends`);
    return done;
  };
  const { path } = await server({ handle });
  await Promise.all([send(path, '{"verb":"look"}\n'), send(path, '{"verb":"reload"}\n')]);
  const [first = "", second = ""] = diary[0] === "look begins" ? ["look", "reload"] : ["reload", "look"];
  expect(diary).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
});

test("one client too many hears that the companion is busy", async () => {
  const begun: (() => void)[] = [];
  const handle = () => new Promise<CompanionAnswer>((resolve) => begun.push(() => resolve(done)));
  const { path } = await server({ handle, waiting: 1 });
  const first = send(path, '{"verb":"look"}\n');
  await expect.poll(() => begun).toHaveLength(1);
  const more = [send(path, '{"verb":"reload"}\n'), send(path, '{"verb":"look"}\n')];
  expect(JSON.parse(await Promise.race(more)).code).toBe("busy");
  begun[0]?.();
  expect(JSON.parse(await first).code).toBe("done");
  await expect.poll(() => begun).toHaveLength(2);
  begun[1]?.();
  const codes = (await Promise.all(more)).map((answer) => JSON.parse(answer).code);
  expect(codes.sort()).toEqual(["busy", "done"]);
});

test("a client that goes away does not hold up the next one", async () => {
  const { path, diary } = await server();
  const rude = createConnection(path, () => rude.write('{"verb":"look"}\n', () => rude.destroy()));
  await expect.poll(() => diary).toEqual(["look"]);
  expect(JSON.parse(await send(path, '{"verb":"reload"}\n')).code).toBe("done");
  expect(diary).toEqual(["look", "reload"]);
});

test("what was thrown becomes an answer and the next request is served", async () => {
  const thrown = [new Problem({ code: "no-nginx", message: "none runs", fix: "start it" }), new TypeError("oops")];
  const handle = async () => {
    const error = thrown.shift();
    if (error) throw error;
    return done;
  };
  const { path, lines } = await server({ handle });
  expect(JSON.parse(await send(path, '{"verb":"look"}\n'))).toEqual({
    code: "no-nginx",
    ...nothingSeen,
    output: "none runs\nfix: start it",
  });
  expect(JSON.parse(await send(path, '{"verb":"look"}\n'))).toEqual({
    code: "docker-failed",
    ...nothingSeen,
    output: "",
  });
  expect(lines).toEqual([expect.stringContaining("bug: TypeError: oops")]);
  expect(JSON.parse(await send(path, '{"verb":"look"}\n')).code).toBe("done");
});

test("an answer holds its fixed fields only, and output without control characters, cut at 4 KiB", async () => {
  const output = `\u001b[31mline 1!\nline 2\u0000\t${"ü".repeat(4000)}`;
  const handle = async () => ({ ...done, output, secret: "x" });
  const { path } = await server({ handle });
  const answer = JSON.parse(await send(path, '{"verb":"look"}\n'));
  expect(Object.keys(answer)).toEqual(["code", "nginx", "https", "challenge", "off", "notes", "output"]);
  expect(answer.output).toBe(`[31mline 1!\nline 2  ${"ü".repeat(2037)}`);
});

test("certbot may connect whatever user it is mapped to, and the mask of the process is as before", async () => {
  const before = process.umask();
  const { path } = await server();
  expect((await stat(path)).mode & 0o777).toBe(0o666);
  expect(process.umask()).toBe(before);
});

test("a socket left over by a killed companion is replaced", async () => {
  const path = join(await temporaryFolder(), "companion.sock");
  await leftOverSocket(path);
  await server({ path });
  expect(JSON.parse(await send(path, '{"verb":"look"}\n')).code).toBe("done");
});

test("the client of the other container understands the answers", async () => {
  const { path, diary, stop, closed } = await server();
  expect(await companionClient(path).ask("enable-https")).toEqual(done);
  expect(diary).toEqual(["enable-https"]);
  stop.abort();
  await closed;
  await expect(companionClient(path, { absentMs: 0 }).ask("look")).rejects.toMatchObject({ code: "companion-absent" });
});

test.each(["file", "folder", "full folder", "link", "link to nothing"])(
  "a %s in its place is moved aside",
  async (kind) => {
    const folder = await temporaryFolder();
    const path = join(folder, "companion.sock");
    const target = join(folder, "target");
    if (kind === "file") await writeFile(path, "kept");
    if (kind.endsWith("folder")) await mkdir(path);
    if (kind === "full folder") await writeFile(join(path, "file"), "kept");
    if (kind.startsWith("link")) await symlink(target, path);
    if (kind === "link") await writeFile(target, "kept");
    const { lines } = await server({ path });
    expect(JSON.parse(await send(path, '{"verb":"look"}\n'))).toEqual(done);
    const [aside = ""] = (await readdir(folder)).filter((name) => name.startsWith("companion.sock.moved-"));
    expect(lines).toEqual([`${path} was there already and is not a socket: it is kept as ${join(folder, aside)}`]);
    if (kind === "file") expect(await readFile(join(folder, aside), "utf8")).toBe("kept");
    if (kind === "link") expect(await readFile(target, "utf8")).toBe("kept");
  },
);

test("a client whose turn does not come hears that the companion is busy", async () => {
  const { path } = await server({ handle: () => new Promise(() => {}), turnMs: 30 });
  const both = [send(path, '{"verb":"look"}\n'), send(path, '{"verb":"reload"}\n')];
  expect(JSON.parse(await Promise.race(both)).code).toBe("busy");
});

test("a folder that does not exist is named", async () => {
  await expect(server({ path: "/nonexistent/companion.sock" })).rejects.toMatchObject({ code: "cannot-listen" });
});

test("the signal closes everything at once, also in the middle of a request", async () => {
  const { path, stop, closed } = await server({ handle: () => new Promise(() => {}) });
  const hanging = send(path, '{"verb":"look"}\n');
  await wait(20);
  stop.abort();
  await Promise.all([closed, hanging]);
  await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
});

test("a second companion leaves the first one its socket", async () => {
  const first = await server();
  await expect(server({ path: first.path })).rejects.toMatchObject({ code: "runs-already" });
  expect(await send(first.path, '{"verb":"look"}')).toBe(`${JSON.stringify(done)}\n`);
});

test("the port that leads to nginx's HTTPS leaves with the answer", async () => {
  const { path } = await server({ handle: async () => ({ ...done, httpsPort: 31443 }) });
  expect(JSON.parse(await send(path, '{"verb":"look"}'))).toMatchObject({ code: "done", httpsPort: 31443 });
});

test("the tasks of a swarm service are in the answer as they were seen", async () => {
  const task = { name: "web_nginx.1", node: "host-a", state: "running", certificates: ["shop-5A-1f"], isCurrent: true };
  const { path } = await server({ handle: async () => ({ ...done, tasks: [task] }) });
  expect(JSON.parse(await send(path, '{"verb":"look"}'))).toMatchObject({ code: "done", tasks: [task] });
});
