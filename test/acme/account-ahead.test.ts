import { expect, onTestFinished, test } from "vitest";
import { newAccountKey } from "../../src/acme/account.ts";
import { openAccountTalk } from "../../src/acme/talk.ts";
import { openWire } from "../../src/acme/wire.ts";
import { accountsInMemory, lineageOf, never, plainly, unkindWith, waitingClock } from "../support/acme.ts";

const lineage = lineageOf("a.example.com");

test("a new account has the key that was made ahead", async () => {
  const { ca } = await unkindWith([], { isNew: true });
  const wire = await openWire({ userAgent: "test", verifySsl: true, caBundle: ca.caFile, environment: {} });
  onTestFinished(() => wire.close());
  const accounts = accountsInMemory();
  const made = await newAccountKey();
  const rest = { directory: ca.directory, email: undefined, externalAccount: undefined, say: () => undefined };
  const accountKey = Promise.resolve(made);
  await openAccountTalk({ wire, accounts, accountKey, signal: never(), ...rest, ...waitingClock() });
  expect(accounts.kept).toMatchObject([{ privateKeyPem: made }]);
});

test("an order that is expected makes one account, however often it is expected", async () => {
  const { authority, accounts, ca } = await unkindWith([], { isNew: true });
  authority.expectIssue();
  authority.expectIssue();
  await authority.issue(lineage, plainly());
  await authority.issue(lineage, plainly());
  expect([accounts.kept.length, ca.state.accounts.size]).toEqual([1, 1]);
});

test("an account that is stored is used, and a store that cannot be read is told by the order", async () => {
  const known = await unkindWith([]);
  known.authority.expectIssue();
  await known.authority.issue(lineage, plainly());
  expect(known.ca.state.accounts.size).toBe(1);

  const find = async () => {
    throw new Error("the disk is gone");
  };
  const broken = await unkindWith([], { accounts: { ...accountsInMemory(), find } });
  broken.authority.expectIssue();
  await expect(broken.authority.issue(lineage, plainly())).rejects.toThrow("the disk is gone");
});
