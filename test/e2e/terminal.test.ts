import { describe, expect } from "vitest";
import { columnsOf } from "../../src/cli/columns.ts";
import { goSecure } from "../support/secure.ts";
import { openTerminal, type Terminal } from "../support/terminal.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const test = withStack({ kind: "official", env: { HTTPSIDECAR_LANG: "en" }, prepare: goSecure });
const red = "\u001b[31m";
const green = "\u001b[32m";

const showing = (terminal: Terminal, words: string | RegExp) =>
  eventually(async () => expect(await terminal.screen()).toMatch(words));

describe.for([80, 120])("on a terminal of %d columns", (columns) => {
  test("update-cert shows each step while it runs, and each stays with its end", async ({ stack }) => {
    const terminal = await openTerminal({ folder: stack.folder, columns });
    await terminal.type("clear; docker compose exec certbot update-cert --force-renewal; echo ended: $?");
    // on a busy machine a step may end between two looks
    await showing(terminal, /^\[ \.\. \] {2}\S.* s$|^ended: /m);
    await terminal.picture(`update-cert-running-${columns}`);
    await showing(terminal, /^ended: 0$/m);
    expect(await terminal.written()).toMatch(/\[ \.\. \] {2}the CA validates the domain and issues/);
    await terminal.picture(`update-cert-${columns}`);
    const lines = (await terminal.screen()).split("\n");
    expect(lines.filter((line) => line.startsWith("["))).toEqual([
      expect.stringMatching(/^\[ ok \] {2}checking that the challenge path is reachable +\d+\.\d s$/),
      expect.stringMatching(/^\[ ok \] {2}the CA validates the domain and issues +\d+\.\d s$/),
      expect.stringMatching(/^\[ ok \] {2}the certificate is saved +\d+\.\d s$/),
      expect.stringMatching(/^\[ ok \] {2}giving the certificate to nginx and verifying it +\d+\.\d s$/),
    ]);
    expect(await terminal.coloured()).toContain(`${green}[ ok ]`);
  });

  test("status and doctor fit, in colour", async ({ stack }) => {
    const terminal = await openTerminal({ folder: stack.folder, columns });
    await terminal.type("clear; docker compose exec certbot httpsidecar status; echo ended: $?");
    await showing(terminal, /^ended: 0$/m);
    await terminal.picture(`status-${columns}`);
    expect(await terminal.coloured()).toContain(`${green}ok`);
    expect(await terminal.screen()).toMatch(/^ {17}\d{4}-\d\d-\d\d \|O-+\+-+\| \d{4}-\d\d-\d\d$/m);
    expect(Math.max(...(await terminal.screen()).split("\n").map(columnsOf))).toBeLessThanOrEqual(80);

    await terminal.type("clear; docker compose exec certbot httpsidecar doctor --all; echo ended: $?");
    await showing(terminal, /^ended: \d$/m);
    await terminal.picture(`doctor-${columns}`);
    expect(await terminal.coloured()).toContain(`${green}ok`);
    // no word is torn apart at the edge
    expect(await terminal.screen()).toMatch(/HTTPS is on|HTTPS is\n {22}on/);
  });
});

test("an error is red, and NO_COLOR takes every colour away", async ({ stack }) => {
  const terminal = await openTerminal({ folder: stack.folder, columns: 80 });
  await terminal.type("clear; docker compose exec certbot update-cert --no-such; echo ended: $?");
  await showing(terminal, /^ended: 2$/m);
  await terminal.picture("error-80");
  expect(await terminal.coloured()).toContain(`${red}error:`);

  await terminal.type("clear; docker compose exec -e NO_COLOR=1 certbot httpsidecar doctor --all; echo ended: $?");
  await showing(terminal, /^ended: \d$/m);
  await terminal.picture("no-color-80");
  expect(await terminal.coloured()).not.toContain("\u001b[3");
});

test("notify-test shows each destination while it is tried, and none where there is no terminal", async ({ stack }) => {
  const command = "-e NOTIFY_URLS=http://127.0.0.1:9/hook certbot httpsidecar notify-test";
  const terminal = await openTerminal({ folder: stack.folder, columns: 80 });
  await terminal.type(`clear; docker compose exec -e NO_COLOR=1 ${command}; echo ended: $?`);
  await showing(terminal, /^ended: 1$/m);
  expect(await terminal.screen()).toMatch(/^\[fail\] {2}a notice to \S.* s$/m);
  expect(await terminal.coloured()).not.toContain("\u001b[3");
  const { output } = await stack.tries(`docker compose exec -T ${command}`);
  expect(output).toContain("did not arrive: econnrefused");
  for (const trick of ["\u001b", "\r", "[fail]"]) expect(output).not.toContain(trick);
});

test("what goes into a pipe or a log has neither colour nor cursor tricks", async ({ stack }) => {
  const { output } = await stack.types("docker compose exec -T certbot update-cert --force-renewal");
  const log = await stack.logs("certbot");
  for (const trick of ["\u001b", "\r", "[ ok ]"]) expect(output + log).not.toContain(trick);
});
