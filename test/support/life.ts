import { setTimeout as sleep } from "node:timers/promises";
import { goSecure } from "./secure.ts";
import { makeStack, type Stack } from "./stack.ts";

/** What a visitor saw of a stack while its certificates were renewed. */
export interface Life {
  /** in the order in which they were served */
  serials: readonly string[];
  /** one look each 200 ms, chain, name and dates checked */
  looks: number;
  failures: readonly string[];
  orders: number;
  /** of the certbot container */
  log: string;
}

/** Lives with certificates of `seconds` until so many renewals were served; the stack is its own, and goes with it. */
export async function liveThrough(renewals: number, seconds: number): Promise<Life> {
  const stack = await makeStack({ kind: "official", profiles: { default: seconds } });
  try {
    await goSecure(stack);
    return await watch(stack, renewals, seconds);
  } finally {
    await stack.down();
  }
}

async function watch(stack: Stack, renewals: number, seconds: number): Promise<Life> {
  const serials = new Set<string>();
  const failures: string[] = [];
  const until = performance.now() + (renewals + 1) * seconds * 1000;
  let looks = 0;
  while (serials.size <= renewals && performance.now() < until) {
    looks += 1;
    await stack.served().then(
      ({ serial }) => serials.add(serial),
      (error: unknown) => failures.push(`${new Date().toISOString()} ${error}`),
    );
    await sleep(200);
  }
  await sleep(2000);
  const log = await stack.logs("certbot");
  return { serials: [...serials], looks, failures, log, orders: await stack.authority.orders() };
}
