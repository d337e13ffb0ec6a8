import type { Outcome } from "../model/outcome.ts";
import type { Problem } from "../model/problem.ts";
import type { Lifetime } from "./lifetime.ts";
import type { Look } from "./parts.ts";

/** What the failure means for the next try, on the page. `about` only when the authority was to be asked. */
export async function recordFailure(
  { book, parts, rules }: Look,
  problem: Problem,
  { about, life }: { about?: string; life?: Lifetime | undefined } = {},
): Promise<Outcome> {
  const { page, next } = rules.afterFailure(book.page(), { problem, about, life }, parts.clock.now(), parts.random);
  await book.write(() => page);
  return { result: "failed", problem, next };
}
