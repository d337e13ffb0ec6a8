import { usualSocket } from "../model/companion.ts";
import { canonicalName } from "../model/lineage-identity.ts";
import type { Folders, Settings } from "../model/settings.ts";
import { isPublicAuthority, readAuthority } from "./authority.ts";
import { readAuthorityOptions } from "./authority-options.ts";
import { readCertbotOptions } from "./certbot-options.ts";
import { type Choice, choose } from "./choice.ts";
import { asSaved, readDns, type SavedWay, withSavedWay } from "./dns.ts";
import { type ReadEmail, readEmail } from "./email.ts";
import { type Environment, readCertbotEnvironment } from "./environment.ts";
import { lastOf } from "./given.ts";
import { type IniOption, trustOf, wordsAboutFiles } from "./ini-choice.ts";
import { languageWarnings } from "./language.ts";
import { readLineage } from "./lineage.ts";
import { checkFolders } from "./mounted-folders.ts";
import { readNotifyUrls } from "./notify-urls.ts";
import { readOptions } from "./options.ts";
import { mayRunSavedHooks } from "./saved-options.ts";
import { readSchedule } from "./schedule.ts";
import { shellWords } from "./shell-words.ts";
import { staleFlagsOf, warningsAbout } from "./warnings.ts";
import { readWatch } from "./watch-urls.ts";
import { readWebroot } from "./webroot.ts";

export interface SettingsSource {
  environment: Environment;
  /** certbot's flags after the command, which override CERTBOT_OPTIONS */
  words: readonly string[];
  /** options from files (readIniOptions) */
  ini?: readonly IniOption[];
  /** the command itself; in the loop (`serve`) --force-renewal does not count */
  word: string;
  /** the ACME directory of the lineage: asked again unless the operator names another */
  home?: string | undefined;
  /** what its conf keeps of how its names are validated in DNS: so again unless the operator names another way */
  saved?: SavedWay | undefined;
  folders?: Partial<Folders>;
  companionSocket?: string;
}

/** Where every stack mounts its folders into the certbot container. */
export const defaultFolders: Folders = {
  config: "/etc/letsencrypt",
  webroot: "/var/www/html",
  logs: "/var/log/letsencrypt",
  run: "/run",
  state: "/var/lib",
};

/** Everything for one run, valid and normalised. Throws Problem `bad-settings`, which names the variable and the fix. */
export function readSettings(source: SettingsSource): Settings {
  const given = readCertbotEnvironment(source.environment);
  const choice = chooseFor(source, given);
  const publicAuthority = isPublic(given, readAuthority(choice.authority, source.home).directory);
  const rest = readRest(source, given, choice);
  const wildcards = rest.dns !== undefined || source.word === "csr";
  return {
    lineage: readLineage({ variable: given.CERTBOT_DOMAIN, ...choice.names, publicAuthority, wildcards }),
    ...rest,
  };
}

/**
 * The lineage that the settings are about, even if its names are unusable: --cert-name, else the first name. Throws
 * Problem `bad-settings` for unknown flags.
 */
export function readLineageName(source: SettingsSource): string {
  const given = readCertbotEnvironment(source.environment);
  const { names } = chooseFor(source, given);
  const [first = ""] = (names.instead[0] ?? given.CERTBOT_DOMAIN).split(",");
  return names.certName ?? canonicalName(first.replace(/^\*\./, ""));
}

/** The same for a run without names. Throws Problem `bad-settings` likewise. */
export function readNameless(source: SettingsSource): Omit<Settings, "lineage"> {
  const given = readCertbotEnvironment(source.environment);
  return readRest(source, given, chooseFor(source, given));
}

type CertbotEnvironment = ReturnType<typeof readCertbotEnvironment>;

/** A company's own CA knows names that the world does not. */
function isPublic({ OWN_CERTIFICATE: imported, REQUESTS_CA_BUNDLE }: CertbotEnvironment, directory: string): boolean {
  return imported !== "true" && isPublicAuthority(directory, REQUESTS_CA_BUNDLE);
}

function chooseFor({ words, word, folders, ini = [] }: SettingsSource, given: CertbotEnvironment): Choice {
  const all = { ...defaultFolders, ...folders };
  const choice = choose({ variable: given.CERTBOT_OPTIONS, words, word, ini, trust: trustOf(given, all) });
  checkFolders(choice, all);
  return choice;
}

