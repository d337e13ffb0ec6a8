import { join } from "node:path";
import { expect, test } from "vitest";
import { openPreflight } from "../../src/assemble/challenge-parts.ts";
import { openStrategy } from "../../src/assemble/deploy-parts.ts";
import { readSettings } from "../../src/config/settings.ts";
import { never } from "../support/acme.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";

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
