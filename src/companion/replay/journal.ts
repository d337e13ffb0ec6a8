import { join } from "node:path";
import * as z from "zod";
import type { Print } from "../../model/contracts.ts";
import { keptFile } from "../kept-file.ts";
import { type CompanionState, type JournalEntry, type Memory, type SettingsPlan, switchKeys } from "../parts.ts";

export interface SwitchJournalOptions {
  folder: string;
  memory: z.ZodType<Memory>;
  /** the memory as `memory` reads it */
  stored: (memory: Memory) => object;
  print: Print;
}

const bytes = z.base64().transform((text) => Buffer.from(text, "base64"));
const passedOver = z.array(z.string());
const plan = z.discriminatedUnion("where", [
  z.object({
    where: z.enum(["override", "env"]),
    path: z.string(),
    service: z.string(),
    values: z.partialRecord(z.enum(switchKeys), z.string()),
    before: bytes.nullable().transform((before) => before ?? undefined),
    after: bytes,
    passedOver,
  }),
  z.object({ where: z.literal("nowhere"), because: z.enum(["never", "no-file", "no-domain"]), passedOver }),
]);

/**
 * What a switch is about to change, kept until it is proven: open before any change, drop at the end; the next start
 * rolls back one that is left.
 */
export function switchJournal({ folder, memory, stored, print }: SwitchJournalOptions): CompanionState["journal"] {
  const files = z.array(z.object({ path: z.string(), content: bytes }));
  const schema = z.object({ id: z.string(), startedAt: z.string(), plan, files, memory });
  const file = keptFile<JournalEntry>({ path: join(folder, "journal.json"), schema, say: print });
  return {
    read: file.read,
    drop: file.drop,
    open: (entry) => file.write({ ...withText(entry), memory: stored(entry.memory) }),
  };
}

/** The entry with base64 text instead of bytes. */
function withText(entry: JournalEntry) {
  const files = entry.files.map(({ path, content }) => ({ path, content: content.toString("base64") }));
  return { ...entry, files, plan: planWithText(entry.plan) };
}

function planWithText(plan: SettingsPlan) {
  if (plan.where === "nowhere") return plan;
  return { ...plan, before: plan.before?.toString("base64") ?? null, after: plan.after.toString("base64") };
}
