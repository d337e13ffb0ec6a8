import { type CertbotOptions, dnsPlugins } from "../model/certbot-options.ts";
import { type DnsSettings, type ProviderName, providerFacts, providerNames } from "../model/dns-providers.ts";
import { phrase } from "../model/phrase.ts";
import { applied } from "../model/typed-lines.ts";
import { badSettings, shown } from "./bad-settings.ts";
import { noChallengeLeft } from "./certbot-options.ts";
import type { Environment } from "./environment.ts";
import { secretOf } from "./secret-files.ts";

const defaults = { propagationTimeout: 300, blindWait: 120 };
const longest = 3600;

/**
 * How names are proven in DNS: by DNS_PROVIDER, by certbot's flag of a DNS plugin, or by its manual hooks; undefined: over
 * HTTP. Throws Problem `bad-settings`.
 */
export function readDns(environment: Environment, certbot: CertbotOptions): DnsSettings | undefined {
  const waits = {
    propagationTimeout: seconds(environment["DNS_PROPAGATION_TIMEOUT"]) ?? defaults.propagationTimeout,
    blindWait: certbot.dnsPropagation ?? defaults.blindWait,
  };
  if (certbot.authenticator === "manual" && certbot.prefersDns) return { ...hooksOf(certbot), ...waits };
  if (environment["DNS_PROVIDER"] === "persist") return { kind: "persist", ...waits };
  const provider = providerOf(environment["DNS_PROVIDER"], certbot.authenticator);
  if (provider) return { ...byProvider(provider, environment, certbot), ...waits };
  if (certbot.prefersDns === "only") throw noChallengeLeft("dns");
  return undefined;
}

/** What a lineage's conf keeps of one of certbot's DNS plugins, or of its manual hooks. */
export type SavedWay = Pick<
  CertbotOptions,
  "authenticator" | "dnsCredentials" | "dnsPropagation" | "prefersDns" | "manualAuthHook" | "manualCleanupHook"
>;

/** As it was validated before, where the operator names no way at all. */
export function withSavedWay(
  certbot: CertbotOptions,
  { saved, environment }: { saved?: SavedWay | undefined; environment: Environment },
): CertbotOptions {
  const { authenticator, dnsCredentials, dnsPropagation, prefersDns, manualAuthHook, manualCleanupHook } = saved ?? {};
  const isNamed = certbot.authenticator ?? certbot.prefersDns ?? environment["DNS_PROVIDER"];
  if (isNamed) return certbot;
  if (authenticator === "manual")
    return { ...certbot, authenticator, prefersDns, manualAuthHook, manualCleanupHook } as CertbotOptions;
  if (!dnsPlugins.some((plugin) => plugin === authenticator)) return certbot;
  return { ...certbot, authenticator, dnsCredentials, dnsPropagation } as CertbotOptions;
}

function hooksOf({ manualAuthHook: auth = "", manualCleanupHook: cleanUp }: CertbotOptions) {
  return { kind: "hooks" as const, auth, cleanUp };
}

function providerOf(
  named: string | undefined,
  authenticator: CertbotOptions["authenticator"],
): ProviderName | undefined {
  const ofPlugin = authenticator && providerNames.find((name) => providerFacts(name).certbot?.plugin === authenticator);
  if (!named) return ofPlugin;
  const found = providerNames.find((name) => name === named);
  if (found && (ofPlugin === undefined || ofPlugin === found)) return found;
  if (found)
    throw badSettings(
      phrase`DNS_PROVIDER=${named} and --${authenticator ?? ""} are two providers`,
      phrase`keep one of the two`,
    );
  throw badSettings(
    phrase`DNS_PROVIDER ${shown(named)} is none of ${[...providerNames, "persist"].join(", ")}`,
    phrase`write one of them in httpsidecar.env; for another provider DNS_PROVIDER=exec with a script, or one CNAME to a zone that can be changed`,
  );
}

function byProvider(provider: ProviderName, environment: Environment, certbot: CertbotOptions) {
  const { required, optional, aliases = {} } = providerFacts(provider);
  const spellings = [...[...required, ...optional].map((name) => [name, name] as const), ...Object.entries(aliases)];
  const given = spellings.flatMap(([typed, name]) => {
    const secret = secretOf(environment, typed);
    return secret ? [{ name, ...secret }] : [];
  });
  const values = Object.fromEntries(given.flatMap((each) => (each.kind === "value" ? [[each.name, each.value]] : [])));
  const files = Object.fromEntries(given.flatMap((each) => (each.kind === "file" ? [[each.name, each.path]] : [])));
  const credentials = environment["DNS_CREDENTIALS_FILE"] || certbot.dnsCredentials;
  const missing = required.filter((name) => !(name in values) && !(name in files));
  if (credentials === undefined && missing.length > 0) throw missingValues(provider, missing);
  return { kind: "provider" as const, provider, values, files, credentials };
}

/**
 * The options as certbot saves them for DNS: its own plugin where it has one, else `manual` over DNS, which official
 * certbot then leaves to the owner of the hooks.
 */
export function asSaved(certbot: CertbotOptions, dns: DnsSettings | undefined): CertbotOptions {
  if (dns?.kind === "persist") return { ...certbot, authenticator: "manual", prefersDns: "only" };
  if (dns?.kind !== "provider") return certbot;
  const plugin = dnsPlugins.find((name) => name === providerFacts(dns.provider).certbot?.plugin);
  const credentials = plugin && dns.credentials ? { dnsCredentials: dns.credentials } : {};
  return { ...certbot, authenticator: plugin ?? "manual", prefersDns: "only", ...credentials };
}

/** Thrown too where the credentials file turns out not to have them. */
export function missingValues(provider: ProviderName, missing: readonly string[]) {
  return badSettings(
    phrase`DNS_PROVIDER=${provider} needs ${missing.join(", ")}`,
    applied(
      phrase`put ${missing.map((name) => `${name}=…`).join(" ")} into httpsidecar.env, or the path of a file that has it: ${missing[0] ?? ""}_FILE=/run/secrets/…`,
    ),
  );
}

function seconds(typed: string | undefined): number | undefined {
  if (!typed) return undefined;
  const number = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  if (number >= 1 && number <= longest) return number;
  throw badSettings(
    phrase`DNS_PROPAGATION_TIMEOUT ${shown(typed)} is not a number of seconds from 1 to ${longest}`,
    phrase`write DNS_PROPAGATION_TIMEOUT=300 in httpsidecar.env`,
  );
}
