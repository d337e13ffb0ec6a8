import { makeStack, type Stack, type StackOptions } from "../support/stack.ts";

/** The authority is the same for all who are compared: it validates at once and refuses nothing by chance. */
const even = { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0", PEBBLE_AUTHZREUSE: "0" };

/** A stack for one measurement; it goes when the work is done, whatever happened. */
export async function onStack<T>(options: StackOptions, work: (stack: Stack) => Promise<T>): Promise<T> {
  const stack = await makeStack({ ...options, authority: { ...even, ...options.authority } });
  try {
    return await work(stack);
  } finally {
    await stack.down();
  }
}
