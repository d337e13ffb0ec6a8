import * as z from "zod";
import { emptyEntry, type LedgerEntry } from "../model/ledger.ts";
import { responsibleParties } from "../model/responsible.ts";

/** Pages by the name of their lineage. */
export type LedgerEntries = ReadonlyMap<string, LedgerEntry>;

const moment = z.iso.datetime().transform((text) => new Date(text));
const names = z.array(z.string());
const text = z.string().optional();

const hold = z.object({ about: z.string(), until: moment, limit: z.boolean() });
const attempt = z.object({ at: moment, directory: z.url(), names, ended: z.boolean() });
const order = z.object({ at: moment, directory: z.url(), names, url: z.string() });
const span = z.object({ start: moment, end: moment });

// What an older version did not write has a default; what it wrote stays readable.
const entry = z.object({
  failures: z.int().min(0),
  notBefore: moment.optional(),
  about: text,
  lastProblem: text,
  responsible: z.enum(responsibleParties).optional(),
  /** what `responsible` was called up to 0.1 */
  mender: z.enum(responsibleParties).optional(),
  rehearse: z.boolean().default(false),
  holds: z.array(hold).default([]),
  attempts: z.array(attempt).default([]),
  orders: z.array(order).default([]),
  window: z
    .object({ certificateId: z.string(), window: span.optional(), instant: moment.optional(), askAt: moment })
    .optional(),
  saved: z.object({ fingerprint: z.string(), orderedAt: moment, leftOut: names.optional() }).optional(),
  revoked: z.object({ fingerprint: z.string(), at: moment, keyCompromised: z.boolean() }).optional(),
  deployed: text,
  proof: z.object({ at: moment, different: z.boolean(), mended: z.boolean(), outside: text }).optional(),
});
const entriesSchema = z.object({ pages: z.record(z.string(), entry) });

/** undefined when it is no ledger. */
export function parseLedger(content: string): LedgerEntries | undefined {
  const parsed = entriesSchema.safeParse(jsonOrUndefined(content));
  if (!parsed.success) return undefined;
  return new Map(Object.entries(parsed.data.pages).map(([name, found]) => [name, entryOf(found)]));
}

/** The file's text: JSON, moments in UTC. */
export function printLedger(pages: LedgerEntries): string {
  return `${JSON.stringify({ pages: Object.fromEntries(pages) }, null, 2)}\n`;
}

function entryOf({ mender, ...found }: z.infer<typeof entry>): LedgerEntry {
  const { window, proof } = found;
  return {
    ...emptyEntry,
    ...found,
    responsible: found.responsible ?? mender,
    window: window && { ...window, window: window.window, instant: window.instant },
    proof: proof && { ...proof, outside: proof.outside },
  };
}

function jsonOrUndefined(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
