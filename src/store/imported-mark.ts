import { X509Certificate } from "node:crypto";
import type { Certificate } from "../model/lineage.ts";
import { describeLeaf } from "./certificate.ts";
import { valueAt, withValue } from "./conf-edit.ts";
import type { Conf } from "./conf-text.ts";

/** A section of our own: certbot keeps unknown ones. */
const section = ["httpsidecar"];
const mark = "own_certificate";

/**
 * The conf of an imported certificate: certbot's `renew` skips it (`autorenew = False`), and the leaf's fingerprint
 * says which certificate is meant, so that one which certbot puts in its place does not count as imported.
 */
export function markedImported(conf: Conf, leafPem: string): Conf {
  const passedOver = withValue(conf, ["renewalparams"], "autorenew", "False");
  return withValue(passedOver, section, mark, new X509Certificate(leafPem).fingerprint256);
}

/** The conf after a CA was asked again: certbot renews it as any other. */
export function withoutImportedMark(conf: Conf): Conf {
  if ((valueAt(conf, section, mark) ?? "") === "") return conf;
  const renewed = withValue(conf, ["renewalparams"], "autorenew", "True");
  return withValue(renewed, section, mark, "");
}

/** True if the operator imported this leaf, the first in the PEM text. */
export function isImported(conf: Conf, fullchainPem: string): boolean {
  const marked = valueAt(conf, section, mark);
  return marked !== undefined && marked === new X509Certificate(fullchainPem).fingerprint256;
}

/** The facts of an imported leaf, without CA and account. */
export function importedLeaf(fullchainPem: string, place: Pick<Certificate, "name" | "version">): Certificate {
  return { ...describeLeaf(fullchainPem, { ...place, directory: undefined, accountId: undefined }), imported: true };
}
