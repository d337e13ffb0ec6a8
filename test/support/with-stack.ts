import { test as plain, type RunnerTestCase } from "vitest";
import { makeStack, type Stack, type StackOptions } from "./stack.ts";

const told = ["nginx", "haproxy", "certbot", "certbot-companion"];

/** Tests of one file that share a stack; it is made for the first of them and goes with the file, whatever happened. */
export function withStack(options: StackOptions) {
  return plain
    .extend("given", { scope: "file" }, () => options)
    .extend("stack", { scope: "file" }, ({ given }, { onCleanup }) => prepared(given, onCleanup))
    .extend("told", { auto: true }, ({ stack, task }, { onCleanup }) => {
      onCleanup(() => reportFailure(stack, task));
    });
}

/** Tests that each get a stack of their own; it goes with the test, whatever happened. */
export function withFreshStack(options: StackOptions) {
  return plain
    .extend("given", () => options)
    .extend("stack", ({ given }, { onCleanup }) => prepared(given, onCleanup))
    .extend("told", { auto: true }, ({ stack, task }, { onCleanup }) => {
      onCleanup(() => reportFailure(stack, task));
    });
}

async function prepared(options: StackOptions, onCleanup: (work: () => Promise<void>) => void): Promise<Stack> {
  const stack = await makeStack(options);
  onCleanup(() => stack.down());
  await options.prepare?.(stack);
  return stack;
}

// Not onTestFailed, which comes when a stack of the test's own is gone already.
async function reportFailure(stack: Stack, { name, result }: RunnerTestCase): Promise<void> {
  if (result?.state === "fail") console.error(`${name}:\n${await lastWords(stack)}`);
}

async function lastWords(stack: Stack): Promise<string> {
  const logs = await Promise.all(told.map((service) => stack.logs(service).catch(() => "no container")));
  return logs.map((log, at) => `--- ${told[at]}\n${log.split("\n").slice(-60).join("\n")}`).join("\n");
}
