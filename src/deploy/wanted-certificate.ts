import type { Companion } from "../model/contracts.ts";
import type { WantedFiles } from "../model/lineage.ts";
import { Problem } from "../model/problem.ts";
import { askFor } from "./https-switch.ts";

/**
 * The files that keep an nginx from starting, by what it says itself; undefined: it is not for want of a certificate.
 * Throws Problem `certificate-missing` when it looks for them where none of ours is, and `no-nginx`, which says more
 * than a silence does, when something else keeps it down.
 */
export async function wantedCertificate(companion: Companion, domainAsTyped: string): Promise<WantedFiles | undefined> {
  const problem = await askFor(companion, "look").then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(problem instanceof Problem)) return undefined;
  if (problem.code === "no-nginx") throw problem;
  if (problem.code !== "certificate-missing") return undefined;
  const wanted = filesIn(problem.message, domainAsTyped);
  if (!wanted) throw problem;
  return wanted;
}

/** Dify's entrypoint looks in live/ first, and in /etc/ssl when one of the two is missing. */
function filesIn(words: string, domainAsTyped: string): WantedFiles | undefined {
  const [, isKey, folder, file = ""] =
    /cannot load certificate( key)? "(\/etc\/ssl|\/etc\/letsencrypt\/live\/[^"/]+)\/(\w[\w.-]*)"/.exec(words) ?? [];
  if (folder !== "/etc/ssl" && folder !== `/etc/letsencrypt/live/${domainAsTyped}`) return undefined;
  return isKey
    ? { certificate: siblingOf(file, "fullchain.pem", ".crt"), key: file }
    : { certificate: file, key: siblingOf(file, "privkey.pem", ".key") };
}

/** dify.crt goes with dify.key; all other names with certbot's own. */
function siblingOf(file: string, otherwise: string, ending: string): string {
  const [, stem] = /^(.*)\.(?:crt|key)$/.exec(file) ?? [];
  return stem === undefined ? otherwise : `${stem}${ending}`;
}
