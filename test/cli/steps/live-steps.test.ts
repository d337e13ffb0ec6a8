import { expect, it } from "vitest";
import { liveSteps } from "../../../src/cli/steps/live-steps.ts";

/** Steps on a terminal of so many columns, which a test reads as a person would see it. */
function terminal({ columns = 80, colour = false } = {}) {
  let raw = "";
  let now = 0;
  const steps = liveSteps({ write: (text) => (raw += text), columns }, colour, () => now);
  const say = steps.above((line) => (raw += `${line}\n`));
  const screen = () => raw.split("\n").map((line) => line.split("\r\u001b[K").at(-1));
  return { ...steps, say, screen, raw: () => raw, later: (ms: number) => (now += ms) };
}

it("shows the step that runs, and leaves it on the screen with its end and its time", async () => {
  const { step, screen, later } = terminal();
  const { promise, resolve } = Promise.withResolvers<string>();
  const running = step("the certificate is saved", () => promise);
  expect(screen()).toEqual([expect.stringMatching(/^\[ \.\. \] {2}the certificate is saved {25,}0\.0 s$/)]);
  later(1250);
  resolve("saved");
  expect(await running).toBe("saved");
  expect(screen()).toEqual([expect.stringMatching(/^\[ ok \] {2}the certificate is saved .* 1\.3 s$/), ""]);
});

it("counts the seconds in place while the step runs", async () => {
  const { step, screen, later } = terminal();
  const { promise, resolve } = Promise.withResolvers<void>();
  const running = step("the CA validates the domain and issues", () => promise);
  later(3000);
  await expect.poll(() => screen().at(-1)).toMatch(/3\.0 s$/);
  expect(screen()).toHaveLength(1);
  resolve();
  await running;
});

it("marks one that fails, and passes the failure on", async () => {
  const { step, screen } = terminal();
  await expect(step("the certificate is saved", () => Promise.reject(new Error("full")))).rejects.toThrow("full");
  expect(screen()[0]).toMatch(/^\[fail\]/);
});

it("puts what is said meanwhile above the step, whole", async () => {
  const { step, say, screen } = terminal();
  await step("the CA validates the domain and issues", async () => say("dify.test: one thing"));
  say("dify.test: another");
  expect(screen().map((line) => line?.slice(0, 20))).toEqual([
    ...["dify.test: one thing", "[ ok ]  the CA valid", "dify.test: another", ""],
  ]);
});

it("never fills a line of the terminal, with wide characters neither, and is coloured only where wanted", async () => {
  const narrow = terminal({ columns: 20, colour: true });
  await narrow.step("在 staging CA 演练，检查从这里到访问者的一切", async () => {});
  expect(narrow.screen()[0]).toBe("\u001b[32m[ ok ]\u001b[39m  在 staging ");
  const plain = terminal();
  await plain.step("a step", async () => {});
  expect(plain.raw()).not.toContain("\u001b[3");
});
