import { expect, test } from "vitest";
import { chooseChain } from "../../src/acme/chain.ts";
import type { Session } from "../../src/acme/session.ts";
import { oneLine } from "../../src/acme/words.ts";

const session = {} as Session;
const chosen = async (wanted: string) => {
  const said: string[] = [];
  await chooseChain({ pem: "", alternates: [] }, { wanted, session, say: (line) => said.push(line) });
  return said;
};

test.each(["Root YE", "ISRG Root YR"])(
  "a preferred chain to %s, which no browser trusts yet, is warned of",
  async (root) => {
    expect((await chosen(root))[0]).toMatch(/^warning: browsers do not trust .* yet \(as of 2026-11-29\)/);
  },
);

test("a preferred chain to a root that browsers trust is not", async () => {
  expect((await chosen("ISRG Root X1")).join()).not.toContain("browsers do not trust");
});

test("a long text is cut, its links are not, and there are not many of them", () => {
  const link = `https://ca.example/${"x".repeat(700)}`;
  expect(oneLine(`${"a ".repeat(300)}${link} end`)).toContain(link);
  expect(oneLine(`see ${link}.`).replace(/\.$/, "")).toContain(link);
  expect(oneLine(`${"a".repeat(390)} ${link}`)).toContain(link);
  expect(oneLine("http://a.example/x ".repeat(1000)).length).toBeLessThan(500);
  expect(oneLine(`${"b ".repeat(300)}https://ca.example/${"y".repeat(5000)}`).length).toBeLessThan(500);
});
