import { parse } from "dotenv";
import { readSmall } from "../base/read-small.ts";
import { missingValues } from "../config/dns.ts";
import { type ByProvider, providerFacts } from "../model/dns-providers.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";

const largestBytes = 64 * 1024;

/**
 * What the provider needs, from variables, from `NAME_FILE`s and from the file of credentials (NAME=value, or the keys of
 * certbot's ini), in this order. Throws Problem `bad-settings`.
 */
export async function readSecrets(dns: ByProvider, certificates: string): Promise<Readonly<Record<string, string>>> {
  const fromFile = dns.credentials === undefined ? {} : await readCredentials(dns, dns.credentials, certificates);
  const files = await Promise.all(
    Object.entries(dns.files).map(
      async ([name, path]) => [name, (await readSecret(path, certificates)).trim()] as const,
    ),
  );
  const values = { ...fromFile, ...Object.fromEntries(files), ...dns.values };
  const missing = providerFacts(dns.provider).required.filter((name) => !values[name]);
  if (missing.length > 0) throw missingValues(dns.provider, missing);
  return values;
}

async function readCredentials({ provider }: ByProvider, path: string, certificates: string) {
  const { certbot, aliases = {} } = providerFacts(provider);
  const names = new Map(Object.entries({ ...certbot?.keys, ...aliases }));
  const lines = Object.entries(parse(await readSecret(path, certificates)));
  return Object.fromEntries(lines.map(([key, value]) => [names.get(key) ?? key, value]));
}

/** nginx can write the certificates' folder in some stacks: who has the zone's key from there would own the zone. */
async function readSecret(path: string, certificates: string): Promise<string> {
  if (path.startsWith(`${certificates}/`))
    throw secretProblem(path, phrase`is in the certificates' folder, which nginx can write in some stacks`);
  const bytes = await readSmall(path, { maxBytes: largestBytes }).catch(() => undefined);
  if (!bytes) throw secretProblem(path, phrase`is not there or cannot be read`);
  return bytes.toString("utf8");
}

function secretProblem(path: string, why: string): Problem {
  return new Problem({
    code: "bad-settings",
    message: phrase`the file of DNS credentials ${path} ${why}`,
    fix: phrase`mount it as a Docker secret (/run/secrets/NAME), and name that path in httpsidecar.env`,
    retry: "after-a-fix",
  });
}
