import { addressText } from "../../model/address.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Check } from "../check.ts";
import { type CheckResult, fine, ofProblem } from "../finding.ts";
import type { DoctorParts } from "../parts.ts";

/** CAA records: does the closest one let this CA issue (RFC 8659)? */
export const caa: Check = {
  name: "caa",
  forOrders: true,
  async look(parts) {
    // an unreachable CA is a finding of its own check
    const identities = (await parts.authority().catch(() => undefined))?.caaIdentities ?? [];
    const names = parts.settings.lineage.domains.filter((domain) => addressText(domain) === undefined);
    if (identities.length === 0 || names.length === 0)
      return [fine(phrase`the CA does not publish its CAA identity, so CAA records could not be checked`)];
    return await Promise.all(names.map((domain) => lookAt(domain, identities, parts)));
  },
};

async function lookAt(
  domain: string,
  identities: readonly string[],
  { checkCaa, resolvers }: DoctorParts,
): Promise<CheckResult> {
  const [resolver] = resolvers;
  try {
    if (resolver) await checkCaa(domain, identities, resolver);
    return fine(phrase`no CAA record of ${domain} forbids ${identities.join(", ")}`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return ofProblem(error, "blocks", phrase`the CA will refuse to issue`);
  }
}
