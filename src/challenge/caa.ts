import type { CaaRecord } from "node:dns";
import { Resolver } from "node:dns/promises";
import { addressText } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";

export type ResolveCaa = (name: string) => Promise<readonly CaaRecord[]>;

const resolver = new Resolver({ timeout: 1500, tries: 1 });

/**
 * Throws Problem `caa-forbids` when a CAA record is sure to stop this authority (RFC 8659: the closest name that has
 * any record counts). What DNS does not tell is left to the authority.
 */
export async function checkCaa(
  domain: string,
  identities: readonly string[],
  resolve: ResolveCaa = (name) => resolver.resolveCaa(name),
): Promise<void> {
  // CAA records belong to names (RFC 8659 section 3)
  if (identities.length === 0 || addressText(domain) !== undefined) return;
  for (const name of tree(domain)) {
    const records = await ask(name, resolve);
    if (records === undefined) return;
    if (records.length === 0) continue;
    judge(domain, name, records, identities);
    return;
  }
}

function judge(domain: string, name: string, records: readonly CaaRecord[], identities: readonly string[]): void {
  const issuers = records.flatMap(({ issue }) => (issue === undefined ? [] : [issuerOf(issue)]));
  if (issuers.length === 0 || issuers.some((issuer) => identities.includes(issuer))) return;
  throw new Problem({
    code: "caa-forbids",
    message: phrase`the CAA record of ${name} does not allow this CA to issue for ${domain}: it names ${issuers.join(", ") || phrase`none`}`,
    fix: phrase`add to the DNS of ${name}: CAA 0 issue "${identities[0]}"`,
    retry: "look",
    names: [domain],
  });
}

/** The domain part of `letsencrypt.org; validationmethods=http-01`. */
function issuerOf(value: string): string {
  return (value.split(";")[0] ?? "").trim().toLowerCase();
}

/** The name itself, then its parents, without the root. */
function tree(domain: string): readonly string[] {
  const labels = domain.split(".");
  return labels.map((_, index) => labels.slice(index).join("."));
}

/** undefined: DNS did not tell. */
async function ask(name: string, resolve: ResolveCaa): Promise<readonly CaaRecord[] | undefined> {
  try {
    return await resolve(name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENODATA" || code === "ENOTFOUND" ? [] : undefined;
  }
}
