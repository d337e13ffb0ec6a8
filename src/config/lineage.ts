import type { Lineage } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { badSettings, putIntoEnv, shown, thenStart } from "./bad-settings.ts";
import { guessDomain, readDomain } from "./domain.ts";

export interface LineageRequest {
  /** CERTBOT_DOMAIN as typed; empty when it is not set */
  variable: string;
  /** -d in CERTBOT_OPTIONS: further names */
  added: readonly string[];
  /** -d after update-cert: all names for this run, CERTBOT_DOMAIN left out of it */
  instead: readonly string[];
  certName: string | undefined;
  publicAuthority: boolean;
  /** a name may begin with `*.`: it is proven in DNS */
  wildcards?: boolean;
}

type Names = Pick<LineageRequest, "publicAuthority" | "wildcards">;

/** The longest file name (NAME_MAX): nginx looks in a folder named as CERTBOT_DOMAIN is typed. */
const longestFolder = 255;

/** Names and lineage from CERTBOT_DOMAIN and -d. Throws Problem `bad-settings` with the line to paste. */
export function readLineage(request: LineageRequest): Lineage {
  const { variable, added, instead } = request;
  const flagged = readFlagged(instead, request);
  const [first, ...rest] = flagged;
  if (first !== undefined)
    return named(request, [first, ...rest], isSameLineage(request, first) ? variable : undefined);

  const [own, ...others] = readVariable(variable, request);
  const domains = new Set([...others, ...readFlagged(added, request)]);
  domains.delete(own);
  return named(request, [own, ...domains], variable);
}

function named({ certName }: LineageRequest, domains: Lineage["domains"], domainAsTyped: string | undefined): Lineage {
  // as certbot names it
  const name = certName === undefined ? domains[0].replace(/^\*\./, "") : checkCertName(certName);
  return { name, domains, domainAsTyped: domainAsTyped ?? name };
}

/** nginx reads CERTBOT_DOMAIN's folder; another lineage by hand must not replace it. */
function isSameLineage({ variable, publicAuthority, wildcards }: LineageRequest, first: string): boolean {
  const [own = ""] = variable.split(",");
  const read = readDomain(own, publicAuthority, wildcards);
  return !/\s/.test(variable) && read.ok && read.domain === first;
}

function readVariable(value: string, { publicAuthority, wildcards }: Names): [string, ...string[]] {
  const paste = putIntoEnv(`CERTBOT_DOMAIN=${mended(value, publicAuthority)}`);
  if (value === "") throw badSettings(phrase`CERTBOT_DOMAIN is empty`, paste);
  if (/\s/.test(value)) {
    throw badSettings(phrase`CERTBOT_DOMAIN ${shown(value)} contains white space, and nginx makes a path of it`, paste);
  }
  const [first = "", ...more] = value.split(",").map((typed) => {
    const read = readDomain(typed, publicAuthority, wildcards);
    if (read.ok) return read.domain;
    throw badSettings(phrase`CERTBOT_DOMAIN ${faultyPart(typed, value)} ${read.fault}`, paste);
  });
  if (Buffer.byteLength(value) > longestFolder) throw tooLong(value, first, more);
  return [first, ...more];
}

function readFlagged(values: readonly string[], { publicAuthority, wildcards }: Names): readonly string[] {
  const names = values.flatMap((value) => value.split(",")).map((name) => name.trim());
  const domains = names.map((typed) => {
    const read = readDomain(typed, publicAuthority, wildcards);
    if (read.ok) return read.domain;
    throw badSettings(`-d ${shown(typed)} ${read.fault}`, phrase`write -d ${mended(typed, publicAuthority)}`);
  });
  return [...new Set(domains)];
}

function faultyPart(typed: string, value: string): string {
  return typed === value ? shown(typed) : `${shown(value)}: ${shown(typed)}`;
}

/** The names that were probably meant, as one value to paste; a description where there are none. */
export function mended(value: string, publicAuthority: boolean): string {
  const guesses = value.split(/[\s,;]+/).map(guessDomain);
  const good = guesses.filter((guess) => readDomain(guess, publicAuthority).ok);
  return [...new Set(good)].join(",") || phrase`<the name that people type to reach this site>`;
}

function tooLong(value: string, first: string, more: readonly string[]) {
  return badSettings(
    phrase`CERTBOT_DOMAIN is ${Buffer.byteLength(value)} bytes long, and nginx looks for a folder of that name: at most ${longestFolder} are possible`,
    phrase`put CERTBOT_DOMAIN=${first} and CERTBOT_OPTIONS="-d ${more.join(",")}" into .env, ${thenStart}`,
  );
}

function checkCertName(name: string): string {
  if (/^[^\s/\\.-][^\s/\\]{0,199}$/.test(name)) return name;
  throw badSettings(
    phrase`--cert-name ${shown(name)} cannot be the name of a folder`,
    phrase`in CERTBOT_OPTIONS, or after update-cert, give it a name such as --cert-name dify`,
  );
}
