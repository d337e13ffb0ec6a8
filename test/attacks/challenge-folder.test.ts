import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { webroot } from "../../src/challenge/webroot.ts";
import type { Stack } from "../support/stack.ts";
import { withStack } from "../support/with-stack.ts";

// Code that took certbot over writes the folder that nginx serves.
const test = withStack({ kind: "official", prepare: (stack) => stack.bringUp() });

const challenges = ".well-known/acme-challenge";
const folderOf = ({ folder }: Stack) => join(folder, "volumes/certbot/www");

test("a token is served as text that no browser takes for anything else", async ({ stack }) => {
  await put(stack, "Aa0-_token", "<script>alert(1)</script>");
  const { status, body, headers } = await ask(stack, `/${challenges}/Aa0-_token`);
  expect({ status, body }).toEqual({ status: 200, body: "<script>alert(1)</script>" });
  expect(headers).toMatchObject({ "content-type": "text/plain", "x-content-type-options": "nosniff" });
});

describe("no page and no script is served", () => {
  for (const name of ["x.html", "x.svg", "x.js", ".htaccess", "token.new", "index.html", "a b"])
    test(`as ${name}`, async ({ stack }) => {
      await put(stack, name, "<script>alert(1)</script>");
      expect(await ask(stack, `/${challenges}/${encodeURIComponent(name)}`)).toMatchObject({ status: 404 });
      expect((await ask(stack, `/${challenges}/`)).body).not.toContain("alert");
    });

  test("from a folder below", async ({ stack }) => {
    await mkdir(join(folderOf(stack), challenges, "below"), { recursive: true });
    await put(stack, "below/token", "text");
    expect(await ask(stack, `/${challenges}/below/token`)).toMatchObject({ status: 404 });
  });
});

test("a hundred thousand files and folders that go on downwards keep no token from being served", async ({ stack }) => {
  await put(stack, "Aa0-_token", "text");
  const folder = join(folderOf(stack), challenges);
  const plant = "seq 100000 | xargs touch; mkdir -p $(seq 500 | tr '\\n' /); ln -s . loop";
  await execa("sh", ["-c", plant], { cwd: folder });
  const responder = webroot(folderOf(stack));
  await responder.present("Bb1-_token", "ours");
  expect(await ask(stack, `/${challenges}/Bb1-_token`)).toMatchObject({ status: 200, body: "ours" });
  expect(await ask(stack, `/${challenges}/Aa0-_token`)).toMatchObject({ status: 200 });
  for (const path of ["1/2/3/4/5", "loop/loop/loop/Bb1-_token", "loop", "1/".repeat(500)])
    expect((await ask(stack, `/${challenges}/${path}`)).status).toBeGreaterThanOrEqual(400);
  await responder.cleanUp("Bb1-_token");
  expect(await ask(stack, `/${challenges}/Bb1-_token`)).toMatchObject({ status: 404 });
  await execa("rm", ["-rf", folder]);
});

const places: readonly [what: string, name: string, plant: (at: (path: string) => string) => Promise<unknown>][] = [
  ["a token that is a link", "link", (at) => symlink("/etc/passwd", at(`${challenges}/link`))],
  ["a link by a path", "path", (at) => symlink("../../../../../etc/passwd", at(`${challenges}/path`))],
  ["a link to the process", "process", (at) => symlink("/proc/self/root/etc/passwd", at(`${challenges}/process`))],
  ["a link to another link", "second", (at) => symlink("link", at(`${challenges}/second`))],
  ["a folder of challenges that is a link", "passwd", (at) => movedFor(at(challenges), "/etc")],
  ["a .well-known that is a link", "passwd", (at) => movedFor(at(".well-known"), "/etc")],
];

describe("no file of nginx's container is read", () => {
  for (const [what, name, plant] of places)
    test(`by ${what}`, async ({ stack }) => {
      const at = (path: string) => join(folderOf(stack), path);
      await mkdir(at(challenges), { recursive: true });
      await plant(at);
      const { status, body } = await ask(stack, `/${challenges}/${name}`);
      expect(body).not.toContain("root:");
      expect([403, 404]).toContain(status);
      await rm(at(".well-known"), { recursive: true });
    });

  test("and a FIFO keeps nobody waiting", async ({ stack }) => {
    await mkdir(join(folderOf(stack), challenges), { recursive: true });
    await execa("mkfifo", [join(folderOf(stack), challenges, "fifo")]);
    expect((await ask(stack, `/${challenges}/fifo`)).status).toBeGreaterThanOrEqual(400);
  });
});

async function movedFor(path: string, target: string): Promise<void> {
  await rename(path, `${path}.away`);
  await symlink(target, path);
  await rm(`${path}.away`, { recursive: true });
}

async function put(stack: Stack, name: string, text: string): Promise<void> {
  await mkdir(join(folderOf(stack), challenges), { recursive: true });
  await writeFile(join(folderOf(stack), challenges, name), text);
}

async function ask({ httpPort: port, domain }: Stack, path: string) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status?: number; body: string; headers: object }>();
  get({ port, path, headers: { host: domain }, agent: false, timeout: 5000 }, async (response) => {
    const body = (await response.toArray()).join("");
    resolve({ status: response.statusCode ?? 0, body, headers: response.headers });
  })
    .on("timeout", () => reject(new Error("no response within 5 s")))
    .on("error", reject);
  return await promise;
}