function readRest(source: SettingsSource, given: CertbotEnvironment, choice: Choice): Omit<Settings, "lineage"> {
  const { word, companionSocket, ini = [] } = source;
  const folders = { ...defaultFolders, ...source.folders };
  const { directory, staging } = readAuthority(choice.authority, source.home);
  const certbot = withSavedWay(readCertbotOptions(choice.all, source.saved), source);
  const dns = readDns(source.environment, certbot);
  const { email, warning } = readContact(choice, given.CERTBOT_EMAIL, isPublic(given, directory));
  return {
    ...{ email, directory, staging },
    exactNames: choice.names.instead.length > 0,
    ...switchesOf(choice, word),
    ...fromVariables(given),
    ...readAuthorityOptions(choice.all, given.EAB_HMAC_KEY_FILE),
    certbot: asSaved(certbot, dns),
    dns,
    folders: { ...folders, ...readWebroot(choice) },
    companionSocket: companionSocket ?? usualSocket,
    staleFlags: staleFlagsOf(choice),
    warnings: [
      ...wordsAboutFiles(ini, choice.fromFile, trustOf(given, folders)),
      ...warningsAbout(choice, word),
      ...(warning === undefined ? [] : [warning]),
      ...languageWarnings(source.environment),
    ],
  };
}

/** The file behind --config, if any. Throws Problem `bad-settings` as reading the settings does. */
export function namedFile(environment: Environment, words: readonly string[]): string | undefined {
  const variable = shellWords(environment["CERTBOT_OPTIONS"] ?? "", "CERTBOT_OPTIONS");
  return lastOf([...readOptions(variable, "CERTBOT_OPTIONS"), ...readOptions(words, "update-cert")], "config");
}

function fromVariables(given: CertbotEnvironment) {
  return {
    caBundle: given.REQUESTS_CA_BUNDLE,
    auto: given.CERTBOT_AUTO === "true",
    askEvery: given.ARI_POLL_SECONDS * 1000,
    runSavedHooks: mayRunSavedHooks(given),
    ...servingOf(given),
    ...readOwnWays(given),
    ...{ publicHttpsPort: given.PUBLIC_HTTPS_PORT, watch: readWatch(given.WATCH) },
    notices: { ...readNotifyUrls(given.NOTIFY_URLS), renewed: given.NOTIFY_RENEWED === "true" },
    ...{ heartbeat: given.HEARTBEAT_URL, metricsPort: given.METRICS_PORT, doctorResolvers: given.DOCTOR_RESOLVERS },
  };
}

type Given = ReturnType<typeof readCertbotEnvironment>;

/** Throws Problem `bad-settings`. */
export function readServing(environment: Environment): Pick<Settings, "nginx" | "proxy" | "deploy"> {
  return servingOf(readCertbotEnvironment(environment));
}

function servingOf(given: Given): Pick<Settings, "nginx" | "proxy" | "deploy"> {
  const { PROXY: proxy, DEPLOY: deploy, NGINX_SERVICE: host, NGINX_PORT: port, NGINX_SSL_PORT: sslPort } = given;
  return { proxy, deploy, nginx: { host, port, sslPort } };
}

function readOwnWays(given: Given): Pick<Settings, "haproxyOwner" | "schedule" | "imported"> {
  const [uid = 0, gid = 0] = given.HAPROXY_OWNER.split(":").map(Number);
  const { RENEW_SCHEDULE: schedule, OWN_CERTIFICATE: imported } = given;
  return {
    haproxyOwner: { uid, gid },
    schedule: schedule === undefined ? undefined : readSchedule(schedule),
    imported: imported === undefined ? undefined : imported === "true",
  };
}

function switchesOf(choice: Choice, word: string) {
  return {
    verifySsl: !choice.has("noVerifySsl"),
    dryRun: choice.has("dryRun"),
    forceRenewal: choice.has("forceRenewal") && word !== "serve",
    loudness: choice.loudness,
  };
}

/** CERTBOT_EMAIL is what Dify's script types as --email, so a file counts only where it is empty. */
function readContact({ said, fromFile }: Choice, variable: string, publicAuthority: boolean): ReadEmail {
  const flag = lastOf(said, "email") ?? (variable === "" ? lastOf(fromFile, "email") : undefined);
  if (flag !== undefined) return readEmail(flag, "--email", publicAuthority);
  return readEmail(variable, "CERTBOT_EMAIL", publicAuthority);
}
