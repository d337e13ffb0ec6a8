import type { Folders, Settings } from "../model/settings.ts";
import { isPublicAuthority, readAuthority } from "./authority.ts";
import { readAuthorityOptions } from "./authority-options.ts";
import { badSettings, shown } from "./bad-settings.ts";
import { readCertbotOptions } from "./certbot-options.ts";
import { type Choice, choose } from "./choice.ts";
import { type ReadEmail, readEmail } from "./email.ts";
import { type Environment, readCertbotEnvironment } from "./environment.ts";
import { allOf, lastOf } from "./given.ts";
import { readLineage } from "./lineage.ts";
import { checkFolders } from "./mounted-folders.ts";
import { readNotifyUrls } from "./notify-urls.ts";
import { readSchedule } from "./schedule.ts";
import { notesOf, warningsOf } from "./warnings.ts";

export interface SettingsSource {
  environment: Environment;
  /** what follows the word: certbot's flags, which win over CERTBOT_OPTIONS */
  words: readonly string[];
  /** the word itself; in the loop (`serve`) --force-renewal does not count */
  word: string;
  folders?: Partial<Folders>;
  companionSocket?: string;
}

const defaultFolders: Folders = {
  config: "/etc/letsencrypt",
  webroot: "/var/www/html",
  logs: "/var/log/letsencrypt",
  run: "/run",
};

/** Everything for one run, valid and normalised. Throws Problem `bad-settings`, which names the variable and the mend. */
export function readSettings(source: SettingsSource): Settings {
  const { words, word, folders, companionSocket } = source;
  const given = readCertbotEnvironment(source.environment);
  const choice = choose(given.CERTBOT_OPTIONS, words);
  checkFolders(choice, { ...defaultFolders, ...folders });
  const { directory, staging } = readAuthority(choice.authority);
  // A company's own authority knows names that the world does not.
  const publicAuthority = given.OWN_CERTIFICATE !== "true" && isPublicAuthority(directory);
  const { email, warning } = readContact(choice, given.CERTBOT_EMAIL, publicAuthority);
  return {
    lineage: readLineage({ variable: given.CERTBOT_DOMAIN, ...choice.names, publicAuthority }),
    email,
    directory,
    staging,
    ...switchesOf(choice, word),
    ...fromVariables(given),
    ...readAuthorityOptions(choice.all),
    certbot: readCertbotOptions(choice.all),
    folders: { ...defaultFolders, ...folders, ...readWebroot(choice) },
    companionSocket: companionSocket ?? "/run/httpsidecar/companion.sock",
    warnings: [...notesOf(choice.all), ...warningsOf(choice.fromVariable, word), ...(warning ? [warning] : [])],
  };
}

/** What no flag says, only a variable. */
function fromVariables(given: ReturnType<typeof readCertbotEnvironment>) {
  return {
    caBundle: given.REQUESTS_CA_BUNDLE,
    auto: given.CERTBOT_AUTO === "true",
    askEvery: given.ARI_POLL_SECONDS * 1000,
    runSavedHooks: given.RUN_SAVED_HOOKS === "true",
    ...readServing(given),
    nginx: { host: given.NGINX_SERVICE, port: given.NGINX_PORT, sslPort: given.NGINX_SSL_PORT },
    notices: { destinations: readNotifyUrls(given.NOTIFY_URLS), renewed: given.NOTIFY_RENEWED === "true" },
    doctorResolvers: given.DOCTOR_RESOLVERS,
  };
}

type Given = ReturnType<typeof readCertbotEnvironment>;

function readServing(given: Given): Pick<Settings, "proxy" | "haproxyOwner" | "schedule" | "own"> {
  const [uid = 0, gid = 0] = given.HAPROXY_OWNER.split(":").map(Number);
  const { PROXY: proxy, RENEW_SCHEDULE: schedule, OWN_CERTIFICATE: own } = given;
  return {
    proxy,
    haproxyOwner: { uid, gid },
    schedule: schedule === undefined ? undefined : readSchedule(schedule),
    own: own === undefined ? undefined : own === "true",
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

function readContact({ all }: Choice, variable: string, publicAuthority: boolean): ReadEmail {
  const flag = lastOf(all, "email");
  if (flag !== undefined) return readEmail(flag, "--email", publicAuthority);
  return readEmail(variable, "CERTBOT_EMAIL", publicAuthority);
}

/** One folder serves all names, unless readWebrootMap has found which serves which. */
function readWebroot({ all }: Choice): { webroot?: string } {
  const [webroot] = allOf(all, "webrootPath");
  if (webroot === undefined) return {};
  if (webroot.startsWith("/")) return { webroot };
  throw badSettings(
    `--webroot-path ${shown(webroot)} is not a full path`,
    "write -w /var/www/html in CERTBOT_OPTIONS, or leave it out",
  );
}
