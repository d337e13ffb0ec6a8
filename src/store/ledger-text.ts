import * as z from "zod";
import { anyRecord, listOf as tolerantListOf } from "../base/tolerant.ts";
import { emptyEntry, type LedgerEntry } from "../model/ledger.ts";
import { responsibleParties } from "../model/responsible.ts";

/** Pages by the name of their lineage, as in the file: each is parsed on demand. */
export type LedgerPages = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

const moment = z.iso.datetime().transform((text) => new Date(text));
const names = z.array(z.string());
const text = z.string().optional();

const hold = z.object({ about: z.string(), until: moment, limit: z.boolean() });
const attempt = z.object({ at: moment, directory: z.url(), account: text, names, ended: z.boolean() });
const order = z.object({
  at: moment,
  directory: z.url(),
  names,
  url: z.string(),
  exempt: z.boolean().optional(),
});
const span = z.object({ start: moment, end: moment });
const window = z.object({
  certificateId: z.string(),
  window: span.optional(),
  instant: moment.optional(),
  askAt: moment,
});

type Fields = { [Key in keyof LedgerEntry]: z.ZodType<LedgerEntry[Key] | undefined> };

/** Each field stands for itself: what one version does not know costs that field, and no other. */
const fields: Fields = {
  failures: z.int().min(0),
  notBefore: moment,
  about: z.string(),
  lastProblem: z.string(),
  responsible: z.enum(responsibleParties),
  rehearse: z.boolean(),
  holds: listOf(hold),
  attempts: listOf(attempt),
  orders: listOf(order),
  asked: names,
  window: window.transform((found) => ({ ...found, window: found.window, instant: found.instant })),
  saved: z.object({ fingerprint: z.string(), orderedAt: moment, leftOut: names.optional() }),
  ordered: z.object({ fingerprint: z.string(), names }),
  revoked: z.object({ fingerprint: z.string(), at: moment, keyCompromised: z.boolean() }),
  deployed: z.string(),
  proof: z
    .object({
      ...{ at: moment, different: z.boolean(), mended: z.boolean(), outside: text },
      ...{ mendedAt: moment.optional(), off: z.boolean().optional(), redirects: z.boolean().optional() },
      revoked: z.boolean().optional(),
    })
    .transform((found) => ({ ...found, outside: found.outside })),
};

export const pagesSchema = z
  .object({ pages: anyRecord.transform((all) => Object.entries(all)).pipe(z.array(z.tuple([z.string(), anyRecord]))) })
  .transform(({ pages }): LedgerPages => new Map(pages));

/** Missing and unknown fields are as on an empty page. */
export function entryOf(page: Readonly<Record<string, unknown>> = {}): LedgerEntry {
  // the name of `responsible` up to 0.1
  const given: Readonly<Record<string, unknown>> = { responsible: page["mender"], ...page };
  // most fields of most pages are missing, and to make an error of each takes a megabyte for a hundred pages
  const there = Object.entries(fields).filter(([key]) => given[key] !== undefined);
  const read = there.flatMap(([key, schema]) => {
    const { data } = schema.safeParse(given[key]);
    return data === undefined ? [] : [[key, data] as const];
  });
  return { ...emptyEntry, ...Object.fromEntries(read) };
}

/** The page with an entry on it; fields that only another version knows stay. */
export function pageOf(entry: LedgerEntry, before: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const strange = Object.entries(before).filter(([key, value]) => key !== "mender" && !isUnderstood(key, value));
  const known = Object.entries(entry).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(strange), ...Object.fromEntries(known) };
}

function isUnderstood(key: string, value: unknown): boolean {
  return isField(key) && fields[key].safeParse(value).success;
}

function isField(key: string): key is keyof LedgerEntry {
  return Object.hasOwn(fields, key);
}

/** Drops unknown items; what is no list stays for the version that wrote it. */
function listOf<T>(item: z.ZodType<T>) {
  return z.array(z.unknown()).pipe(tolerantListOf(item));
}
