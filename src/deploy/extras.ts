import type { Companion } from "../model/contracts.ts";
import type { Lineage } from "../model/lineage.ts";
import { visitedName } from "../model/names.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { OuterProof } from "../model/service-proof.ts";
import { linesOf } from "./answers.ts";
import { askFor } from "./https-switch.ts";

/** Adds what nginx serves besides HTTPS; returns lines to print. */
export type AddExtras = (lineage: Lineage, outer: OuterProof) => Promise<readonly string[]>;

/** Does HTTP of this name lead to HTTPS? undefined: nothing responds. Never throws. */
export type IsLed = (name: string) => Promise<boolean | undefined>;

/**
 * Redirect, HTTP/2 and HSTS after a proof, through the companion; a redirect counts only once nginx serves it. A
 * failure is a warning: the certificate is served all the same.
 */
export function extrasAfterProof(companion: Companion, isLed: IsLed): AddExtras {
  return async ({ domains }, { seen }) => {
    try {
      const answer = await askFor(companion, seen === "yes" ? "add-extras-proven" : "add-extras");
      if (!answer.notes.includes("redirects") || (await isLed(visitedName(domains)))) return linesOf(answer);
      return [
        phrase`warning: nginx does not redirect http://${visitedName(domains)}/ to HTTPS; fix: REDIRECT_TO_HTTPS=false in httpsidecar.env`,
      ];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return [phrase`warning: redirect, HTTP/2 and HSTS could not be set: ${error.message}; fix: ${error.fix}`];
    }
  };
}
