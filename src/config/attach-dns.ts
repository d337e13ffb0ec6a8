import { parse } from "dotenv";
import type { AttachOptions } from "../model/attach.ts";
import { type ProviderName, providerFacts, providerNames } from "../model/dns-providers.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { badSettings, badWords, shown } from "./bad-settings.ts";
import { credentialsIn } from "./dns-secrets.ts";
import type { Environment } from "./environment.ts";

type Way = NonNullable<AttachOptions["dns"]>["provider"];

/** Their script or account is a file that the operator mounts, so nothing can be tried before the container is there. */
const needsFile = (name: ProviderName) => providerFacts(name).required.some((variable) => variable.endsWith("_PATH"));

/** The word after `--dns`. Throws Problem `bad-words`. */
export function readDnsWay(typed: string, usage: string): Way {
  const found = [...providerNames, "persist" as const].find((name) => name === typed);
  if (found === undefined) {
    const names = [...providerNames.filter((name) => !needsFile(name)), "persist"];
    throw badWords(phrase`--dns ${shown(typed)} is none of ${names.join(", ")}`, usage);
  }
  if (found === "persist" || !needsFile(found)) return found;
  throw badWords(
    phrase`--dns ${found} needs a file inside the container, which attach cannot mount`,
    phrase`leave --dns out, and set DNS_PROVIDER=${found} by hand (docker/docs/dns.md)`,
  );
}

/** What docker/attach is to find out, a line each: `ask` or `hide` (without echo) NAME, `take` NAME where the shell has it. */
export function dnsQuestions(way: Way): readonly string[] {
  if (way === "persist") return [];
  const { required, usual = [], optional, aliases = {} } = providerFacts(way);
  const asked = [...required, ...usual];
  const rest = [...optional, ...Object.keys(aliases)].filter((name) => !asked.includes(name));
  return [
    ...asked.map((name) => `${isPublic.test(name) ? "ask" : "hide"} ${name}`),
    ...rest.map((name) => `take ${name}`),
  ];
}

const isPublic = /(?:NAMESERVER|ENDPOINT|_URL|USERNAME|TSIG_KEY|_ID)$/;

/** What docker/attach found out, and where. */
export interface DnsGiven {
  values: Readonly<Record<string, string>>;
  /** of httpsidecar.env, those that say how DNS and the world are reached */
  reach: Environment;
  /** a variable with its place, for the operator */
  placeOf: (name: string) => string;
}

const reaching = ["DOCTOR_RESOLVERS", "DNS_PROPAGATION_TIMEOUT", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"];

/**
 * From standard input, with NUL between: lines NAME=value as they were typed, the file of `--dns-credentials`, and
 * httpsidecar.env. Throws Problem `bad-settings`.
 */
export function readDnsGiven(provider: ProviderName, said: string, file = "FILE"): DnsGiven {
  const [typed = "", text = "", settings = ""] = said.split("\0");
  const inFile = credentialsIn(provider, text);
  const { required, optional, aliases = {} } = providerFacts(provider);
  const lines = typed.split("\n").map((line) => line.split(/=(.*)/s));
  const asked = lines.map(([name = "", value = ""]) => [aliases[name] ?? name, value] as const);
  const all: Record<string, string> = { ...inFile, ...Object.fromEntries(asked.filter(([, value]) => value !== "")) };
  const known = Object.entries(all).filter(([name]) => [...required, ...optional].includes(name));
  const missing = required.filter((name) => !all[name]);
  if (missing.length > 0) throw notGiven(provider, missing);
  const own = parse(settings);
  const keys = text.split("\n").map((line) => Object.keys(credentialsIn(provider, line))[0]);
  return {
    values: Object.fromEntries(known),
    reach: Object.fromEntries(reaching.map((name) => [name, own[name]])),
    placeOf: (name) => (name in inFile ? phrase`${name} (${file} line ${keys.indexOf(name) + 1})` : name),
  };
}

function notGiven(provider: ProviderName, missing: readonly string[]): Problem {
  return badSettings(
    phrase`--dns ${provider} needs ${missing.join(", ")}`,
    phrase`export it in this shell, or name a file with lines ${missing.map((name) => `${name}=…`).join(" ")}: --dns-credentials FILE`,
  );
}

/** The text of the sidecar's own file, which dotenv reads back as it was given. Throws Problem `bad-settings`. */
export function credentialsText({ values }: DnsGiven): string {
  return Object.entries(values)
    .map(([name, value]) => `${lineOf(name, value)}\n`)
    .join("");
}

function lineOf(name: string, value: string): string {
  const forms = ["", "'", "`", '"'].map((quote) => `${name}=${quote}${value}${quote}`);
  const found = forms.find((line) => !line.includes("\n") && parse(line)[name] === value);
  if (found !== undefined) return found;
  throw badSettings(
    phrase`${name} has a line break, or every kind of quotation mark`,
    phrase`write it into a file of its own, and set ${name}_FILE by hand (docker/docs/dns.md)`,
  );
}

/** A provider's no, with the place where the key was given. */
export function withPlaces(error: unknown, provider: ProviderName, { values, placeOf }: DnsGiven): unknown {
  if (!(error instanceof Problem) || error.code !== "dns-api-refused") return error;
  const { required, usual = [] } = providerFacts(provider);
  const places = [...required, ...usual].filter((name) => name in values).map(placeOf);
  const { code, message, retry } = error;
  const fix = phrase`check ${places.join(", ")}, and that the key may change TXT records of this zone`;
  return new Problem({ code, message, fix, retry, cause: error });
}
