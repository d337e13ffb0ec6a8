import { type CertbotOptions, curves, dnsPlugins } from "../model/certbot-options.ts";
import { phrase } from "../model/phrase.ts";
import { badSettings, shown } from "./bad-settings.ts";
import type { FlagKey } from "./flags.ts";
import { hasFlag, lastOf } from "./given.ts";
import type { Given } from "./options.ts";
import { readWebrootMap } from "./webroot-map.ts";

/**
 * What the flags ask for beyond names, contact and CA; only what was given is in it.
 * `saved`: hooks of the lineage, which --manual alone goes on with, as certbot's renew does.
 * Throws Problem `bad-settings` for a value that certbot would refuse, and for flags that exclude each other.
 */
export function readCertbotOptions(given: readonly Given[], saved: SavedManual = {}): CertbotOptions {
  wholeNumber(given, "verboseLevel", "--verbose-level", 0, 10);
  return {
    ...readKey(given),
    ...readAuthenticator(given, saved),
    ...readHooks(given),
    ...readWebrootMap(given),
    ...without({
      issuanceTimeout: wholeNumber(given, "issuanceTimeout", "--issuance-timeout", 1, 86_400),
      preferredChain: lastOf(given, "preferredChain"),
      preferredProfile: lastOf(given, "preferredProfile"),
      requiredProfile: lastOf(given, "requiredProfile"),
      userAgent: lastOf(given, "userAgent"),
      userAgentComment: matching(given, "userAgentComment", comment),
      autorenew: hasFlag(given, "noAutorenew") ? false : undefined,
      account: matching(given, "account", accountId),
      maxLogBackups: wholeNumber(given, "maxLogBackups", "--max-log-backups", 0, 100_000),
      ...switches(given, ["expand", "allowSubset", "breakMyCerts"]),
    }),
  };
}

function readKey(given: readonly Given[]): CertbotOptions {
  const reuse = given.findLast(({ key }) => key === "reuseKey" || key === "noReuseKey")?.key;
  return without({
    keyType: oneOf(given, "keyType", "--key-type", ["rsa", "ecdsa"]),
    ellipticCurve: oneOf(given, "ellipticCurve", "--elliptic-curve", curves),
    rsaKeySize: wholeNumber(given, "rsaKeySize", "--rsa-key-size", 2048, 8192),
    reuseKey: reuse === undefined ? undefined : reuse === "reuseKey",
    ...switches(given, ["newKey"]),
  });
}

function readHooks(given: readonly Given[]): CertbotOptions {
  return without({
    preHook: lastOf(given, "preHook"),
    deployHook: lastOf(given, "deployHook"),
    postHook: lastOf(given, "postHook"),
    directoryHooks: hasFlag(given, "noDirectoryHooks") ? false : undefined,
    hookValidation: hasFlag(given, "noHookValidation") ? false : undefined,
    ...switches(given, ["runDeployHooks"]),
  });
}

type SavedManual = Pick<CertbotOptions, "authenticator" | "manualAuthHook" | "manualCleanupHook" | "prefersDns">;

function readAuthenticator(given: readonly Given[], saved: SavedManual): CertbotOptions {
  const http01Port = wholeNumber(given, "http01Port", "--http-01-port", 1, 65_535);
  if (http01Port === 443)
    throw badSettings(phrase`--http-01-port 443 is where HTTPS listens`, phrase`leave --http-01-port out`);
  const named = oneOf(given, "authenticator", "--authenticator", authenticators);
  const asked = new Set([named, ...authenticators.filter((key) => hasFlag(given, key))]);
  asked.delete(undefined);
  const [authenticator, other] = asked;
  if (other !== undefined)
    throw badSettings(
      phrase`--${authenticator ?? ""} and --${other} are two ways to prove one name`,
      phrase`keep one of the two`,
    );
  const http = { http01Port, http01Address: lastOf(given, "http01Address") };
  return without({
    authenticator,
    ...http,
    ...readManual(given, authenticator, saved),
    ...readDnsFlags(given),
  });
}

