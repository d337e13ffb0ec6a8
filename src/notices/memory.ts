import * as z from "zod";
import { listOf, recordOf } from "../base/tolerant.ts";
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
const said = z
  .looseObject({ failingSince: moment.optional().catch(undefined), stages: listOf(stages), found: listOf(z.string()) })
  .transform(({ failingSince, stages, found }): Announced => ({ ...nothingSaid, failingSince, stages, found }));
const waiting = z.looseObject({ to: z.string(), notice, tries: z.int().catch(0), notBefore: moment });

/** notices.json; what another version wrote there and this one cannot read is left out, the rest stays. */
export const noticeMemory: z.ZodType<NoticeMemory> = z.looseObject({
  said: recordOf(said),
  waiting: listOf(waiting),
});
