import { describe, expect, it } from "vitest";
import { columnsOf } from "../../src/cli/columns.ts";
import { certificate } from "../support/given.ts";
import { languages, typing } from "../support/speaking.ts";

const now = new Date("2026-11-20T12:00:00Z");
const failing = { since: new Date("2026-11-18T11:00:00Z"), actFrom: new Date("2026-11-19T11:00:00Z") };
const line = "port 80 of dify.test does not answer: the CA reached 203.0.113.7 and waited ten seconds for nothing";
const trouble = { healthy: true, line, fix: "docker compose exec certbot update-cert", next: undefined, failing };
const proof = { at: new Date("2026-11-20T11:20:00Z"), different: false, mended: false, outside: undefined };
const well = {
  now,
  list: async () => [{ name: "dify.test", certificate: certificate() }],
  entry: { deployed: "AA:BB", proof },
  status: { healthy: true, line: "dify.test: kept", next: new Date("2026-11-20T13:00:00Z") },
};

/** What is typed, in which world, and how the first line answers whether all is well; undefined: it does not ask that. */
const screens = [
  ["help", {}, undefined],
  ["status", well, /^(?:ok|正常|OK) {2}/i],
  ["status", { ...well, status: trouble }, /^(?:error|错误|エラー) {2}/],
  ["doctor", { environment: { CERTBOT_DOMAIN: "" } }, /^(?:errors:|错误|エラー) [1-9]/],
  ["doctor --all", { environment: { CERTBOT_DOMAIN: "" } }, /^(?:errors:|错误|エラー) [1-9]/],
] as const;

/** A line to paste is broken by the terminal itself. */
const isPasted = (text: string) => /^\s*fix: |docker compose exec certbot update-cert --force-renewal$/.test(text);

describe.each(languages)("in %s", (language) => {
  describe.each([80, 120])("on %d columns", (columns) => {
    it.each(screens)("%s fits, and its first line is the answer", async (words, world, verdict) => {
      const type = await typing(language);
      const lines = (await type(words, { ...world, columns })).screen.split("\n");
      expect(lines.filter((each) => columnsOf(each) > columns && !isPasted(each))).toEqual([]);
      if (verdict) expect(lines[0]).toMatch(verdict);
    });
  });
});
