import * as z from "zod";
import type { Counted } from "../model/counted.ts";

/** What one process of `serve` leaves to the next, which goes on where it rested. */
export interface ServeMemory {
  /** of the container's first process */
  startedAt: Date;
  /** marks of the states that were said */
  said: Set<string>;
  /** when other lineages were checked last */
  checkedAt: Map<string, Date>;
  /** lines of the last weekly check */
  weekly: readonly string[];
  counted: Counted;
}

const moment = z.coerce.date();
const schema = z.object({
  startedAt: moment,
  said: z.array(z.string()),
  checkedAt: z.array(z.tuple([z.string(), moment])),
  weekly: z.array(z.string()),
  counted: z.object({ failures: z.record(z.string(), z.number()), deployed: z.boolean().optional() }),
});

/** undefined: there was no process before, or it left nothing of use. */
export function memoryLeft(left: unknown): ServeMemory | undefined {
  const { success, data } = schema.safeParse(left);
  return success ? { ...data, said: new Set(data.said), checkedAt: new Map(data.checkedAt) } : undefined;
}

export const newMemory = (startedAt: Date): ServeMemory => ({
  startedAt,
  said: new Set(),
  checkedAt: new Map(),
  weekly: [],
  counted: { failures: {} },
});

/** The JSON of it. */
export function leaving({ said, checkedAt, ...rest }: ServeMemory): unknown {
  return { ...rest, said: [...said], checkedAt: [...checkedAt] };
}
