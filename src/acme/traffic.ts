import { Problem } from "../model/problem.ts";
import type { Answer, Message } from "./message.ts";

/** Longer bodies are cut in the log: a CA must not be able to fill the disk. */
const longestBody = 16 * 1024;

/** Longer JSON is not set in, which would make a megabyte of deep lists gigabytes of blanks. */
const longestSetIn = 4 * 1024;

/**
 * Left out of the log. The signature over an external account's binding could help to guess its key, and the input of a
 * signature tells more than the signature; some CAs repeat the key authorization of a challenge.
 */
const secrets = new Set(["signature", "keyAuthorization"]);

/** A request in words, with the signed payload decoded. */
export function describeSent({ method, url, body }: Message): string {
  return body === undefined ? `sending ${method} ${url}` : `sending ${method} ${url}\n${inClear(body)}`;
}

/** A response in words: status, headers, body. */
export function describeAnswer({ method, url }: Message, { status, headers, data }: Answer): string {
  const { "set-cookie": _, ...shown } = headers;
  const heads = Object.entries(shown).map(([name, value]) => `${name}: ${value}`);
  const body = typeof data === "string" ? data : json(data);
  return [`received ${status} for ${method} ${url}`, ...heads.map(cut), cut(body)].join("\n");
}

export function describeSilence({ method, url }: Message, error: unknown): string {
  const why = error instanceof Problem ? `${error.code}: ${error.message}` : String(error);
  return `nothing came for ${method} ${url}: ${why}`;
}

/** A JWS (RFC 7515) with its two parts read. */
function inClear(body: unknown): string {
  if (typeof body !== "object" || body === null) return json(body);
  const parts = Object.entries(body).map(([name, part]) => [name, isPart(name) ? decoded(part) : part]);
  return json(Object.fromEntries(parts));
}

function isPart(name: string): boolean {
  return name === "protected" || name === "payload";
}

function decoded(part: unknown): unknown {
  try {
    return JSON.parse(Buffer.from(String(part), "base64url").toString("utf8"));
  } catch {
    // an empty payload reads (POST-as-GET)
    return part;
  }
}

/** A stranger's JSON may be too deep to print. */
function json(value: unknown): string {
  const hide = (name: string, member: unknown) => (secrets.has(name) ? "…" : member);
  try {
    const text = JSON.stringify(value, hide) ?? "";
    return text.length > longestSetIn ? text : (JSON.stringify(value, hide, 2) ?? "");
  } catch {
    return "(too deep to print)";
  }
}

function cut(text: string): string {
  return text.length > longestBody ? `${text.slice(0, longestBody)}… (${text.length} characters)` : text;
}
