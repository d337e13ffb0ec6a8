import { addressText } from "../model/address.ts";
import type { DoctorParts, NameAnswer, NameResolver } from "./parts.ts";

/** One resolver's answers for a name. */
export interface Lookup {
  resolver: string;
  addresses: readonly string[];
  /** why neither A nor AAAA has an answer; undefined: at least one has */
  failure: string | undefined;
}

const longestChain = 10;

export async function lookUp(domain: string, resolver: NameResolver): Promise<Lookup> {
  const answers = await Promise.all([resolver.ask(domain, "A"), resolver.ask(domain, "AAAA")]);
  const addresses = answers.flatMap(valuesOf);
  const failures = answers.flatMap((answer) => (answer.kind === "failure" ? [answer.why] : []));
  const failure = addresses.length === 0 && failures.length > 0 ? [...new Set(failures)].join(", ") : undefined;
  return { resolver: resolver.name, addresses, failure };
}

/** Every address that any resolver knows; an address is its own. */
export async function addressesOf(domain: string, resolvers: readonly NameResolver[]): Promise<readonly string[]> {
  if (addressText(domain) !== undefined) return [domain];
  const lookups = await Promise.all(resolvers.map((resolver) => lookUp(domain, resolver)));
  return [...new Set(lookups.flatMap(({ addresses }) => addresses))];
}

/** What is not public is a finding of dns; a stranger's network is left alone. */
export function isInReach(
  address: string,
  { publicAuthority, isPublicAddress }: Pick<DoctorParts, "publicAuthority" | "isPublicAddress">,
): boolean {
  return !publicAuthority || isPublicAddress(address);
}

/** The chain of CNAME records when it is a circle (RFC 1034 section 3.6.2 forbids it); else undefined. */
export async function followAliases(
  domain: string,
  resolvers: readonly NameResolver[],
): Promise<readonly string[] | undefined> {
  const chain = [domain];
  const [resolver] = resolvers;
  for (let last: string | undefined = domain; resolver && last !== undefined && chain.length <= longestChain; ) {
    last = valuesOf(await resolver.ask(last, "CNAME"))[0]?.toLowerCase();
    if (last === undefined) return undefined;
    const isCircle = chain.includes(last);
    chain.push(last);
    if (isCircle) return chain;
  }
  return undefined;
}

function valuesOf(answer: NameAnswer): readonly string[] {
  return answer.kind === "records" ? answer.values : [];
}
