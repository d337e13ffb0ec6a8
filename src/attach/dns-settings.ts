import type { AttachOptions, DnsChoice } from "../model/attach.ts";
import { providerFacts, providerNames } from "../model/dns-providers.ts";
import { isWildcard } from "../model/names.ts";
import { phrase } from "../model/phrase.ts";
import { readFileOf } from "./changes.ts";
import { noteFile } from "./note.ts";
import { linesOf, withoutOurs } from "./our-lines.ts";
import type { StackState } from "./read-stack.ts";
import { leftAlone } from "./refuse.ts";
import { credentialsFile } from "./template-bundle.ts";

/** Where the sidecar finds the provider's variables. */
const mountedAt = "/run/secrets/dns.env";

/**
 * How names are validated in DNS from now on: by `--dns`, else as an earlier attach wrote. undefined: attach has no part in
 * it. Throws Problem `conflict`.
 */
export async function dnsOf(stack: StackState, { dns, domain }: AttachOptions): Promise<DnsChoice | undefined> {
  const chosen = dns ?? (await formerDns(stack));
  if (dns) await refuseOwnSettings(stack, dns);
  const wildcard = domain.split(",").find(isWildcard);
  if (wildcard === undefined || chosen || ownWay(stack)) return chosen;
  throw leftAlone(
    "conflict",
    phrase`--domain ${wildcard} is a wildcard, which is validated in DNS only`,
    phrase`name your DNS provider: --dns cloudflare (${[...providerNames, "persist"].join(", ")})`,
  );
}

/** Lines of httpsidecar.env. */
export const dnsLines = (dns: DnsChoice | undefined): readonly string[] =>
  dns === undefined
    ? []
    : [`DNS_PROVIDER=${dns.provider}`, ...(dns.credentials === "" ? [] : [`DNS_CREDENTIALS_FILE=${mountedAt}`])];

/** The template with the provider's file mounted where the sidecar reads it. */
export function withCredentials(template: string, dns: DnsChoice | undefined): string {
  if (!dns?.credentials) return template;
  return template.replace(
    /^( +)- httpsidecar-state:\/var\/lib\/httpsidecar$/m,
    `$&\n$1- ./${credentialsFile}:${mountedAt}:ro`,
  );
}

async function formerDns({ files, folder }: StackState): Promise<DnsChoice | undefined> {
  const theirs = withoutOurs(files.settings.text).text;
  const ours = files.settings.text === theirs ? "" : files.settings.text;
  const written = /^DNS_PROVIDER=(.*)$/m.exec(ours)?.[1];
  const provider = [...providerNames, "persist" as const].find((name) => name === written);
  if (provider === undefined || /^DNS_PROVIDER=/m.test(theirs)) return undefined;
  const { text } = await readFileOf(folder, credentialsFile);
  if (provider === "persist" || text !== "") return { provider, credentials: text };
  throw leftAlone("conflict", phrase`${credentialsFile} is missing`, phrase`give the key again: --dns ${provider}`);
}

/** The operator's own setting would win over what was tried. */
async function refuseOwnSettings({ files, folder, note }: StackState, { provider }: DnsChoice): Promise<void> {
  const names =
    provider === "persist" ? [] : [...providerFacts(provider).required, ...providerFacts(provider).optional];
  const counts = ["DNS_PROVIDER", "DNS_CREDENTIALS_FILE", ...names.flatMap((name) => [name, `${name}_FILE`])];
  const key = linesOf(withoutOurs(files.settings.text).text)
    .map((line) => line.split("=")[0]?.trim() ?? "")
    .find((name) => counts.includes(name));
  if (key !== undefined)
    throw leftAlone(
      "conflict",
      phrase`${noteFile} sets ${key} already, which would win over --dns`,
      phrase`remove the line ${key}=… from ${noteFile}; or leave --dns out`,
    );
  const isOurs = note?.made.includes(credentialsFile);
  if (isOurs || (await readFileOf(folder, credentialsFile)).seen === undefined) return;
  throw leftAlone(
    "conflict",
    phrase`${credentialsFile} is not attach's, so detach could not restore it`,
    phrase`rename it, and run this again with --dns-credentials and its new name`,
  );
}

/** Does the operator's own setting say how DNS is used? */
function ownWay({ files, env }: StackState): boolean {
  const inOptions = /--(?:dns-|manual|preferred-challenges)/.test(env.get("CERTBOT_OPTIONS") ?? "");
  return inOptions || /^DNS_PROVIDER=\S/m.test(files.settings.text);
}
