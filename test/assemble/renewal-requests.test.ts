import { expect, onTestFinished, test } from "vitest";
import { openParts } from "../../src/assemble/renewal-parts.ts";
import { runOptions } from "../../src/cli/run-options.ts";
import { readSettings } from "../../src/config/settings.ts";
import { updateLineage } from "../../src/renewal/update.ts";
import { never } from "../support/acme.ts";
import { temporaryFolder } from "../support/folders.ts";
import { close, portOf, serveFolder } from "../support/loopback.ts";
import { startUnkindAuthority } from "../support/unkind-authority/server.ts";

/** The product's own parts over a CA on loopback, opened again for each check, as for each lineage of a round. */
async function product() {
  const ca = await startUnkindAuthority();
  onTestFinished(() => ca.stop());
  const [config, webroot] = [await temporaryFolder(), await temporaryFolder()];
  const nginx = await serveFolder(webroot, 0);
  onTestFinished(() => close(nginx));
  const environment = {
    CERTBOT_DOMAIN: "127.0.0.1",
    CERTBOT_EMAIL: "admin@example.com",
    REQUESTS_CA_BUNDLE: ca.caFile,
    NGINX_SERVICE: "127.0.0.1",
    NGINX_PORT: `${portOf(nginx)}`,
    DEPLOY: "none",
  };
  const folders = { config, webroot, logs: config, run: config };
  const clock = { now: () => new Date() };
  const run = { version: "1.2.3", environment, say: () => {}, clock, reloadOnly: false };
  return {
    ca,
    /** what the CA was asked */
    async check(...words: string[]): Promise<readonly string[]> {
      const before = ca.diary.length;
      const given = { environment, words: ["--server", ca.directory, ...words], word: "update-cert", folders };
      const settings = readSettings(given);
      const options = runOptions(settings, { force: settings.forceRenewal, onCommand: true, byHand: true });
      const outcome = await updateLineage(settings.lineage, options, await openParts(settings, run), never());
      expect(outcome.result).toMatch(/^(?:renewed|kept)$/);
      return ca.diary.slice(before);
    },
  };
}

test("a renewal of one name takes at most eight requests where the CA was asked before when to renew", async () => {
  const { check } = await product();
  await check();
  expect(await check()).toEqual(["GET renewalInfo"]);
  const asked = await check("--force-renewal");
  expect(asked.length).toBeLessThanOrEqual(8);
  expect(asked).not.toContain("GET directory");
});

test("a directory that came unverified is not used where it is to be verified", async () => {
  const { check } = await product();
  expect(await check("--no-verify-ssl")).toContain("GET directory");
  expect(await check("--force-renewal")).toContain("GET directory");
});
