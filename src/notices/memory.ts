import * as z from "zod";
import { type Notice, noticeEvents } from "../model/notice.ts";
import { type Announced, nothingSaid } from "./events.ts";

/** A notice that has not reached one destination yet. */
export interface Waiting {
  /** a mark of the destination, not its URL */
  to: string;
  notice: Notice;
  tries: number;
  notBefore: Date;
}

export interface NoticeMemory {
  /** by lineage */
  said: Readonly<Record<string, Announced>>;
  waiting: readonly Waiting[];
}

const moment = z.coerce.date();
const stages = z.enum(["failing", "half", "72-hours", "expired", "wire-lost", "companion-gone"]);
const notice = z.object({
  event: z.enum(noticeEvents),
  lineage: z.string(),
  at: moment,
  title: z.string(),
  lines: z.array(z.string()),
});
const schema = z.object({
  said: z.record(
    z.string(),
    z
      .object({ failingSince: moment.optional(), stages: z.array(stages), found: z.array(z.string()).default([]) })
      .transform((said): Announced => ({ ...nothingSaid, ...said })),
  ),
  waiting: z.array(z.object({ to: z.string(), notice, tries: z.int(), notBefore: moment })),
});

/** An unreadable memory is a fresh start: at worst a person hears once more. */
export function parseMemory(text: string | undefined): NoticeMemory {
  try {
    return schema.parse(JSON.parse(text ?? ""));
  } catch {
    return { said: {}, waiting: [] };
  }
}

export function printMemory(memory: NoticeMemory): string {
  return `${JSON.stringify(memory, null, 2)}\n`;
}
