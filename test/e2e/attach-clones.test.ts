import { cp, rm } from "node:fs/promises";
import { expect, onTestFinished } from "vitest";
import { bringAppUp, filesOf, leadNameToNginx, scriptsFor } from "../support/attaching.ts";
import { editEnv } from "../support/env-file.ts";
import { newProjectName, projectFolder } from "../support/leftovers.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { soak } from "../support/soak.ts";
import { makeStack, type Stack } from "../support/stack.ts";
import { withStack } from "../support/with-stack.ts";

const env = { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` };
const test = withStack({ kind: "dify", env, prepare: (stack) => stack.bringUp() });

const attach = (stack: Stack) => scriptsFor(stack.folder).attach("--domain", stack.domain, "--yes");

test("two clones on one engine each have a sidecar of their own, and one goes without touching the other", async ({
  stack,
}) => {
  const other = await makeStack({ kind: "dify", env, domain: "other.example.test" });
  onTestFinished(() => other.down());
  await other.bringUp();
  await Promise.all([attach(stack), attach(other)]);
  const { names } = await stack.waitForHttps();
  const kept = await other.waitForHttps();
  expect([names, kept.names]).toEqual([[stack.domain], [other.domain]]);

  const running = await other.containers();
  expect((await scriptsFor(stack.folder).detach("--yes")).exitCode).toBe(0);
  expect(await other.containers()).toEqual(running);
  const renewed = await other.types("docker compose exec -T certbot update-cert --force-renewal");
  expect(renewed.output).toContain("is live");
  expect((await other.served()).serial).not.toBe(kept.serial);
});

const sideBySide = async ({ stack }: { stack: Stack }) => {
  const chat = await makeStack({ kind: "open-webui", env, domain: "chat.example.test" });
  onTestFinished(() => chat.down());
  await bringAppUp(chat);
  await Promise.all([attach(stack), attach(chat)]);
  await leadNameToNginx(chat);
  const [dify] = await Promise.all([stack.waitForHttps(), chat.waitForHttps()]);

  const running = await stack.containers();
  const renewed = await chat.types("docker compose exec -T certbot update-cert --force-renewal");
  expect(renewed.output).toContain("https://chat.example.test is live");
  expect((await scriptsFor(chat.folder).detach("--yes")).exitCode).toBe(0);
  expect(await stack.containers()).toEqual(running);
  expect(await stack.served()).toEqual(dify);
};

const sideBySideTitle =
  "Dify and Open WebUI side by side: each is renewed by its own sidecar, and one goes without touching the other";
if (soak) test(sideBySideTitle, sideBySide);

test("a clone that Compose would take for the other one is left alone", async ({ stack }) => {
  const folder = projectFolder(newProjectName());
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(stack.folder, folder, { recursive: true });
  await editEnv(`${folder}/.env`, { COMPOSE_PROJECT_NAME: stack.project });
  const before = await filesOf(folder);
  const { output, exitCode } = await scriptsFor(folder).attach("--domain", stack.domain, "--yes");
  expect(output).toContain(`the stack in ${stack.folder} is called ${stack.project} too`);
  expect(output).toContain("fix: give this stack its own name, COMPOSE_PROJECT_NAME=");
  expect(exitCode).toBe(1);
  expect(await filesOf(folder)).toEqual(before);
});
