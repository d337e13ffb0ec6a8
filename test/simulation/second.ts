import type { Parts } from "../../src/renewal/parts.ts";
import { pauseUntil } from "../../src/scheduler/loop.ts";
import type { World } from "./world.ts";

/** A second sidecar on the same volume, as `--scale certbot=2` makes one. */
export interface Second {
  /** Looks, if it is there and its time has come. */
  takeTurn(): Promise<void>;
  /** Lets time go by until then, with all its looks. */
  passUntil(moment: number): Promise<void>;
  /** the same parts, where it may look in the middle of the first one's steps */
  besides(parts: Parts): Parts;
}

/** `look` is one look of its own, and gives the moment of the next. */
export function secondSidecar(world: World, look: () => Promise<Date>): Second {
  let next = 0;
  async function takeTurn(): Promise<void> {
    if (world.now() < next || !world.is("twoSidecars")) return;
    // whatever it meets, it is not called again at once
    next = world.now() + 1000;
    next = world.now() + pauseUntil(await look(), world.clock());
  }
  async function passUntil(moment: number): Promise<void> {
    while (world.is("twoSidecars") && next < moment) {
      world.pass(Math.max(0, next - world.now()));
      await takeTurn();
    }
    world.pass(Math.max(0, moment - world.now()));
  }
  return { takeTurn, passUntil, besides: (parts) => besides(parts, takeTurn) };
}

function besides(parts: Parts, takeTurn: () => Promise<void>): Parts {
  return {
    ...parts,
    store: interrupted(parts.store, ["checkWritable", "save"], takeTurn),
    ledger: interrupted(parts.ledger, ["write", "settle"], takeTurn),
    pendingOrders: interrupted(parts.pendingOrders, ["put", "drop"], takeTurn),
    authority: interrupted(parts.authority, ["issue"], takeTurn),
    deployer: interrupted(parts.deployer, ["deploy"], takeTurn),
  };
}

function interrupted<T extends object>(part: T, verbs: readonly (keyof T)[], takeTurn: () => Promise<void>): T {
  const watched = verbs.map((verb) => {
    const work = part[verb] as (...given: unknown[]) => Promise<unknown>;
    return [
      verb,
      async (...given: unknown[]) => {
        await takeTurn();
        const result = await work(...given);
        await takeTurn();
        return result;
      },
    ];
  });
  return { ...part, ...Object.fromEntries(watched) };
}
