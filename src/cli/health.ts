import type { Status } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import type { Word } from "./context.ts";

const grace = 60 * 60 * 1000;

/** One line on whether a person must act; exit code 1 when so. */
export const health: Word = async ({ assembly, clock, print }) => {
  const status = await (await assembly.board()).read();
  const { healthy, line } = status ? judge(status, clock.now()) : { healthy: true, line: "starting" };
  print(line);
  return healthy ? 0 : 1;
};

/** As it was posted, or red when the loop is an hour late. */
export function judge({ healthy, line, next }: Status, now: Date): Pick<Status, "healthy" | "line"> {
  if (!next || now.getTime() < next.getTime() + grace) return { healthy, line };
  const since = phrase`the look that was due at ${next.toISOString()} did not happen`;
  return { healthy: false, line: phrase`${since}; fix: docker compose restart certbot` };
}
