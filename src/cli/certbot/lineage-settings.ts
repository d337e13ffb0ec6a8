import { hasFlag } from "../../config/given.ts";
import { readSettings } from "../../config/settings.ts";
import type { CertbotOptions } from "../../model/certbot-options.ts";
import type { Certificate } from "../../model/lineage.ts";
import type { Settings } from "../../model/settings.ts";
import type { Context } from "../context.ts";
import type { CommandLine } from "./command-line.ts";
import { renewalWords } from "./renewal-words.ts";
import { servedLineage } from "./served-lineage.ts";

/** The options that the lineage was made with, overridden by those typed. Throws Problem `bad-settings`. */
export async function lineageSettings(
  context: Context,
  line: CommandLine,
  certificate: Certificate,
): Promise<Settings> {
  const { assembly, environment } = context;
  const saved = await savedOptions(context, certificate);
  const { words, warnings } = renewalWords(line, certificate);
  const folders = { ...assembly.folders, ...(saved.webroot === undefined ? {} : { webroot: saved.webroot }) };
  const overDns = saved.authenticator?.startsWith("dns-") || saved.authenticator === "manual";
  const provider = overDns ? { DNS_PROVIDER: "" } : {};
  const imported = { ...environment, CERTBOT_OPTIONS: "", ...provider };
  const typed = readSettings({ environment: imported, words, word: "certbot", folders, ini: line.ini, saved });
  const isOtherWay = typed.certbot.authenticator !== undefined && typed.certbot.authenticator !== saved.authenticator;
  const { webrootMap, otherAuthenticator: _, ...rest } = isOtherWay ? withoutItsWay(saved) : saved;
  const served = servedLineage(context);
  const domainAsTyped = served?.name === certificate.name ? served.domainAsTyped : certificate.name;
  const lineage = { ...typed.lineage, domainAsTyped };
  const map = webrootMap === undefined || hasFlag(line.given, "webrootPath") ? {} : { webrootMap };
  return {
    ...typed,
    lineage,
    certbot: { ...rest, ...map, ...typed.certbot },
    warnings: [...typed.warnings, ...warnings],
  };
}

/**
 * Without the way of validation where it is none of ours, its file of credentials is elsewhere, or its hooks may not be
 * run: it stays as it is.
 */
async function savedOptions({ assembly }: Context, { name, elsewhere }: Certificate): Promise<CertbotOptions> {
  const saved = await assembly.options(name);
  if (elsewhere === undefined) return saved;
  return withoutItsWay(saved);
}

const withoutItsWay = (saved: CertbotOptions): CertbotOptions =>
  Object.fromEntries(Object.entries(saved).filter(([key]) => !way.includes(key)));

const way: readonly string[] = [
  ...["authenticator", "dnsCredentials", "dnsPropagation", "prefersDns"],
  ...["manualAuthHook", "manualCleanupHook"],
];
