import { expect, it } from "vitest";
import { readSettings } from "../../src/config/settings.ts";
import type { Check } from "../../src/doctor/check.ts";
import { examine, worst } from "../../src/doctor/examine.ts";
import { blocks, fine, warning } from "../../src/doctor/finding.ts";
import { checks } from "../../src/doctor/list.ts";
import type { DoctorParts, Given } from "../../src/doctor/parts.ts";
import { titleOf } from "../../src/doctor/titles.ts";
import { Problem } from "../../src/model/problem.ts";

const problem = new Problem({ code: "bad-settings", message: "CERTBOT_DOMAIN is empty", fix: "set it" });
const given: Given = {
  environment: {},
  settings: problem,
  folders: { config: "/etc/letsencrypt", webroot: "/var/www/html", logs: "", run: "", state: "" },
  folder: async () => ({ state: "writable", owner: "0:0", freeBytes: undefined }),
};
const parts = {} as DoctorParts;
const fault = { saw: "s", means: "m", fix: "f" };

it("never stops early: what breaks down, throws or hangs is a finding like the others, in the order of the list", async () => {
  const list: Check[] = [
    { name: "bug", look: async () => Promise.reject(new TypeError("x is not a function")) },
    { name: "problem", look: async () => Promise.reject(problem) },
    { name: "hanging", look: () => new Promise(() => {}) },
    { name: "fine", look: async () => [fine("all is well")] },
  ];
  const found = await examine(given, parts, { list, limitMs: 20 });
  expect(found.slice(3)).toMatchObject([
    { check: "bug", verdict: "blocks", saw: "this check itself failed: x is not a function" },
    { check: "problem", verdict: "blocks", saw: "CERTBOT_DOMAIN is empty", fix: "set it" },
    { check: "hanging", verdict: "warning", saw: "no response within 0.02 s" },
    { check: "fine", verdict: "fine" },
  ]);
});

it("has the port that visitors use where the check is called by the usual one", async () => {
  const port = (settings: DoctorParts["settings"]) => settings.publicHttpsPort;
  const list: Check[] = [{ name: "port 443", port, look: async () => [fine("all is well")] }];
  const settings = { publicHttpsPort: 8443 } as DoctorParts["settings"];
  const [finding] = (await examine(given, { ...parts, settings }, { list })).slice(3);
  expect(finding).toMatchObject({ check: "port 443", port: 8443 });
  expect(titleOf(finding ?? { check: "" })).toBe("port 8443");
  expect(checks.find(({ name }) => name === "port 443")?.port?.(settings)).toBe(8443);
});

it("looks at what it can without settings", async () => {
  expect((await examine(given, undefined)).map(({ check }) => check)).toEqual(["settings", "folders", "folders"]);
});

it.each([
  ["not there", { state: "missing" }, "is not there"],
  ["a file", { state: "no folder" }, "is not a folder"],
  ["read-only", { state: "read-only" }, "cannot be written, owner 0:0"],
  ["a part of the container", { lostWithContainer: true }, "is not mounted"],
  ["a read-only part of the container", { state: "read-only", lostWithContainer: true }, "is not mounted"],
  ["nearly full", { freeBytes: 3_500_000 }, "has 3 MiB of room"],
] as const)("a folder that is %s is told with the mend", async (_, result, saw) => {
  const folder = async () => ({ state: "writable", owner: "0:0", freeBytes: undefined, ...result }) as const;
  const [, config] = await examine({ ...given, folder }, undefined);
  expect(config).toMatchObject({ saw: `/etc/letsencrypt ${saw}`, fix: expect.stringMatching(/\w/) });
});

it("tells what a start warns of: a language that is not spoken, with the variable, its value and those that are", async () => {
  const environment = {
    CERTBOT_DOMAIN: "dify.test",
    HTTPSIDECAR_LANG: "fr",
    CERTBOT_OPTIONS: "--server https://ca.test/",
  };
  const settings = readSettings({ environment, words: [], word: "doctor" });
  const [, language] = await examine({ ...given, environment, settings }, undefined);
  expect(language).toMatchObject({ check: "settings", verdict: "warning" });
  expect(language?.saw).toContain('HTTPSIDECAR_LANG "fr" is none of en, zh-CN, ja');
});

it("judges by the worst", () => {
  const named = { check: "x" };
  expect(worst([])).toBe("fine");
  expect(
    worst([
      { ...named, ...fine("a") },
      { ...named, ...warning(fault) },
    ]),
  ).toBe("warning");
  expect(
    worst([
      { ...named, ...blocks(fault) },
      { ...named, ...warning(fault) },
    ]),
  ).toBe("blocks");
});

it("has a name of its own for each check", () => {
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
});
