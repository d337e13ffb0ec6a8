import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Assembly } from "../cli/context.ts";
import type { Folders } from "../model/settings.ts";

/** What `serve` does for those who come to its container and type `update-cert`, by its name or as old runbooks have it. */
export function servingVerbs({ run }: Folders): Pick<Assembly, "writeUpdateScript" | "answerUpdateCert"> {
  return {
    // Fixed text, since no value may stand in a script.
    async writeUpdateScript() {
      await writeFile(join(run, "update-cert.sh"), '#!/bin/sh\nexec update-cert "$@"\n', { mode: 0o755 });
    },
    async answerUpdateCert(serving) {
      const { answerUpdateCert } = await import("./answering.ts");
      await answerUpdateCert(serving);
    },
  };
}
