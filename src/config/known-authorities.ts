import { phrase } from "../model/phrase.ts";
import { badSettings } from "./bad-settings.ts";

/** Let's Encrypt's two directories (letsencrypt.org/docs/acme-protocol-updates, /docs/staging-environment). */
export const usualAuthority = "https://acme-v02.api.letsencrypt.org/directory";
export const usualStaging = "https://acme-staging-v02.api.letsencrypt.org/directory";

/**
 * Directories of CAs by the short names of lego and acme.sh, read on 2026-11-29 at
 * go-acme.github.io/lego/advanced/caservers, github.com/acmesh-official/acme.sh/wiki/Server and
 * acmebot.dev/guide/certificate-CAs. All but Let's Encrypt require an external account (--eab-kid).
 */
const directories: ReadonlyMap<string, string> = new Map([
  ["letsencrypt", usualAuthority],
  ["letsencrypt-staging", usualStaging],
  ["zerossl", "https://acme.zerossl.com/v2/DV90"],
  ["google", "https://dv.acme-v02.api.pki.goog/directory"],
  ["google-test", "https://dv.acme-v02.test-api.pki.goog/directory"],
  // its ECDSA directory, since keys are ECDSA here unless --key-type rsa
  ["sslcom", "https://acme.ssl.com/sslcom-dv-ecc"],
  ["sslcom-rsa", "https://acme.ssl.com/sslcom-dv-rsa"],
  ["sectigo", "https://acme.sectigo.com/v2/DV"],
  ["actalis", "https://acme-api.actalis.com/acme/directory"],
  ["globalsign", "https://emea.acme.atlas.globalsign.com/directory"],
]);

/** It stopped issuing on 2025-10-31 (github.com/acmesh-official/acme.sh/issues/6480). */
const ended = new Set(["buypass"]);

/** These give each customer an own directory (docs.digicert.com, ACME directory URLs). */
const ownDirectories = new Set(["digicert", "geotrust", "rapidssl", "thawte"]);

const publicHosts = new Set([...directories.values()].map((directory) => new URL(directory).host));

/** A CA in the table issues for public names only. */
export function isKnownAuthority(directory: string): boolean {
  return publicHosts.has(new URL(directory).host);
}

/** --server as typed, with a short name replaced by its directory. Throws Problem `bad-settings` for one that has none. */
export function directoryOf(server: string): string {
  const name = server.trim().toLowerCase();
  if (ended.has(name)) {
    throw badSettings(phrase`--server ${name}: this CA issues no certificates any more`, chooseAnother());
  }
  if (ownDirectories.has(name)) {
    throw badSettings(
      phrase`--server ${name}: this CA gives each customer a directory URL of their own`,
      phrase`copy it from the CA's site: --server <directory URL> --eab-kid=<key id> --eab-hmac-key=<key>`,
    );
  }
  return directories.get(name) ?? server;
}

export function chooseAnother(): string {
  const names = [...directories.keys()].join(", ");
  return phrase`put the directory URL or a short name into CERTBOT_OPTIONS, or after update-cert, for example: --server ${usualAuthority}; short names: ${names}`;
}
