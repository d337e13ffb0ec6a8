import type * as z from "zod";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { HttpResult } from "./http-call.ts";

export interface ApiName {
  /** in words */
  title: string;
  /** variables that hold the key, for the fix */
  variables: readonly string[];
}

/** The JSON of an answer. Throws Problem `dns-api-answer` for what is of another shape. */
export function jsonOf<T>({ text, status }: HttpResult, schema: z.ZodType<T>, { title }: ApiName): T {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new Problem({
    code: "dns-api-answer",
    message: phrase`${title} answers with status ${status} and not as documented`,
    fix: phrase`try again later; if it stays so, see the provider's status page`,
    retry: "soon",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The key is wrong, expired, or may not change this zone. */
export function refused({ title, variables }: ApiName, words: string): Problem {
  return new Problem({
    code: "dns-api-refused",
    message: phrase`${title} refuses the key: ${cut(words)}`,
    fix: phrase`check ${variables.join(", ")} in httpsidecar.env, and that the key may change TXT records of this zone`,
    retry: "after-a-fix",
  });
}

/** The provider does not have the zone, or not in this account. */
export function noSuchZone({ title }: ApiName, zone: string): Problem {
  return new Problem({
    code: "dns-api-zone",
    message: phrase`${title} has no zone ${zone} in this account`,
    fix: phrase`use the key of the account that has the zone; or point _acme-challenge with a CNAME to a zone that this key may change`,
    retry: "after-a-fix",
  });
}

/** Anything else that the provider says no to. */
export function failed({ title }: ApiName, words: string): Problem {
  return new Problem({
    code: "dns-api-failed",
    message: phrase`${title} did not change the record: ${cut(words)}`,
    fix: phrase`see the provider's console for this zone; it is tried again by itself`,
    retry: "soon",
  });
}

/** Too many calls. */
export function busy({ title }: ApiName, words: string): Problem {
  return new Problem({
    code: "dns-api-busy",
    message: phrase`${title} asks for fewer calls: ${cut(words)}`,
    fix: phrase`wait: it is tried again by itself`,
    retry: "soon",
  });
}

/** By status alone, where the API has no code of its own. */
export function byStatus(api: ApiName, { status, text }: HttpResult): Problem {
  const words = phrase`status ${status}` + (text.trim() === "" ? "" : `, ${text}`);
  if (status === 401 || status === 403) return refused(api, words);
  return status === 429 ? busy(api, words) : failed(api, words);
}

/** A stranger's words: one printable line, bounded. */
function cut(words: string): string {
  return words
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    .slice(0, 300)
    .trim();
}

/** The record's name within its zone: `_acme-challenge.www`; `@` for the zone itself. */
export function nameInZone(fqdn: string, zone: string): string {
  return fqdn === zone ? "@" : fqdn.slice(0, -zone.length - 1);
}