const authenticators = ["webroot", "standalone", "manual", ...dnsPlugins] as const;
type Authenticator = CertbotOptions["authenticator"];

function readManual(given: readonly Given[], authenticator: Authenticator, saved: SavedManual): CertbotOptions {
  const before = authenticator === "manual" && saved.authenticator === "manual" ? saved : {};
  const manualAuthHook = lastOf(given, "manualAuthHook") ?? before.manualAuthHook;
  if (authenticator === "manual" && manualAuthHook === undefined)
    throw badSettings(
      phrase`--manual needs --manual-auth-hook, because nothing is asked at the terminal here`,
      phrase`write --manual-auth-hook /path/of/script in CERTBOT_OPTIONS`,
    );
  const manualCleanupHook = lastOf(given, "manualCleanupHook") ?? before.manualCleanupHook;
  const prefersDns = hasFlag(given, "preferredChallenges") ? undefined : before.prefersDns;
  return without({ manualAuthHook, manualCleanupHook, prefersDns });
}

function readDnsFlags(given: readonly Given[]): CertbotOptions {
  const prefersDns = preference(lastOf(given, "preferredChallenges"));
  const dnsPropagation = wholeNumber(given, "dnsPropagation", "--dns-…-propagation-seconds", 0, 86_400);
  return without({ prefersDns, dnsPropagation, dnsCredentials: lastOf(given, "dnsCredentials") });
}

/** Throws where no usable challenge is left. */
function preference(list = "http"): CertbotOptions["prefersDns"] {
  const asked = list.split(",").map((name) => name.trim().replace(/-01$/, ""));
  const known = asked.filter((name) => name === "http" || name === "dns");
  if (known[0] === "http") return undefined;
  if (known[0] === "dns") return known.includes("http") ? "first" : "only";
  throw noChallengeLeft(list);
}

/** For `dns` alone too, where DNS is not configured. */
export function noChallengeLeft(list: string) {
  return badSettings(
    phrase`--preferred-challenges ${shown(list)} leaves no challenge that works here`,
    phrase`leave it out, write --preferred-challenges http, or dns with DNS_PROVIDER or --manual`,
  );
}

function oneOf<T extends string>(
  given: readonly Given[],
  key: FlagKey,
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = lastOf(given, key);
  const found = choices.find((choice) => choice === value);
  if (value === undefined || found !== undefined) return found;
  throw badSettings(
    phrase`${name} ${shown(value)} is none of ${choices.join(", ")}`,
    phrase`write ${name} ${choices[0]}`,
  );
}

function wholeNumber(given: readonly Given[], key: FlagKey, name: string, least: number, most: number) {
  const value = lastOf(given, key);
  if (value === undefined) return undefined;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw badSettings(
    phrase`${name} ${shown(value)} is not a number from ${least} to ${most}`,
    phrase`write ${name} ${least}`,
  );
}

interface Shape {
  name: string;
  pattern: RegExp;
  fault: string;
}

const comment: Shape = { name: "--user-agent-comment", pattern: /^[^()]*$/, fault: phrase`has a parenthesis` };
const accountId: Shape = {
  name: "--account",
  pattern: /^[\da-f]{32}$/,
  fault: phrase`is not an account id of certbot, 32 letters of 0-9 and a-f`,
};

function matching(given: readonly Given[], key: FlagKey, { name, pattern, fault }: Shape): string | undefined {
  const value = lastOf(given, key);
  if (value === undefined || pattern.test(value)) return value;
  throw badSettings(`${name} ${shown(value)} ${fault}`, phrase`correct it, or omit ${name}`);
}

function switches<Key extends FlagKey>(given: readonly Given[], keys: readonly Key[]): { [key in Key]?: true } {
  const there = keys.filter((key) => hasFlag(given, key)).map((key) => [key, true]);
  return Object.fromEntries(there) as { [key in Key]?: true };
}

/** Only what was given, so that one set of options can override another. */
function without<T extends object>(options: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const there = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
