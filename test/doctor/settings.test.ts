import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readIniOptions } from "../../src/config/ini-options.ts";
import { readSettings } from "../../src/config/settings.ts";
import { settings } from "../../src/doctor/checks/settings.ts";
import { temporaryFolder } from "../support/folders.ts";

const environment = { CERTBOT_DOMAIN: "dify.acme.org" };

/** What is wrong with these settings, each with what to do. */
function faultsOf(options: string, ini: Parameters<typeof readSettings>[0]["ini"] = []) {
  const given = { environment: { ...environment, CERTBOT_OPTIONS: options }, words: [], word: "doctor", ini };
  return settings(readSettings(given)).flatMap((result) =>
    result.verdict === "fine" ? [] : [`${result.saw}; ${result.fix}`],
  );
}

it.each(["--dry-run", "--staging", "--server https://acme-staging-v02.api.letsencrypt.org/directory"])(
  "tells a left %s once, with where it stands and the mend",
  (options) => {
    expect(faultsOf(options)).toEqual([
      `${options.split(" ")[0]} is set in CERTBOT_OPTIONS; remove it in .env, then: docker compose up -d certbot certbot-companion`,
    ]);
  },
);

it("names the file where it stands in one", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "cli.ini");
  await writeFile(file, "dry-run = true\n");
  const faults = faultsOf("", await readIniOptions(folder, undefined));
  expect(faults.filter((fault) => /contains --dry-run|is set in/.test(fault))).toEqual([
    `--dry-run is set in ${file}; remove it, then: docker compose restart certbot`,
  ]);
});
