import { hasFlag, lastOf } from "../../config/given.ts";
import type { Given } from "../../config/options.ts";
import type { StoredLineage } from "../../model/contracts.ts";
import type { Certificate, Lineage } from "../../model/lineage.ts";
import { sameNames } from "../../model/lineage-identity.ts";
import { phrase } from "../../model/phrase.ts";
import { plainName } from "../../model/plain-text.ts";
import { Problem } from "../../model/problem.ts";
import type { Settings } from "../../model/settings.ts";

export interface Target {
  lineage: Lineage;
  /** its key is to be of another kind: it is renewed whether due or not */
  newKeyType: boolean;
  warnings: readonly string[];
}

/**
 * certbot's choice: --cert-name, else the lineage with these names, else the largest that is part of them (only with
 * --expand), else one by the first name. Unlike certbot, that last one is reused with other names: no web server would
 * read a NAME-0001 beside it. Throws Problem `needs-expand`, `key-type-needs-name`.
 */
export function targetOf(typed: Settings, all: readonly StoredLineage[], given: readonly Given[]): Target {
  const stored = all.flatMap((lineage) => ("certificate" in lineage ? [lineage.certificate] : []));
  const chosen = lastOf(given, "certName") ?? nameFor(typed, stored, given);
  const current = stored.find(({ name }) => name === chosen);
  const { name, domainAsTyped } = typed.lineage;
  const lineage = { ...typed.lineage, name: chosen, domainAsTyped: domainAsTyped === name ? chosen : domainAsTyped };
  const newKeyType = changesKeyType(typed, current, hasFlag(given, "certName"));
  return { lineage, newKeyType, warnings: current === undefined ? [] : namesWarning(typed.lineage, current) };
}

function nameFor(typed: Settings, stored: readonly Certificate[], given: readonly Given[]): string {
  const { domains, name } = typed.lineage;
  const same = stored.findLast((one) => sameNames(one.domains, domains));
  if (same !== undefined) return same.name;
  const [part] = stored
    .filter((one) => one.domains.length > 0 && one.domains.every((each) => domains.includes(each)))
    .sort((one, other) => other.domains.length - one.domains.length);
  if (part === undefined) return name;
  if (hasFlag(given, "expand") || typed.forceRenewal) return part.name;
  throw new Problem({
    code: "needs-expand",
    message: phrase`the certificate ${part.name} has some of these names, and it is not clear whether it is to have them all`,
    fix: phrase`add --expand to put all names into it, or --cert-name NAME for another certificate`,
    retry: "after-a-fix",
  });
}

function changesKeyType({ certbot }: Settings, current: Certificate | undefined, named: boolean): boolean {
  const wanted = certbot.keyType?.toUpperCase();
  if (wanted === undefined || current === undefined || current.keyType === wanted) return false;
  if (named) return true;
  throw new Problem({
    code: "key-type-needs-name",
    message: phrase`the certificate ${current.name} has an ${current.keyType} key, and --key-type asks for another; in certbot's words: ${"Please provide both --cert-name and --key-type on the command line to confirm the change"}`,
    fix: phrase`name the certificate to change it: --cert-name ${plainName(current.name)} --key-type ${certbot.keyType}`,
    retry: "after-a-fix",
  });
}

function namesWarning({ domains }: Lineage, current: Certificate): readonly string[] {
  const gone = current.domains.filter((name) => !domains.includes(name));
  return gone.length === 0 ? [] : [phrase`${gone.join(", ")} will no longer be in the certificate ${current.name}`];
}
