import { ms } from "../base/dates.ts";
import type { Certificate } from "../model/lineage.ts";

/**
 * From when on a person is told that nothing renews this certificate: 30 days before its end, as authorities write
 * their mails, or a third of a lifetime that is shorter than 90 days (47 days from 2029 on, CA/Browser Forum SC-081).
 */
export function warnFrom({ notBefore, notAfter }: Pick<Certificate, "notBefore" | "notAfter">): Date {
  const lifetime = notAfter.getTime() - notBefore.getTime();
  return new Date(notAfter.getTime() - Math.min(30 * ms.day, lifetime / 3));
}
