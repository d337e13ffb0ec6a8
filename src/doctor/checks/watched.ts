import { phrase } from "../../model/phrase.ts";
import type { WatchedSite } from "../../model/watch.ts";
import type { Check } from "../check.ts";
import { blocks, type CheckResult, fine, warning } from "../finding.ts";

/** The servers of WATCH, whose certificates others keep. */
export const watched: Check = {
  name: "watch",
  look: async (parts) => (await parts.watched()).map(resultOf),
};

export function resultOf({ url, verdict, line, fix = "" }: WatchedSite): CheckResult {
  const saw = `${url}: ${line}`;
  if (verdict === "fine") return fine(saw);
  if (verdict === "error")
    return blocks({ saw, means: phrase`visitors of that server get an error, or soon will`, fix });
  return warning({ saw, means: phrase`visitors of that server notice little yet`, fix });
}
