import { recordLabels } from "./challenge.ts";

/** A TXT record of dns-persist-01 (draft-ietf-acme-dns-persist-01): set once, it lets one account validate a name. */
export interface PersistRequest {
  /** names by which the CA may be called in the record, lower case; empty: not known, so any will do */
  issuers: readonly string[];
  /** compared byte for byte */
  accountUri: string;
  /** names below the name are to be covered too */
  wildcard: boolean;
}

/** The name where the record stands, for a name or its wildcard. */
export function persistName(domain: string): string {
  return `${recordLabels["dns-persist-01"]}.${domain.replace(/^\*\./, "")}`;
}

/** Its value. */
export function persistValue({ issuers: [issuer = ""], accountUri, wildcard }: PersistRequest): string {
  return `${issuer}; accounturi=${accountUri}${wildcard ? "; policy=wildcard" : ""}`;
}

/** The moment until which one of these values lets the account validate the name; undefined: none does. */
export function persistsUntil(values: readonly string[], request: PersistRequest): Date | undefined {
  const moments = values.flatMap((value) => momentOf(value, request) ?? []);
  return moments.sort((one, other) => other.getTime() - one.getTime())[0];
}

/** Far away, and a date all the same. */
const forEver = new Date(8.64e15);

function momentOf(value: string, { issuers, accountUri, wildcard }: PersistRequest): Date | undefined {
  const [issuer = "", ...rest] = value.split(";").map((part) => part.trim());
  const tags = rest.map((part) => /^([a-z0-9]+)=([!-:<-~]*)$/i.exec(part));
  const names = tags.map((tag) => tag?.[1]?.toLowerCase());
  // an empty part is a semicolon too many, and a CA takes no tag twice
  if (tags.includes(null) || new Set(names).size !== names.length) return undefined;
  const tagOf = (name: string) => tags[names.indexOf(name)]?.[2];
  const isIssuer = issuers.length === 0 || issuers.includes(issuer.toLowerCase().replace(/\.$/, ""));
  if (!isIssuer || tagOf("accounturi") !== accountUri) return undefined;
  if (wildcard && tagOf("policy")?.toLowerCase() !== "wildcard") return undefined;
  const until = tagOf("persistuntil");
  if (until === undefined) return forEver;
  return /^\d{1,12}$/.test(until) ? new Date(Number(until) * 1000) : undefined;
}

/** One record for each base name; it covers the names below it where the wildcard is asked for. */
export function persistRequests(
  domains: readonly string[],
  by: Pick<PersistRequest, "issuers" | "accountUri">,
): readonly (PersistRequest & { domain: string })[] {
  const bases = new Set(domains.map((name) => name.replace(/^\*\./, "")));
  return [...bases].map((domain) => ({ ...by, domain, wildcard: domains.includes(`*.${domain}`) }));
}
