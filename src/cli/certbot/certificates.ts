import { allOf, lastOf } from "../../config/given.ts";
import type { StoredLineage } from "../../model/contracts.ts";
import { canonicalName } from "../../model/lineage-identity.ts";
import { describeLineage, revokedAmong } from "../certificates.ts";
import { wantedBack } from "../wanted-back.ts";
import { rule } from "./frame.ts";
import type { CertbotVerb } from "./verb.ts";

/** certbot's list: the readable ones, then the names of the broken ones; exit code 0 either way. */
export const certbotCertificates: CertbotVerb = async (context, { given }) => {
  const { assembly, clock, print } = context;
  const name = lastOf(given, "certName");
  const all = await (await assembly.store()).list();
  const domains = allOf(given, "domains").flatMap((list) => list.split(",").map(canonicalName));
  const found = all.filter((lineage) => (name === undefined || lineage.name === name) && hasAll(lineage, domains));
  const good = found.filter((lineage) => "certificate" in lineage);
  const bad = found.filter((lineage) => "problem" in lineage);
  print(rule);
  if (good.length > 0) print("Found the following certs:");
  const revoked = await revokedAmong(good, await assembly.ledger(print));
  const place = { folder: assembly.folders.config, now: clock.now(), revoked, wanted: await wantedBack(context, good) };
  for (const line of good.flatMap((one) => describeLineage(one, place))) print(line);
  if (bad.length > 0) print("The following renewal configurations were invalid:");
  for (const { name: broken, problem } of bad) {
    print(`  ${assembly.folders.config}/renewal/${broken}.conf`);
    print(`    ${problem.message}`);
    print(`    fix: ${problem.fix}`);
  }
  if (found.length === 0) print("No certificates found.");
  print(rule);
  return 0;
};

/** certbot lists those that have every name of -d. */
function hasAll(lineage: StoredLineage, domains: readonly string[]): boolean {
  if (domains.length === 0) return true;
  return "certificate" in lineage && domains.every((domain) => lineage.certificate.domains.includes(domain));
}
