import { expect, test } from "vitest";
import { type Chance, chanceOf } from "../support/chance.ts";
import {
  badNonces,
  gzipped,
  relativeLocations,
  withBom,
  withoutType,
} from "../support/unkind-authority/form-habits.ts";
import { type Habit, refuse } from "../support/unkind-authority/messages.ts";
import {
  certificateLate,
  doneButAnswered,
  emptyCertificate,
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

const lives = Number(process.env["HTTPSIDECAR_LIVES"] ?? 12);
const renewals = 6;
const minute = 60_000;
const page = { status: 504, headers: { "content-type": "text/html" }, body: "<html>" };

/** What changes the form of an answer comes last. */
const ofOrders: readonly ((chance: Chance) => Habit)[] = [
  ({ next }) => badNonces(Math.floor(next() * 12)),
  ({ next }) => validatesLate(Math.floor(next() * 6)),
  ({ oneOf }) => staleAfterFinalize(oneOf(["ready", "pending"]), 3),
  () => certificateLate(2),
  () => notReadyYet(2),
  () => validLacksFinalize,
  ({ oneOf }) => emptyCertificate(oneOf([null, ""])),
  ({ oneOf }) => refuseReplaces(oneOf(Object.values(replacesRefusals) as [never])),
  ({ oneOf }) => loseAnswer(oneOf(["newOrder", "finalize", "certificate", "challenge", "order"])),
  ({ oneOf }) => doneButAnswered(oneOf(["newOrder", "finalize"]), page),
  ({ oneOf }) => silent(oneOf(["newOrder", "finalize", "order"]), 2000),
  () => forgetAccounts(refuse(401, "unauthorized", "JWS verification error")),
];
const ofForms: readonly (() => Habit)[] = [() => withoutType, () => withBom, () => relativeLocations, () => gzipped];

function habitsBy(chance: Chance): readonly Habit[] {
  const orders = ofOrders.filter(() => chance.happens(0.3)).map((make) => make(chance));
  return [...orders, ...ofForms.filter(() => chance.happens(0.3)).map((make) => make())];
}

test.each(Array.from({ length: lives }, (_, at) => at + 1))(
  "life %d: habits in any combination cost no certificate and no more than two orders each",
  async (seed) => {
    const chance = chanceOf(seed);
    const life = await unkindLife();
    for (let count = 1; count <= renewals; count++) {
      life.ca.state.reuse = chance.happens(0.3);
      const first = await life.start(habitsBy(chance));
      // what failed is tried again once its pause is over
      const said = life.signed().length >= count ? [] : first.lines;
      for (let tries = 0; tries < 2 && (await life.saved()) !== life.signed()[count - 1]; tries++) {
        life.pass(61 * minute);
        await life.start([]);
      }
      expect([first.lines.filter((line) => line.includes("this is a bug")), first.exitCode]).toEqual([[], 0]);
      expect([said, await life.saved()]).toEqual([said, life.signed()[count - 1]]);
      expect([count, life.signed().length]).toEqual([count, count]);
      expect(life.ca.state.orders.size).toBeLessThanOrEqual(2 * count);
      life.pass(61 * 24 * 60 * minute);
    }
    expect(life.failedValidations()).toBe(0);
  },
  300_000,
);
