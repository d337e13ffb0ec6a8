import { ms } from "../base/dates.ts";
import type { WindowNote } from "../model/ledger.ts";
import type { Certificate, RenewalWindow, WindowAnswer } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";

const longestWait = 6 * ms.hour;

/** The note about this certificate; one about an earlier certificate does not count (RFC 9773 section 4.3). */
export function windowFor(note: WindowNote | undefined, certificateId: string): WindowNote | undefined {
  return note?.certificateId === certificateId ? note : undefined;
}

/** A time further ahead than the longest wait comes from a wrong clock. */
export function mayAskWindow(note: WindowNote | undefined, now: Date, longest = longestWait): boolean {
  return !note || note.askAt <= now || note.askAt.getTime() - now.getTime() > longest;
}

/** Retry-After within a minute and six hours; six hours when there is none (RFC 9773 section 4.3.2). */
export function nextAsk(retryAfterMs: number | undefined, now: Date): Date {
  const wanted = retryAfterMs ?? longestWait;
  return new Date(now.getTime() + Math.min(longestWait, Math.max(ms.minute, wanted)));
}

/** The page's next note. One random instant a window: drawn again only when the window moves. */
export function noteWindow(
  { note, certificateId, answer }: { note: WindowNote | undefined; certificateId: string; answer: WindowAnswer },
  certificate: Certificate,
  now: Date,
  random: () => number,
): WindowNote {
  const window = answer.window && whyUnusable(answer.window, certificate) === undefined ? answer.window : undefined;
  const same = window && note?.window && isSame(window, note.window);
  const instant = same ? note.instant : window && drawInstant(window, random);
  return { certificateId, window, instant, askAt: nextAsk(answer.retryAfterMs, now) };
}

/** After a failed request the known window stays. */
export function noteSilence(
  note: WindowNote | undefined,
  certificateId: string,
  retryAfterMs: number | undefined,
  now: Date,
): WindowNote {
  return { certificateId, window: note?.window, instant: note?.instant, askAt: nextAsk(retryAfterMs, now) };
}

/** Why the CA's window is not followed; undefined when it is. */
export function whyUnusable({ start, end }: RenewalWindow, certificate: Certificate): string | undefined {
  if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) return phrase`it is not a time`;
  // RFC 9773 section 4.2: as if nothing had been answered
  if (end <= start) return phrase`it ends before or as it begins`;
  if (end >= certificate.notAfter) return phrase`it ends after the certificate`;
  // a revoked certificate gets a window that has just passed, never one from before its time
  if (end.getTime() < certificate.notBefore.getTime() - 30 * ms.day) return phrase`it begins before the certificate`;
  return undefined;
}

export function isSame(one: RenewalWindow, other: RenewalWindow | undefined): boolean {
  return one.start.getTime() === other?.start.getTime() && one.end.getTime() === other.end.getTime();
}

function drawInstant({ start, end }: RenewalWindow, random: () => number): Date {
  return new Date(start.getTime() + random() * (end.getTime() - start.getTime()));
}
