import type { Certificate, Lineage } from "../model/lineage.ts";
import type { Decision } from "../model/outcome.ts";

export interface Facts {
  lineage: Lineage;
  current: Certificate | undefined;
  /** fingerprint of the leaf last deployed and proven */
  deployed: string | undefined;
  /** ACME directory that would be asked */
  directory: string;
  force: boolean;
}

const day = 24 * 60 * 60 * 1000;

/** What is to be done with a lineage now: a pure rule over facts. */
export function decide({ lineage, current, deployed, directory, force }: Facts, now: Date): Decision {
  if (!current) return { act: "issue", because: "there is no certificate yet" };
  if (!sameNames(lineage.domains, current.domains)) return { act: "issue", because: "the names changed" };
  if (isStaging(current.directory) && !isStaging(directory)) {
    return { act: "issue", because: "the present certificate is a staging one" };
  }
  if (force) return { act: "issue", because: "it was asked for" };

  const due = dueAt(current);
  if (due <= now) return { act: "issue", because: `it is due since ${due.toISOString().slice(0, 10)}` };
  if (deployed !== current.fingerprint) return { act: "deploy", because: "nginx was not seen to serve it yet" };
  return { act: "keep", until: due };
}

/** Two thirds of the lifetime, half when it is under ten days (Let's Encrypt's advice to clients without ARI). */
export function dueAt({ notBefore, notAfter }: Pick<Certificate, "notBefore" | "notAfter">): Date {
  const lifetime = notAfter.getTime() - notBefore.getTime();
  return new Date(notBefore.getTime() + lifetime * (lifetime < 10 * day ? 1 / 2 : 2 / 3));
}

/** certbot's own test: the URL of every known staging authority has the word in it. */
export function isStaging(directory: string | undefined): boolean {
  return directory?.includes("staging") ?? false;
}

function sameNames(wanted: readonly string[], has: readonly string[]): boolean {
  return wanted.length === has.length && wanted.every((name) => has.includes(name));
}
