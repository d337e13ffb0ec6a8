import type { Outcome } from "../model/outcome.ts";
import type { Problem } from "../model/problem.ts";
import type { Lifetime } from "./lifetime.ts";
import type { LineageCheck } from "./parts.ts";

/** Notes what the failure means for the next try. `about` only when the CA was asked. */
export async function recordFailure(
  { session, parts, rules }: Pick<LineageCheck, "session" | "parts" | "rules">,
  problem: Problem,
  { about, life }: { about?: string; life?: Lifetime | undefined } = {},
): Promise<Outcome> {
  const { entry, next } = rules.afterFailure(
    session.entry(),
    { problem, about, life },
    parts.clock.now(),
    parts.random,
  );
  await session.write(() => entry);
  return { result: "failed", problem, next };
}
