import * as z from "zod";

/** A list without the items that this version cannot read; what is not a list is empty. */
export function listOf<T>(item: z.ZodType<T>) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((all) => all.flatMap((one) => readable(item, one)));
}

/** With each of its keys: zod's own leaves out `__proto__`, and a file's name may be that. */
export const anyRecord = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

/** A record without the values that this version cannot read; what is not a record is empty. */
export function recordOf<T>(value: z.ZodType<T>) {
  return anyRecord
    .catch({})
    .transform((all) =>
      Object.fromEntries(Object.entries(all).flatMap(([key, one]) => readable(value, one).map((read) => [key, read]))),
    );
}

function readable<T>(schema: z.ZodType<T>, value: unknown): T[] {
  const read = schema.safeParse(value);
  return read.success ? [read.data] : [];
}
