import { badWords } from "../../config/bad-settings.ts";
import { lastOf } from "../../config/given.ts";
import type { Given } from "../../config/options.ts";
import { phrase } from "../../model/phrase.ts";

/** certbot's words for revocation reasons that a subscriber may give, and their codes (RFC 5280 section 5.3.1). */
const reasons: Readonly<Record<string, number>> = {
  unspecified: 0,
  keycompromise: 1,
  affiliationchanged: 3,
  superseded: 4,
  cessationofoperation: 5,
};

/** The code behind --reason; 0 without one. Throws Problem `bad-words`. */
export function reasonOf(given: readonly Given[]): number {
  const word = lastOf(given, "reason") ?? "unspecified";
  const known = word.toLowerCase();
  const code = Object.hasOwn(reasons, known) ? reasons[known] : undefined;
  if (code !== undefined) return code;
  const message = phrase`--reason ${JSON.stringify(word)} is not a reason that a CA accepts`;
  throw badWords(message, phrase`commands: ${Object.keys(reasons).join(", ")}`);
}
