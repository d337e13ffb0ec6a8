import { join } from "node:path";
import * as z from "zod";
import type { Print } from "../model/contracts.ts";
import { keptFile } from "./kept-file.ts";
import { type CompanionState, type Memory, switchKeys } from "./parts.ts";
import { switchJournal } from "./replay/journal.ts";

export interface CompanionStateOptions {
  /** a volume that only the companion mounts */
  folder: string;
  /** hears of a damaged file */
  print: Print;
}

const memorySchema = z
  .object({
    https: z.enum(["unset", "on", "off", "off-by-operator"]),
    challenge: z.boolean(),
    lastWritten: z.partialRecord(z.enum(switchKeys), z.string()),
    envFileSaid: z.string().optional(),
    writtenAt: z.string().optional(),
    said: z.array(z.string()),
    applied: z.object({ id: z.string(), startedAt: z.string(), values: z.record(z.string(), z.string()) }).optional(),
    extras: z
      .object({ wish: z.enum(["served", "proven"]), id: z.string(), startedAt: z.string(), text: z.string() })
      .transform(({ wish, ...extras }) => ({ ...extras, condition: wish }))
      .optional(),
  })
  .transform(
    (memory): Memory => ({
      ...memory,
      envFileSaid: memory.envFileSaid,
      writtenAt: memory.writtenAt,
      applied: memory.applied,
      extras: memory.extras,
    }),
  );

const nothing: Memory = {
  https: "unset",
  challenge: false,
  lastWritten: {},
  envFileSaid: undefined,
  writtenAt: undefined,
  said: [],
  applied: undefined,
  extras: undefined,
};

/** `wish`: the condition's name on disk since 0.1; an image that is rolled back still reads the file. */
function storedMemory({ extras, ...memory }: Memory) {
  return { ...memory, extras: extras && { ...extras, wish: extras.condition } };
}

/** What the companion remembers: state.json and journal.json in its own volume. */
export function companionState({ folder, print }: CompanionStateOptions): CompanionState {
  const file = keptFile({ path: join(folder, "state.json"), schema: memorySchema, say: print });
  return {
    read: async () => (await file.read()) ?? nothing,
    write: (memory) => file.write(storedMemory(memory)),
    journal: switchJournal({ folder, memory: memorySchema, stored: storedMemory, print }),
  };
}
