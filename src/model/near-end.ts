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
