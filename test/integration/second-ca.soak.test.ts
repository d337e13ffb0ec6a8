import { expect, test } from "vitest";
import { answering } from "../support/unkind-authority/order-habits.ts";
import { unkindLife } from "../support/unkind-life.ts";

const day = 24 * 60 * 60_000;
const down = { status: 503, headers: { "content-type": "text/html" }, body: "<html>" };

test("while a CA is down another one that is named issues, with an account of its own, and the first is named back", async () => {
  const life = await unkindLife();
  const { ca, start, pass, saved, signed } = life;
  const second = await life.another();
  const bySecond = () => [...second.state.orders.values()].filter(({ chain }) => chain !== undefined).length;
  const named = ({ directory }: { directory: string }) => ({ CERTBOT_OPTIONS: `--server ${directory}` });
  await start([]);
  expect([signed().length, bySecond()]).toEqual([1, 0]);

  pass(80 * day);
  const failed = await start([answering("directory", down), answering("newOrder", down)]);
  expect([failed.exitCode, signed().at(-1)]).toEqual([0, await saved()]);

  const other = await start([answering("directory", down)], undefined, named(second));
  expect(other.posted).toMatch(/^green/);
  expect([signed().length, bySecond(), second.state.accounts.size]).toEqual([1, 1, 1]);
  expect(other.lines.join("\n")).toContain(new URL(second.directory).host);

  // named back: nothing is ordered before its time
  const back = await start([], undefined, named(ca));
  expect([back.posted.slice(0, 5), signed().length, bySecond()]).toEqual(["green", 1, 1]);
  pass(80 * day);
  await start([], undefined, named(ca));
  expect([signed().length, bySecond(), ca.state.accounts.size]).toEqual([2, 1, 1]);
  expect(await saved()).toBe(signed().at(-1));
});
