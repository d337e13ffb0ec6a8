interface Life {
  /** when it should have been renewed */
  due: Date;
  notBefore: Date;
  notAfter: Date;
}

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** When half of the time between due date and expiry is gone. */
export function halfGoneAt({ due, notAfter }: Pick<Life, "due" | "notAfter">): Date {
  return new Date(due.getTime() + (notAfter.getTime() - due.getTime()) / 2);
}

/** When 72 hours are left; undefined for a certificate of days, whose half comes soon enough. */
export function lastHoursFrom({ notBefore, notAfter }: Pick<Life, "notBefore" | "notAfter">): Date | undefined {
  const isLong = notAfter.getTime() - notBefore.getTime() > 10 * day;
  return isLong ? new Date(notAfter.getTime() - 72 * hour) : undefined;
}

/**
 * When the warnings begin that nothing renews this certificate: 30 days before its expiry, as CAs write their mails, or
 * at a third of a lifetime that is shorter than 90 days (47 days from 2029 on, CA/Browser Forum SC-081).
 */
export function warnFrom({ notBefore, notAfter }: Pick<Life, "notBefore" | "notAfter">): Date {
  return new Date(notAfter.getTime() - Math.min(30 * day, lifetimeOf({ notBefore, notAfter }) / 3));
}

/** When the operator must act: in the last tenth of its lifetime, of long ones 14 days before its expiry. */
export function closeFrom({ notBefore, notAfter }: Pick<Life, "notBefore" | "notAfter">): Date {
  return new Date(notAfter.getTime() - Math.min(14 * day, lifetimeOf({ notBefore, notAfter }) / 10));
}

const lifetimeOf = ({ notBefore, notAfter }: Pick<Life, "notBefore" | "notAfter">) =>
  notAfter.getTime() - notBefore.getTime();
