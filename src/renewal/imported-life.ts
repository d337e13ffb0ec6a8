import { ms } from "../base/dates.ts";
import type { Certificate } from "../model/lineage.ts";

/**
 * When the warnings begin that nothing renews this certificate: 30 days before its expiry, as CAs write their mails, or
 * at a third of a lifetime that is shorter than 90 days (47 days from 2029 on, CA/Browser Forum SC-081).
 */
export function warnFrom({ notBefore, notAfter }: Pick<Certificate, "notBefore" | "notAfter">): Date {
  const lifetime = notAfter.getTime() - notBefore.getTime();
  return new Date(notAfter.getTime() - Math.min(30 * ms.day, lifetime / 3));
}
