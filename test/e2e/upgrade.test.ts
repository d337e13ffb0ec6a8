import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect } from "vitest";
import { readImages } from "../support/images.ts";
import { repository } from "../support/repository.ts";
import { certbotSettings, start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { withStack } from "../support/with-stack.ts";

const { stdout: previous } = await execa(repository("test/setup/previous"));
const commit = previous.split(":")[1] ?? "";
const override = "docker-compose.override.yaml";
const renew = "docker compose exec -T certbot update-cert --force-renewal";

/** A stack that the release before brought to HTTPS, by its own override and image, and that has renewed once. */
const test = withStack({
  kind: "dify",
  env: { HTTPSIDECAR_IMAGE: previous },
  async prepare(stack) {
    await stack.bringUp();
    const { stdout } = await execa("git", ["show", `${commit}:docker/dify/${override}`], { cwd: repository(".") });
    await writeFile(join(stack.folder, override), `${stdout}\n`);
    await stack.setEnv(certbotSettings(stack));
    await stack.types(start);
    await stack.waitForHttps();
    await stack.waitForLog("certbot", "next renewal");
    await stack.types(renew);
  },
});

test("the new image goes on where the one before was: nothing is ordered, lost or started again", async ({ stack }) => {
  await goesOnUnder(stack, readImages().httpsidecar);
  await renews(stack);
});

test("the one before goes on where the new one was", async ({ stack }) => {
  await goesOnUnder(stack, previous);
  await renews(stack);
});

test("the new one goes on again", async ({ stack }) => {
  await goesOnUnder(stack, readImages().httpsidecar);
  await renews(stack);
});

test("what was ordered under either is in the ledger of both", async ({ stack }) => {
  expect(await noted(stack)).toBe(await stack.authority.orders());
  await goesOnUnder(stack, previous);
  await renews(stack);
  expect(await noted(stack)).toBe(await stack.authority.orders());
});

test("with a volume for what is remembered, nothing of it is lost, and the one before goes on from the copy", async ({
  stack,
}) => {
  await addVolume(stack);
  await goesOnUnder(stack, readImages().httpsidecar);
  await stack.waitForLog("certbot", "what is remembered was moved");
  expect(await stack.exec("certbot", "ls", "/var/lib/httpsidecar")).toMatch(/^ledger\.json\nmoved-here/);
  // five were ordered above, and no more are allowed in a week
  expect(await stack.tries(renew)).toMatchObject({ exitCode: 1 });
  expect(await noted(stack)).toBe(await stack.authority.orders());

  await goesOnUnder(stack, previous);
  await renews(stack);
  expect(await noted(stack)).toBe(await stack.authority.orders());

  await goesOnUnder(stack, readImages().httpsidecar);
  expect(await stack.tries(renew)).toMatchObject({ exitCode: 1 });
});

/** As attach brings it into an override of before. */
async function addVolume(stack: Stack): Promise<void> {
  const text = (await stack.read(override))
    .replace("- httpsidecar-socket:/run/httpsidecar\n", "$&      - httpsidecar-state:/var/lib/httpsidecar\n")
    .replace("\n  httpsidecar-socket:\n", "$&  httpsidecar-state:\n");
  await writeFile(join(stack.folder, override), text);
}

/** Orders in the ledger, or in the copy of it. */
async function noted(stack: Stack): Promise<number> {
  const { pages } = JSON.parse(await stack.read("volumes/certbot/conf/httpsidecar/ledger.json"));
  return pages[stack.domain].orders.length;
}

/** Changes the image as an operator does, and sees that nothing else changes. */
async function goesOnUnder(stack: Stack, image: string): Promise<void> {
  const before = await everything(stack);
  await stack.setEnv({ HTTPSIDECAR_IMAGE: image });
  await stack.types(start);
  await stack.waitForLog("certbot", "next renewal");
  await stack.waitForHttps();
  expect(await everything(stack)).toEqual(before);
  expect(await stack.types("docker compose exec -T certbot httpsidecar health")).toMatchObject({ exitCode: 0 });
}

async function renews(stack: Stack): Promise<void> {
  const { serial } = await stack.served();
  await stack.types(renew);
  expect((await stack.served()).serial).not.toBe(serial);
}

/** What must be the same before and after. */
async function everything(stack: Stack) {
  return {
    serial: (await stack.served()).serial,
    orders: await stack.authority.orders(),
    nginx: await stack.container("nginx"),
    certbots: await hashes(join(stack.folder, "volumes/certbot/conf"), /^(?:accounts|archive|live|renewal)\//),
  };
}

async function hashes(folder: string, which: RegExp): Promise<Record<string, string>> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort();
  const hash = async (path: string) =>
    createHash("sha256")
      .update(await readFile(join(folder, path)))
      .digest("hex");
  const wanted = paths.filter((path) => which.test(path));
  return Object.fromEntries(await Promise.all(wanted.map(async (path) => [path, await hash(path)])));
}
