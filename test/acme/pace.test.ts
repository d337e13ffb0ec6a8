import { expect, test } from "vitest";
import { paceOf } from "../../src/acme/pace.ts";
import { never } from "../support/acme.ts";

function clocked() {
  let now = 1_000_000;
  const pass = (ms: number): void => {
    now += ms;
  };
  const pace = paceOf(
    () => now,
    async (ms) => pass(ms),
  );
  /** the moments at which so many were sent */
  const take = async (count: number) => {
    const sent: number[] = [];
    for (let nth = 0; nth < count; nth += 1) {
      await pace.turn(never());
      sent.push(now);
    }
    return sent;
  };
  return { take, hold: pace.hold, pass, now: () => now };
}

test("in no second more than Let's Encrypt takes from one address, and an order of 50 names waits for nothing", async () => {
  const { take, pass, now } = clocked();
  const sent: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const began = now();
    sent.push(...(await take(110)));
    expect(now()).toBe(began);
    sent.push(...(await take(400)));
    pass(60_000);
  }
  const most = Math.max(...sent.map((from, at) => sent.slice(at).filter((moment) => moment < from + 1000).length));
  expect(most).toBeGreaterThan(200);
  expect(most).toBeLessThanOrEqual(250);
});

test("a pause that the CA asks of one is kept by all, but for one that is about an order alone", async () => {
  const { take, hold, pass, now } = clocked();
  for (const [ms, least] of [
    [3000, 3000],
    [3_600_000, 0],
  ] as const) {
    const began = now();
    hold(ms);
    await take(1);
    expect([ms, now() - began >= least, now() - began < least + 100]).toEqual([ms, true, true]);
    pass(60_000);
  }
});
