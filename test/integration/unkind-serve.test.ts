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

  expect((await life.modes()).join("\n")).toMatchInlineSnapshot(`
    "755 d conf
    700 d conf/accounts
    700 d conf/accounts/N
    700 d conf/accounts/N/directory
    700 d conf/accounts/N/directory/N
    644 f conf/accounts/N/directory/N/meta.json
    400 f conf/accounts/N/directory/N/private_key.json
    644 f conf/accounts/N/directory/N/regr.json
    700 d conf/archive
    755 d conf/archive/N
    644 f conf/archive/N/certN.pem
    644 f conf/archive/N/chainN.pem
    644 f conf/archive/N/fullchainN.pem
    600 f conf/archive/N/privkeyN.pem
    700 d conf/httpsidecar
    600 f conf/httpsidecar/ledger.json
    700 d conf/httpsidecar/orders
    600 f conf/httpsidecar/weekly-look.json
    700 d conf/live
    755 d conf/live/N
    644 f conf/live/N/README
    644 f conf/live/README
    755 d conf/renewal
    755 d conf/renewal-hooks
    755 d conf/renewal-hooks/deploy
    755 d conf/renewal-hooks/post
    755 d conf/renewal-hooks/pre
    644 f conf/renewal/N.conf
    700 d logs
    600 f logs/letsencrypt.log
    600 f logs/letsencrypt.log.N
    755 d run
    755 d state
    755 d www"
  `);
});
