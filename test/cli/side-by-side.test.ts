import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Context } from "../../src/cli/context.ts";
import { sideBySide } from "../../src/cli/side-by-side.ts";
import { readSettings } from "../../src/config/settings.ts";
import type { Step } from "../../src/model/step.ts";

function screenOf() {
  const lines: string[] = [];
  const step: Step = async (title, work) => {
    lines.push(`[ .. ] ${title}`);
    return await work();
  };
  const context = {
    print: (line: string) => void lines.push(line),
    complain: (line: string) => void lines.push(`! ${line}`),
    step,
  } as unknown as Context;
  return { lines, context };
}

test("what is printed comes in the order of the lineages, whichever ends first, and never more than six run at once", async () => {
  const { lines, context } = screenOf();
  let running = 0;
  let most = 0;
  const results = await sideBySide(context, [8, 1, 6, 1, 5, 1, 4, 1, 3, 2], async (ms, { context: own }) => {
    running += 1;
    most = Math.max(most, running);
    own.print(`${ms} begins`);
    await sleep(5 * ms);
    own.complain(`${ms} ends`);
    running -= 1;
    return ms;
  });
  expect(results).toEqual([8, 1, 6, 1, 5, 1, 4, 1, 3, 2]);
  expect(lines).toEqual(results.flatMap((ms) => [`${ms} begins`, `! ${ms} ends`]));
  expect(most).toBe(6);
});

test("the first that has not ended prints at once, and has the line of steps", async () => {
  const { lines, context } = screenOf();
  const { promise, resolve } = Promise.withResolvers<void>();
  const all = sideBySide(context, ["one", "two"], async (name, { context: own }) => {
    own.print(name);
    await own.step(`asking for ${name}`, () => (name === "one" ? promise : Promise.resolve()));
    own.print(`${name} has it`);
  });
  await sleep(5);
  expect(lines).toEqual(["one", "[ .. ] asking for one"]);
  resolve();
  await all;
  expect(lines.slice(2)).toEqual(["one has it", "two", "two has it"]);
});

test("after an error no other begins, and what those that ran have to say is said", async () => {
  const { lines, context } = screenOf();
  const begun: number[] = [];
  const all = sideBySide(context, [...Array(20).keys()], async (at, { context: own }) => {
    begun.push(at);
    own.print(`${at}`);
    await sleep(at === 3 ? 1 : 20);
    if (at === 3) throw new Error("a bug");
  });
  await expect(all).rejects.toThrow("a bug");
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  expect(lines).toEqual(["0", "1", "2", "3", "4", "5"]);
});

/** How many of two lineages run at once. */
async function together(...both: readonly { name: string; options?: string; environment?: Record<string, string> }[]) {
  let running = 0;
  let most = 0;
  await sideBySide(screenOf().context, both, async ({ name, options = "", environment }, { apart }) => {
    const given = { CERTBOT_DOMAIN: name, CERTBOT_OPTIONS: `--server https://ca.test/dir ${options}`, ...environment };
    const settings = readSettings({ environment: given, words: [], word: "serve" });
    await apart(settings, async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(10);
      running -= 1;
    });
  });
  return most;
}

test("lineages that share a name, and those that do not prove names by files in a webroot, run one at a time", async () => {
  expect(await together({ name: "a.test" }, { name: "b.test" })).toBe(2);
  expect(await together({ name: "a.test,b.test" }, { name: "c.test,b.test" })).toBe(1);
  const alone = { options: "--standalone" };
  expect(await together({ name: "a.test", ...alone }, { name: "b.test", ...alone })).toBe(1);
  expect(await together({ name: "a.test", ...alone }, { name: "b.test" })).toBe(2);
  const dns = { environment: { DNS_PROVIDER: "exec", EXEC_PATH: "/bin/true" } };
  expect(await together({ name: "a.test", ...dns }, { name: "b.test", ...dns })).toBe(1);
});
