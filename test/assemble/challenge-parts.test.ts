import { join } from "node:path";
import { expect, test } from "vitest";
import { openPreflight } from "../../src/assemble/challenge-parts.ts";
import { openStrategy } from "../../src/assemble/deploy-parts.ts";
import { readSettings } from "../../src/config/settings.ts";
import { companionClient } from "../../src/deploy/companion-client.ts";
import { never } from "../support/acme.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { freePorts } from "../support/ports.ts";

test("where hooks of the operator's prove names over HTTP, neither the webroot nor nginx has to serve a challenge", async () => {
  const folder = await temporaryFolder();
  const preflight = async (options: string) => {
    const environment = { CERTBOT_DOMAIN: "dify.test", CERTBOT_OPTIONS: `--server https://ca.test/dir ${options}` };
    const folders = { config: folder, state: folder, webroot: join(folder, "none") };
    const settings = readSettings({ environment, words: [], word: "serve", folders });
    const authority = { caaIdentities: async () => [] };
    const run = { environment, version: "1.2.3", say: () => {} };
    return await openPreflight(settings, authority, await openStrategy(settings), run);
  };
  const how = { mend: false, signal: never() };
  expect(await (await preflight("--manual --manual-auth-hook /hook")).check(lineage(), how)).toEqual([]);
  await expect((await preflight("")).check(lineage(), how)).rejects.toMatchObject({ code: "webroot-missing" });
});

/** What is looked at before the CA is asked, with --standalone and no web server there. */
async function check(NGINX_SERVICE: string) {
  const [port = 0] = await freePorts(1);
  const CERTBOT_OPTIONS = `--server https://pebble:14000/dir --standalone --http-01-port ${port}`;
  const environment = { CERTBOT_DOMAIN: "dify.test", CERTBOT_OPTIONS, NGINX_SERVICE };
  const settings = readSettings({ environment, words: [], word: "serve" });
  const strategy = { transport: companionClient("/nowhere.sock"), done: "" };
  const run = { say: () => {}, environment };
  const preflight = await openPreflight(settings, { caaIdentities: async () => [] }, strategy, run);
  return await preflight.check(lineage(), { mend: true, signal: new AbortController().signal });
}

test("a swarm's tasks are to hand the challenge on: while none responds, the CA is not asked", async () => {
  await expect(check("tasks.nginx")).rejects.toMatchObject({ code: "nginx-silent", retry: "look" });
});

test("a port of our own that is free is all that can be known where no server in front is named", async () => {
  expect(await check("nginx")).toEqual([]);
});
