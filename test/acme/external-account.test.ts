import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lineageOf, plainly, unkindWith } from "../support/acme.ts";
import { temporaryFolder } from "../support/folders.ts";

const key = Buffer.alloc(32, 7).toString("base64url");
const externalAccounts = { kid: key };
const lineage = lineageOf("a.example.com");

async function keyFile(content: string): Promise<string> {
  const file = join(await temporaryFolder(), "eab-hmac-key");
  await writeFile(file, content);
  return file;
}

describe("the HMAC key of an external account in a file", () => {
  test("is read when the account is registered, and never again", async () => {
    const file = await keyFile(`${key}\n`);
    const externalAccount = { kid: "kid", hmacKey: { file } };
    const { ca, authority } = await unkindWith([], { isNew: true, ca: { externalAccounts }, externalAccount });
    await authority.issue(lineage, plainly());
    await rm(file);
    await authority.issue(lineage, plainly());
    expect([...ca.state.accounts.values()].map(({ boundTo }) => boundTo)).toEqual(["kid"]);
  });

  test.each([
    ["is not there", undefined],
    ["has more than the key", `HMAC=${key}`],
    ["is empty", ""],
    ["is no key at all", "x".repeat(5000)],
  ])("that %s is told before anything is asked, and nothing of it is shown", async (_, content) => {
    const file = content === undefined ? "/nowhere/key" : await keyFile(content);
    const externalAccount = { kid: "kid", hmacKey: { file } };
    const { ca, authority } = await unkindWith([], { isNew: true, ca: { externalAccounts }, externalAccount });
    const failure = await authority.issue(lineage, plainly()).catch((error) => error);
    expect(failure).toMatchObject({ code: "external-account-unreadable", fix: expect.stringContaining(file) });
    expect(failure.message + failure.fix).not.toContain(key);
    expect(ca.diary).toEqual([]);
  });
});
