import { expect, test } from "vitest";
import { badNonces, gzipped, withoutType } from "../support/unkind-authority/form-habits.ts";
import { refuse } from "../support/unkind-authority/messages.ts";
import {
  answering,
  certificateLate,
  doneButAnswered,
  forgetAccounts,
  loseAnswer,
  notReadyYet,
  refuseReplaces,
  replacesRefusals,
  silent,
  staleAfterFinalize,
  validatesLate,
  validLacksFinalize,
} from "../support/unkind-authority/order-habits.ts";
import { unkindLife } from "../support/unkind-life.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const busy = { status: 503, headers: { "retry-after": "3600", "content-type": "text/html" }, body: "<html>busy" };

test("serve keeps its certificate through first issuance and renewals at a CA that is unkind in every way", async () => {
  const life = await unkindLife();
  const { ca, start, pass, saved, signed } = life;
  const orders = () => ca.state.orders.size;
  const expectNew = async (count: number) => {
    expect([signed().length, await saved()]).toEqual([count, signed().at(-1)]);
  };

  // first issuance
  const slow = [validatesLate(3), staleAfterFinalize("ready", 2), certificateLate(1), silent("newOrder", 800)];
  const first = await start([badNonces(4), ...slow, withoutType, gzipped]);
  expect([first.posted, first.exitCode]).toEqual([expect.stringMatching(/^green/), 0]);
  await expectNew(1);

  // a start in between asks for nothing
  pass(day);
  const kept = await start([]);
  expect(kept.asked.filter((line) => line.startsWith("POST"))).toEqual([]);

  // the first renewal: busy for an hour, and asked no earlier, whatever is started again
  pass(60 * day);
  const refused = await start([answering("newOrder", busy)]);
  expect(refused.posted).toMatch(/^green/);
  pass(10 * minute);
  expect((await start([])).asked.filter((line) => line.startsWith("POST"))).toEqual([]);
  expect(orders()).toBe(1);
  pass(60 * minute);
  const conflict = refuseReplaces(replacesRefusals["conflict"] ?? busy);
  await start([conflict, notReadyYet(1), validLacksFinalize, loseAnswer("finalize")]);
  await expectNew(2);
  expect(orders()).toBe(2);

  // the second: killed while the CA validates, and continued under its proofs of before
  pass(61 * day);
  ca.state.reuse = true;
  const killed = await start([validatesLate(99)], "POST order");
  expect(killed.exitCode).toBeUndefined();
  await start([doneButAnswered("finalize", { status: 504, headers: {}, body: "<html>" }), badNonces(2)]);
  await expectNew(3);
  expect(orders()).toBe(3);

  // the third: the account is lost, and answers to what was done
  pass(61 * day);
  await start([forgetAccounts(refuse(401, "unauthorized", "JWS verification error")), loseAnswer("certificate")]);
  await expectNew(4);
  expect([orders(), life.failedValidations(), ca.state.accounts.size]).toEqual([4, 0, 1]);
});
