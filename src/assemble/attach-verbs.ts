import { text } from "node:stream/consumers";
import type { Assembly } from "../cli/context.ts";

/** `shipped`: the folder of our templates. */
export function attachVerbs(
  shipped: URL,
  environment: Readonly<Record<string, string | undefined>>,
): Pick<Assembly, "attaching" | "standardInput"> {
  return {
    async attaching(print) {
      const { openAttaching } = await import("./attach-parts.ts");
      return await openAttaching(print, shipped, environment);
    },
    standardInput: () => text(process.stdin),
  };
}
