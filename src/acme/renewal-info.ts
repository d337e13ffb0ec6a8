import * as z from "zod";
import { readRetryAfter } from "../base/dates.ts";
import type { WindowAnswer } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Answer } from "./message.ts";
import { malformed } from "./refusal.ts";
import type { Transport } from "./transport.ts";

const moment = z
  .string()
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()), phrase`is not a valid date and time`);

const renewalInfo = z.object({
  suggestedWindow: z.object({ start: moment, end: moment }),
  explanationURL: z
    .url({ protocol: /^https?$/ })
    .max(400)
    // normalised as URLs are: no control characters reach a terminal
    .transform((text) => new URL(text).href)
    .optional()
    .catch(undefined),
});

/** How CAs say that they do not know a certificate: RFC 9773 leaves it open. */
const unknownHere = ["acme-not-found", "acme-malformed", "acme-unauthorized"];

/**
 * The window that the CA suggests for a certificate, asked without an account (RFC 9773 section 4.1); none when it has
 * no renewal information or does not know the certificate. Judges nothing: a window may be inverted or years away.
 * Throws Problem (`acme-…`, `authority-…`) when it cannot be asked or makes no sense.
 */
export async function readRenewalInfo(
  id: string | undefined,
  { getDirectory, get }: Transport,
  now: () => Date,
): Promise<WindowAnswer> {
  const { renewalInfo: base } = await getDirectory();
  if (base === undefined || id === undefined) return { window: undefined };
  try {
    return windowIn(await get(`${base.replace(/\/$/, "")}/${id}`), now());
  } catch (error) {
    if (!(error instanceof Problem && unknownHere.includes(error.code))) throw error;
    return { window: undefined };
  }
}

function windowIn({ data, headers }: Answer, now: Date): WindowAnswer {
  const parsed = renewalInfo.safeParse(data);
  if (!parsed.success) throw malformed(parsed.error, "RFC 9773");
  const { suggestedWindow: window, explanationURL: explanationUrl } = parsed.data;
  return { window, explanationUrl, retryAfterMs: readRetryAfter(headers["retry-after"], now) };
}
