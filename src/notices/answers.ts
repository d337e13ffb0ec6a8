import { ms } from "../base/dates.ts";
/** Longest wait that a service is believed, ms. */

/** ms to wait: Retry-After (RFC 9110 section 10.2.3), or seconds in the body as with Discord and Telegram. */
export function waitOf(header: string | undefined, body: unknown): number | undefined {
  const seconds = secondsIn(header) ?? numberAt(body, "retry_after") ?? numberAt(at(body, "parameters"), "retry_after");
  return seconds === undefined ? undefined : Math.min(Math.max(Math.round(seconds * 1000), 0), ms.day);
}

function secondsIn(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : seconds;
}

function numberAt(body: unknown, field: string): number | undefined {
  const value = at(body, field);
  return typeof value === "number" ? value : undefined;
}

function at(body: unknown, field: string): unknown {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>)[field] : undefined;
}

/** Long enough to be a secret rather than a word such as hook. */
const secretLength = 8;

/** A service may repeat the request: drops everything of the URL that could be a secret. */
export function withoutSecrets(words: string, url: URL): string {
  const parts = [...url.pathname.split("/"), ...url.searchParams.values(), url.username, url.password];
  const secrets = parts.flatMap((part) => [part, decoded(part)]).filter((part) => part.length >= secretLength);
  return secrets.reduce((text, secret) => text.replaceAll(secret, "…"), words);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
