import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { settingNames } from "../../src/config/environment.ts";
import { secretNames } from "../../src/config/secret-files.ts";
import { allPages } from "../support/pages.ts";
import { repository } from "../support/repository.ts";

/** Read, and on no page. */
const unsaid = ["ARI_POLL_SECONDS"]; // shortens a wait for tests; RFC 9773 says how often a client asks

test("each setting is on a page or in an example file", () => {
  const examples = [".env.example", "docker/httpsidecar.env.example"].map((path) =>
    readFileSync(repository(path), "utf8"),
  );
  const said = [allPages(), ...examples].join("\n");
  const names = [...settingNames, ...secretNames.map((name) => `${name}_FILE`)];
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(said))).toEqual(unsaid);
});
