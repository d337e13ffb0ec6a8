import { test as plain } from "vitest";
import { makeStack, type Stack, type StackOptions } from "./stack.ts";

const told = ["nginx", "certbot", "certbot-companion"];

/** Tests that share one stack; it is made for the first of them and goes with the file, whatever happened. */
export function withStack(options: StackOptions) {
  return plain
    .extend("given", { scope: "file" }, () => options)
    .extend("stack", { scope: "file" }, async ({ given }, { onCleanup }) => {
      const stack = await makeStack(given);
      onCleanup(() => stack.down());
      return stack;
    })
    .extend("told", { auto: true }, async ({ stack, onTestFailed }) => {
      onTestFailed(async () => console.error(await lastWords(stack)));
    });
}

async function lastWords(stack: Stack): Promise<string> {
  const logs = await Promise.all(told.map((service) => stack.logs(service).catch(() => "no container")));
  return logs.map((log, at) => `--- ${told[at]}\n${log.split("\n").slice(-60).join("\n")}`).join("\n");
}
