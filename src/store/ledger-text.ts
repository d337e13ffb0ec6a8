import * as z from "zod";
import { emptyPage, type LedgerPage } from "../model/ledger.ts";
import { menders } from "../model/mender.ts";

/** Pages by the name of their lineage. */
export type Book = ReadonlyMap<string, LedgerPage>;

const moment = z.iso.datetime().transform((text) => new Date(text));
const names = z.array(z.string());
const text = z.string().optional();

const hold = z.object({ about: z.string(), until: moment, limit: z.boolean() });
const attempt = z.object({ at: moment, directory: z.url(), names, ended: z.boolean() });
const order = z.object({ at: moment, directory: z.url(), names, url: z.string() });
const span = z.object({ start: moment, end: moment });

// What an older version did not write has a default; what it wrote stays readable.
const page = z.object({
  failures: z.int().min(0),
  notBefore: moment.optional(),
  about: text,
  lastProblem: text,
  mender: z.enum(menders).optional(),
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
const book = z.object({ pages: z.record(z.string(), page) });

/** undefined when it is no ledger. */
export function parseBook(content: string): Book | undefined {
  const parsed = book.safeParse(jsonOrUndefined(content));
  if (!parsed.success) return undefined;
  return new Map(Object.entries(parsed.data.pages).map(([name, found]) => [name, pageOf(found)]));
}

/** The file's text: JSON, moments in UTC. */
export function printBook(pages: Book): string {
  return `${JSON.stringify({ pages: Object.fromEntries(pages) }, null, 2)}\n`;
}

function pageOf(found: z.infer<typeof page>): LedgerPage {
  const { window, proof } = found;
  return {
    ...emptyPage,
    ...found,
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
