import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "dotenv";
import { type ByProvider, type ProviderName, providerFacts } from "../model/dns-providers.ts";
import { phrase } from "../model/phrase.ts";
import { applied } from "../model/typed-lines.ts";
import { badSettings, shown } from "./bad-settings.ts";
import { missingValues } from "./dns.ts";
import { readSecret } from "./secret-files.ts";

/**
 * The provider's secrets: from variables, from `NAME_FILE`s, else from the file of credentials (NAME=value, or the keys
 * of certbot's ini). Read for each use, so that a changed file counts. Throws Problem `bad-settings`.
 */
export function readDnsSecrets(dns: ByProvider, certificates: string): Readonly<Record<string, string>> {
  const { provider, credentials } = dns;
  const inFile = credentials === undefined ? {} : readCredentials(dns, credentials, certificates);
  const files = Object.entries(dns.files).map(([name, path]) => [
    name,
    readOutside(certificates, `${name}_FILE`, path),
  ]);
  const values: Record<string, string> = { ...inFile, ...Object.fromEntries(files), ...dns.values };
  for (const [name, value] of Object.entries(values))
    if (name.endsWith("_PATH")) refuseInside(certificates, name, value);
  const missing = providerFacts(provider).required.filter((name) => !values[name]);
  if (missing.length > 0) throw missingValues(provider, missing);
  return values;
}

function readCredentials({ provider }: ByProvider, path: string, certificates: string) {
  return credentialsIn(provider, readOutside(certificates, phrase`the file of DNS credentials`, path));
}

/** The provider's variables in the text of a file: NAME=value, or the keys of certbot's ini. */
export function credentialsIn(provider: ProviderName, text: string): Readonly<Record<string, string>> {
  const { certbot, aliases = {} } = providerFacts(provider);
  const names = new Map(Object.entries({ ...certbot?.keys, ...aliases }));
  return Object.fromEntries(Object.entries(parse(text)).map(([key, value]) => [names.get(key) ?? key, value]));
}

function readOutside(certificates: string, name: string, path: string): string {
  refuseInside(certificates, name, path);
  return readSecret(name, path).trim();
}

/** nginx can write the certificates' folder in some stacks: the zone's key there, or a script, would give the zone away. */
function refuseInside(certificates: string, name: string, path: string): void {
  if (!placeOf(path).startsWith(`${placeOf(certificates)}/`)) return;
  throw badSettings(
    phrase`${name} ${shown(path)} is in the certificates' folder, which nginx can write in some stacks`,
    applied(phrase`mount it as a Docker secret (/run/secrets/NAME), and name that path in httpsidecar.env`),
  );
}

/** Where a path leads, by links and dots. */
function placeOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
