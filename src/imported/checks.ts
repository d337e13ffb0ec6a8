import type { X509Certificate } from "node:crypto";
import { minute } from "../base/dates.ts";
import { isFor } from "../base/leaf.ts";
import { phrase } from "../model/phrase.ts";
import { nameOf } from "./certificates.ts";
import { refused } from "./refused.ts";

/** Throws Problem `own-expired` or `own-not-yet-valid` unless all of them are valid at this moment. */
export function checkDates(chain: readonly X509Certificate[], now: Date): void {
  for (const certificate of chain) {
    const { validFromDate: from, validToDate: to } = certificate;
    const clock = phrase`this host's clock says ${minute(now)}`;
    if (to <= now) {
      const fix = phrase`ask the CA for the one that is valid now (${clock})`;
      throw refused("expired", phrase`${nameOf(certificate)} has expired: it was valid until ${minute(to)}`, fix);
    }
    if (from > now) {
      const fix = phrase`import it then, or set the clock: timedatectl set-ntp true (${clock})`;
      throw refused("not-yet-valid", phrase`${nameOf(certificate)} is not valid before ${minute(from)}`, fix);
    }
  }
}

/** Throws Problem `own-wrong-names` unless the leaf is for every name and address. */
export function checkNames(leaf: X509Certificate, domains: readonly string[]): void {
  const missing = domains.filter((domain) => !isFor(leaf, domain));
  if (missing.length === 0) return;
  const has = (leaf.subjectAltName ?? phrase`no names`).replaceAll(/(?:DNS|IP Address):/g, "");
  const fix = phrase`ask the CA for one with ${missing.join(", ")} in it, or set CERTBOT_DOMAIN to the names that it has`;
  throw refused("wrong-names", phrase`the certificate is not for ${missing.join(", ")}: it is for ${has}`, fix);
}
