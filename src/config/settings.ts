import type { Folders, Settings } from "../model/settings.ts";
import { isPublicAuthority, readAuthority } from "./authority.ts";
import { readAuthorityOptions } from "./authority-options.ts";
import { badSettings, shown } from "./bad-settings.ts";
import { allOf, type Choice, choose, lastOf } from "./choice.ts";
import { type ReadEmail, readEmail } from "./email.ts";
import { type Environment, readCertbotEnvironment } from "./environment.ts";
import { readLineage } from "./lineage.ts";
import { warningsOf } from "./warnings.ts";

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
export function readSettings({ environment, words, word, folders = {}, companionSocket }: SettingsSource): Settings {
  const given = readCertbotEnvironment(environment);
  const choice = choose(given.CERTBOT_OPTIONS, words);
  const { directory, staging } = readAuthority(choice.authority);
  const publicAuthority = isPublicAuthority(directory);
  const { email, warning } = readContact(choice, given.CERTBOT_EMAIL, publicAuthority);
  return {
    lineage: readLineage({ variable: given.CERTBOT_DOMAIN, ...choice.names, publicAuthority }),
    email,
    directory,
    verifySsl: !choice.has("noVerifySsl"),
    caBundle: given.REQUESTS_CA_BUNDLE,
    auto: given.CERTBOT_AUTO === "true",
    dryRun: choice.has("dryRun"),
    forceRenewal: choice.has("forceRenewal") && word !== "serve",
    staging,
    loudness: choice.loudness,
    ...readAuthorityOptions(choice.all),
    folders: { ...defaultFolders, ...folders, ...readWebroot(choice) },
    nginx: { host: given.NGINX_SERVICE, port: given.NGINX_PORT, sslPort: given.NGINX_SSL_PORT },
    companionSocket: companionSocket ?? "/run/httpsidecar/companion.sock",
    warnings: [...warningsOf(choice.fromVariable, word), ...(warning === undefined ? [] : [warning])],
  };
}

function readContact({ all }: Choice, variable: string, publicAuthority: boolean): ReadEmail {
  const flag = lastOf(all, "email");
  if (flag !== undefined) return readEmail(flag, "--email", publicAuthority);
  return readEmail(variable, "CERTBOT_EMAIL", publicAuthority);
}

function readWebroot({ all }: Choice): { webroot?: string } {
  const [webroot, other] = new Set(allOf(all, "webrootPath"));
  if (webroot === undefined) return {};
  if (other !== undefined) {
    throw badSettings(
      "--webroot-path is given twice, and one folder serves all names here",
      `keep one of them in CERTBOT_OPTIONS: -w ${webroot}`,
    );
  }
  if (webroot.startsWith("/")) return { webroot };
  throw badSettings(
    `--webroot-path ${shown(webroot)} is not a full path`,
    "write -w /var/www/html in CERTBOT_OPTIONS, or leave it out",
  );
}
