import { domainToASCII, domainToUnicode } from "node:url";
import type * as z from "zod";
import { parseJson } from "../../base/json-file.ts";
import type { ProviderFacts } from "../../model/dns-providers.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { applied } from "../../model/typed-lines.ts";
import type { HttpResult } from "./http-call.ts";

/** `required` and `usual`: the variables that hold the key, for the fix. */
export type ApiName = Pick<ProviderFacts, "label" | "required" | "usual">;

/** The JSON of an answer. Throws Problem `dns-api-answer` for what is of another shape. */
export function jsonOf<T>(answer: HttpResult, schema: z.ZodType<T>, api: ApiName): T {
  const parsed = schema.safeParse(parseJson(answer.text));
  if (parsed.success) return parsed.data;
  // a gateway in front has no JSON for these
  if (answer.status === 429 || answer.status === 503) throw byStatus(api, { ...answer, text: "" });
  throw new Problem({
    code: "dns-api-answer",
    message: phrase`${api.label} answers with status ${answer.status} and not as documented`,
    fix: phrase`try again later; if it stays so, see the provider's status page`,
    retry: "soon",
  });
}

/** The key is wrong, expired, or may not change this zone. */
export function refused({ label, required, usual = [] }: ApiName, words: string): Problem {
  return new Problem({
    code: "dns-api-refused",
    message: phrase`${label} refuses the key: ${oneLine(words)}`,
    fix: applied(
      phrase`check ${[...required, ...usual].join(", ")} in httpsidecar.env, and that the key may change TXT records of this zone`,
    ),
    retry: "after-a-fix",
  });
}

/** A question that a key with the least rights may not ask. */
export function notAllowed(error: unknown): undefined {
  if (error instanceof Problem && error.code === "dns-api-refused") return undefined;
  throw error;
}

/** The provider does not have the zone, or not in this account. */
export function noSuchZone({ label }: ApiName, zone: string): Problem {
  return new Problem({
    code: "dns-api-zone",
    message: phrase`${label} has no zone ${zone} in this account`,
    fix: phrase`use the key of the account that has the zone; or point _acme-challenge with a CNAME to a zone that this key may change; if the zone is a registry's, such as co.uk, the domain below it is not registered`,
    retry: "after-a-fix",
  });
}

/** Anything else that the provider says no to. */
export function failed({ label }: ApiName, words: string): Problem {
  return new Problem({
    code: "dns-api-failed",
    message: phrase`${label} did not change the record: ${oneLine(words)}`,
    fix: phrase`check this zone in the provider's console; it is tried again automatically`,
    retry: "soon",
  });
}

/** Too many calls; `notBefore` is the API's own word. */
export function busy({ label }: ApiName, words: string, { notBefore }: Partial<HttpResult> = {}): Problem {
  return new Problem({
    code: "dns-api-busy",
    message: phrase`${label} asks for fewer calls: ${oneLine(words)}`,
    fix: phrase`wait: it is tried again automatically`,
    retry: notBefore ? { notBefore } : "soon",
  });
}

/** The signature's time is refused. */
export function wrongClock({ label }: ApiName, words: string): Problem {
  return new Problem({
    code: "dns-api-clock",
    message: phrase`${label} refuses the time of the call: its clock or this host's is wrong by minutes (${oneLine(words)})`,
    fix: phrase`compare the two clocks, with date -u on both; on this host: timedatectl set-ntp true`,
    retry: "soon",
  });
}

/** By status alone, where the API has no code of its own. */
export function byStatus(api: ApiName, answer: HttpResult): Problem {
  const { status, text } = answer;
  const words = `${status}${text.trim() === "" ? "" : `, ${text}`}`;
  if (status === 401 || status === 403) return refused(api, words);
  return [409, 423, 429, 503].includes(status) ? busy(api, words, answer) : failed(api, words);
}

/** A stranger's words: one printable line, bounded. */
export function oneLine(words: string): string {
  return words
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    .slice(0, 300)
    .trim();
}

/**
 * All items of a list that comes in pages: `from` gives those behind the first so many, and how many there are in all
 * where the API tells. Ends where a page brings nothing new.
 */
export async function everyPage<T>(
  from: (offset: number) => Promise<{ items: readonly T[]; total?: number | undefined }>,
  idOf: (item: T) => string,
): Promise<readonly T[]> {
  const found = new Map<string, T>();
  for (let pages = 0; pages < mostPages; pages += 1) {
    const before = found.size;
    const { items, total = Number.POSITIVE_INFINITY } = await from(before);
    for (const item of items) found.set(idOf(item), item);
    if (found.size === before || found.size >= total) break;
  }
  return [...found.values()];
}

const mostPages = 100;

/** For APIs that know a zone by the name that people write (`例え.jp`), or by its A-label as DNS does. */
export async function inBothSpellings<T>(zone: string, work: (zone: string) => Promise<T>): Promise<T> {
  const written = domainToUnicode(zone);
  if (written === zone) return await work(zone);
  try {
    return await work(written);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "dns-api-zone") throw error;
    return await work(zone);
  }
}

/** Whether an API's name for a zone is that of DNS. */
export function isZone(told: string, zone: string): boolean {
  const name = told.toLowerCase().replace(/\.$/, "");
  return name === zone || domainToASCII(name) === zone;
}

/** The record's name within its zone: `_acme-challenge.www`; `@` for the zone itself. */
export function nameInZone(fqdn: string, zone: string): string {
  return fqdn === zone ? "@" : fqdn.slice(0, -zone.length - 1);
}

/** As signatures want it: all but the unreserved characters of RFC 3986 section 2.3. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
