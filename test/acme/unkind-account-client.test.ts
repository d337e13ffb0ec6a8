import { expect, onTestFinished, test } from "vitest";
import { accountClient } from "../../src/acme/account-client.ts";
import { accountsInMemory, never } from "../support/acme.ts";
import { startUnkindAuthority } from "../support/unkind-authority/server.ts";

const hmacKey = Buffer.alloc(32, 7).toString("base64url");

async function world() {
  const ca = await startUnkindAuthority([], { externalAccounts: { kid: hmacKey } });
  onTestFinished(() => ca.stop());
  const aside: string[] = [];
  const accounts = accountsInMemory();
  const setAside = async (directory: string, { id }: { id: string }) => {
    aside.push(`${id} of ${directory}`);
    return "/deleted/1";
  };
  const reach = { userAgent: "test", verifySsl: true, caBundle: ca.caFile, environment: {} };
  const client = accountClient({
    ...{ ...reach, directory: ca.directory, externalAccount: { kid: "kid", hmacKey } },
    accounts: { ...accounts, setAside },
  });
  const known = () =>
    [...ca.state.accounts.values()].map(({ contact, boundTo, status }) => ({ contact, boundTo, status }));
  return { ca, client, aside, accounts, known };
}

test("an account is registered with its address and its external account, and only once", async () => {
  const { client, accounts, known } = await world();
  const said: string[] = [];
  await client.register("a@b.org", (line) => said.push(line), never());
  expect(known()).toEqual([{ contact: ["mailto:a@b.org"], boundTo: "kid", status: "valid" }]);
  expect(said).toEqual([expect.stringMatching(/^registered an account at localhost:\d+$/)]);
  await expect(client.register("a@b.org", () => {}, never())).rejects.toMatchObject({ code: "account-is-there" });
  expect(accounts.kept).toHaveLength(1);
});

test("its address is changed and taken away", async () => {
  const { client, known } = await world();
  await client.register("a@b.org", () => {}, never());
  await client.changeContact("c@d.org", never());
  expect(known()[0]?.contact).toEqual(["mailto:c@d.org"]);
  await client.changeContact("c@d.org,e@f.org", never());
  expect(known()[0]?.contact).toEqual(["mailto:c@d.org", "mailto:e@f.org"]);
  await client.changeContact(undefined, never());
  expect(known()[0]?.contact).toEqual([]);
});

test("it is closed at the CA before its files are moved aside; where the CA refuses, they stay", async () => {
  const { ca, client, aside, known } = await world();
  await expect(client.close(never())).rejects.toMatchObject({ code: "no-account" });
  await client.register(undefined, () => {}, never());
  expect(await client.close(never())).toBe("/deleted/1");
  expect(known()[0]?.status).toBe("deactivated");
  expect(aside).toEqual([`account 1 of ${ca.directory}`]);
  await expect(client.close(never())).rejects.toThrow();
  expect(aside).toHaveLength(1);
});
