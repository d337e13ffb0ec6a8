import * as z from "zod";

const counted = z.array(z.object({ at: z.number(), what: z.string().optional() }));
const schema = z.object({
  /** what was said last */
  said: z.array(z.string()),
  /** of the last ten minutes */
  counts: z.object({ reloads: counted, switches: counted, restarts: counted }),
  /** a reload was refused, and is still to come */
  reloadOwed: z.boolean(),
  /** the addresses of services that nginx has read, and at which start */
  upstreams: z.object({ start: z.string(), read: z.array(z.tuple([z.string(), z.string()])) }).optional(),
});

/** What a companion that rests leaves to the next process, and works on until then. */
export type CompanionMemory = z.infer<typeof schema>;

/** undefined: there was no process before, or it left nothing of use. */
export function companionMemoryLeft(left: unknown): CompanionMemory | undefined {
  return schema.safeParse(left).data;
}

export const newCompanionMemory = (): CompanionMemory => ({
  said: [],
  counts: { reloads: [], switches: [], restarts: [] },
  reloadOwed: false,
});
