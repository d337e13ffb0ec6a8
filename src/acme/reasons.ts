import * as z from "zod";
import { oneLine } from "./words.ts";

const namespace = "urn:ietf:params:acme:error:";
const text = z.string().catch("");
const part = z.object({ type: text, detail: text, identifier: z.object({ value: text }).optional().catch(undefined) });
const document = part.extend({
  subproblems: z.array(part).catch([]),
  title: text,
  instance: z.string().optional().catch(undefined),
  /** RFC 8555 section 6.2: of badSignatureAlgorithm */
  algorithms: z.array(z.string()).catch([]),
});

/** A problem document of the CA (RFC 9457, RFC 8555 section 6.7), parsed. */
export interface Reason {
  /** without the ACME namespace: badNonce, rateLimited */
  type: string;
  detail: string;
  /** the name it is about, if it says so */
  name: string | undefined;
  /** of a validation in DNS: the label before the name, where the record is */
  label?: string | undefined;
}

/** The reasons in a problem document, with the parts of a compound one in its place; empty when it is none. */
export function readReasons(data: unknown): readonly Reason[] {
  const parsed = document.safeParse(data);
  if (!parsed.success) return [];
  const { subproblems, instance, title, detail, type, ...more } = parsed.data;
  if (`${type}${title}${detail}` === "") return [];
  // as RFC 9457 section 3.1.1 has it where a document has no type
  const whole = { ...more, type: type || "about:blank", detail: detail || title };
  const named = subproblems.filter((each) => each.identifier !== undefined).map(reason);
  return named.length > 0 ? named : [withInstance(reason(whole), instance)];
}

/** userActionRequired has the URL to visit there (RFC 8555 section 6.7.1). */
function withInstance(given: Reason, instance: string | undefined): Reason {
  return instance === undefined ? given : { ...given, detail: `${given.detail} ${oneLine(instance)}`.trim() };
}

function reason({ type, detail, identifier }: z.infer<typeof part>): Reason {
  return {
    type: oneLine(type.replace(namespace, "")),
    detail: oneLine(detail),
    name: identifier && oneLine(identifier.value),
  };
}

/** JWS names of the account keys that the CA takes, where it said so (RFC 8555 section 6.2). */
export function algorithmsIn(data: unknown): readonly string[] {
  return document.safeParse(data).data?.algorithms ?? [];
}
