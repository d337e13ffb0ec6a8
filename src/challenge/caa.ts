import type { CaaRecord } from "node:dns";
import { Resolver } from "node:dns/promises";
import { addressText } from "../model/address.ts";
import type { ChallengeType } from "../model/challenge.ts";
import { phrase } from "../model/phrase.ts";
import { plainHost, plainLine } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";

export type ResolveCaa = (name: string) => Promise<readonly CaaRecord[]>;

const resolver = new Resolver({ timeout: 1500, tries: 1 });

/** Who is going to issue, and how control of the name is proven. */
export interface Issuer {
  /** of the CA, lower case (directory meta) */
  identities: readonly string[];
  /** URL of our account there; undefined: there is none yet */
  accountUri?: string | undefined;
  /** http-01 unless told */
  method?: ChallengeType;
}

/**
 * Throws Problem `caa-forbids` when a CAA record is sure to stop this CA (RFC 8659: the closest name that has any record
 * counts; RFC 8657: account and method). What DNS does not tell is left to the CA.
 */
export async function checkCaa(
  domain: string,
  issuer: Issuer,
  resolve: ResolveCaa = (name) => resolver.resolveCaa(name),
): Promise<void> {
  // CAA records belong to names (RFC 8659 section 3)
  if (issuer.identities.length === 0 || addressText(domain) !== undefined) return;
  for (const name of tree(domain.replace(/^\*\./, ""))) {
    const records = await ask(name, resolve);
    if (records === undefined) return;
    if (records.length === 0) continue;
    judge(domain, name, records, issuer);
    return;
  }
}

const known = ["issue", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone"];

/** A tag that a CA must know and none does (RFC 8659 section 4.1, critical). */
function strangeTag(records: readonly CaaRecord[]): string | undefined {
  const critical = records.filter((record) => record.critical >= 128);
  return critical.flatMap((record) => Object.keys(record)).find((key) => !["critical", "type", ...known].includes(key));
}

function judge(domain: string, name: string, records: readonly CaaRecord[], issuer: Issuer): void {
  const strange = strangeTag(records);
  if (strange !== undefined) throw unknownTag(domain, name, strange);
  const values = valuesFor(domain, records);
  if (values.length === 0) return;
  const ours = values.map(parseValue).filter((value) => issuer.identities.includes(value.issuer));
  if (ours.some((value) => refusalOf(value, issuer) === undefined)) return;
  const [identity = ""] = issuer.identities.flatMap((each) => plainHost(each) ?? []);
  const why = ours.length > 0 ? refusalOf(ours[0] as CaaValue, issuer) : namesOthers(values);
  const tag = isWildcard(domain) ? "issuewild" : "issue";
  throw new Problem({
    code: "caa-forbids",
    message: phrase`the CAA record of ${name} does not allow this CA to issue for ${domain}: ${why}`,
    fix: phrase`add to the DNS of ${name}: CAA 0 ${tag} "${identity}"`,
    retry: "look",
    names: [domain],
  });
}

function unknownTag(domain: string, name: string, tag: string): Problem {
  return new Problem({
    code: "caa-forbids",
    message: phrase`a CAA record of ${name} has the tag ${plainLine(tag, 50)}, which no CA knows, and is critical (128): none may issue for ${domain}`,
    fix: phrase`at your DNS provider remove that CAA record of ${name}, or give it the flag 0`,
    retry: "look",
    names: [domain],
  });
}

const isWildcard = (domain: string) => domain.startsWith("*.");

/** For a wildcard `issuewild` counts alone, where there is one (RFC 8659 section 4.3). */
function valuesFor(domain: string, records: readonly CaaRecord[]): readonly string[] {
  const wild = isWildcard(domain) ? records.flatMap(({ issuewild }) => issuewild ?? []) : [];
  return wild.length > 0 ? wild : records.flatMap(({ issue }) => issue ?? []);
}

function namesOthers(values: readonly string[]): string {
  const issuers = values.map((value) => parseValue(value).issuer).filter((issuer) => issuer !== "");
  return phrase`it names ${plainLine(issuers.join(", "), 200) || phrase`none`}`;
}

interface CaaValue {
  issuer: string;
  accounts: readonly string[];
  methods: readonly string[];
}

/** `letsencrypt.org; accounturi=https://…; validationmethods=http-01,dns-01` */
function parseValue(value: string): CaaValue {
  const [issuer = "", ...parameters] = value.split(";").map((part) => part.trim());
  const of = (tag: string) =>
    parameters.flatMap((part) => (part.toLowerCase().startsWith(`${tag}=`) ? [part.slice(tag.length + 1).trim()] : []));
  return {
    issuer: issuer.toLowerCase(),
    accounts: of("accounturi"),
    methods: of("validationmethods").flatMap((list) => list.toLowerCase().split(",")),
  };
}

/** Why a record that names this CA does not let us; undefined: it does. */
function refusalOf({ accounts, methods }: CaaValue, { accountUri, method = "http-01" }: Issuer): string | undefined {
  if (accounts.length > 0 && !accounts.some((account) => account === accountUri))
    return phrase`it allows another account alone (accounturi=${plainLine(accounts.join(", "), 200)})`;
  if (methods.length > 0 && !methods.includes(method))
    return phrase`it does not allow ${method} (validationmethods=${plainLine(methods.join(","), 100)})`;
  return undefined;
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
