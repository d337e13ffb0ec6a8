import type { X509Certificate } from "node:crypto";
import { addressText } from "../model/address.ts";

/** Whether the certificate is for this name or address. The common name does not count: browsers have not read it since 2017. */
export function isFor(leaf: X509Certificate, domain: string): boolean {
  if (addressText(domain) !== undefined) return leaf.checkIP(domain) !== undefined;
  return leaf.checkHost(domain, { subject: "never" }) !== undefined;
}
