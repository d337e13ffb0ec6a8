import { mapInParallel } from "../base/parallel.ts";
import { lanes } from "../base/queue.ts";
import type { Print } from "../model/contracts.ts";
import type { Settings } from "../model/settings.ts";
import type { Context } from "./context.ts";

/** With regard for the CA, and for a small machine: more of them wait for the processor, no longer for the CA. */
const mostAtOnce = 6;

/** What one of many lineages works with. */
export interface Beside {
  /** its lines come in the order of the lineages, as if they were worked on one after the other */
  context: Context;
  /** Waits for those before it that must not run at the same time. */
  apart<T>(settings: Settings, work: () => Promise<T>): Promise<T>;
}

/** Works on many lineages, several at a time; the results are in their order. After an error it begins no new one. */
export async function sideBySide<T, R>(
  context: Context,
  items: readonly T[],
  work: (item: T, beside: Beside) => Promise<R>,
): Promise<R[]> {
  const { contextOf, end } = inOrder(context);
  const lane = lanes();
  const apart: Beside["apart"] = (settings, run) => lane(sharedBy(settings), run);
  return await mapInParallel([...items.entries()], mostAtOnce, async ([at, item]) => {
    try {
      return await work(item, { context: contextOf(at), apart });
    } finally {
      end(at);
    }
  });
}

/**
 * Names, since a CA's limits count them and are looked at before each try; and the one port, the records and the hooks
 * of those that prove names otherwise than by files in a webroot.
 */
function sharedBy({ lineage, certbot, dns, proxy }: Settings): readonly string[] {
  const isByFiles = (certbot.authenticator ?? "webroot") === "webroot" && !dns && proxy === "nginx";
  return isByFiles ? lineage.domains : [...lineage.domains, "the way that one at a time can use"];
}

/** The first that has not ended prints at once, and has the line of steps; what others print waits for their turn. */
function inOrder(context: Context) {
  const waiting = new Map<number, (() => void)[]>();
  const ended = new Set<number>();
  let first = 0;
  const inTurn = (at: number, print: Print): Print => {
    return (line) => {
      if (at === first) print(line);
      else waiting.set(at, [...(waiting.get(at) ?? []), () => print(line)]);
    };
  };
  const printTurn = () => {
    for (const print of waiting.get(first) ?? []) print();
    waiting.delete(first);
  };
  return {
    contextOf: (at: number): Context => ({
      ...context,
      print: inTurn(at, context.print),
      complain: inTurn(at, context.complain),
      step: (title, work) => (at === first ? context.step(title, work) : work()),
    }),
    end(at: number): void {
      for (ended.add(at); ended.delete(first); printTurn()) first += 1;
    },
  };
}
