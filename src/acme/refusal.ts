import * as z from "zod";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Responsible } from "../model/responsible.ts";
import { detailOf } from "./details.ts";
import type { Answer } from "./message.ts";
import { type Advice, problemTypes, unknownType } from "./problems.ts";
import { dateIn, parseRetryAfter } from "./retry-after.ts";
import { kebabCase, oneLine, plainHost } from "./words.ts";

const namespace = "urn:ietf:params:acme:error:";
const text = z.string().catch("");
const part = z.object({ type: text, detail: text, identifier: z.object({ value: text }).optional().catch(undefined) });
const document = part.extend({
  subproblems: z.array(part).catch([]),
  instance: z.string().optional().catch(undefined),
});

/** A problem document of the authority (RFC 9457, RFC 8555 section 6.7), past the edge. */
export interface Reason {
  /** without the ACME namespace: badNonce, rateLimited */
  type: string;
  detail: string;
  /** the name it is about, if it says so */
  name: string | undefined;
}

/** Where reasons come from: a refused request, or the failed validation of a name. Codes start with it. */
type Stage = "acme" | "validation";

/** The reasons in a problem document, the parts of a compound one in its place; empty when it is none. */
export function readReasons(data: unknown): readonly Reason[] {
  const parsed = document.safeParse(data);
  if (!parsed.success || parsed.data.type === "") return [];
  const { subproblems, instance, ...whole } = parsed.data;
  const named = subproblems.filter((each) => each.identifier !== undefined).map(reason);
  return named.length > 0 ? named : [withInstance(reason(whole), instance)];
}

/** userActionRequired has its address to visit there (RFC 8555 section 6.7.1). */
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

/** Is it the Problem for this one of the authority's problem types? */
export function hasType(error: unknown, type: string): boolean {
  return error instanceof Problem && error.code === codeFor("acme", type);
}

const codeFor = (stage: Stage, type: string) => `${stage}-${kebabCase(type)}`;

export function isBadNonce({ status, data }: Answer): boolean {
  return status === 400 && readReasons(data)[0]?.type === "badNonce";
}

/** Gives the answer back unless the authority refused. Throws Problem (`acme-…`). */
export function accepted(answer: Answer, now: Date): Answer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw refusal(answer, now);
}

/** Gives the Problem (`acme-…`) for a refused request. A Retry-After becomes its `notBefore`. */
export function refusal(answer: Answer, now: Date): Problem {
  const wait = parseRetryAfter(answer.headers["retry-after"], now);
  const notBefore = wait === undefined ? undefined : new Date(now.getTime() + wait);
  const reasons = readReasons(answer.data);
  return reasons.length > 0 ? problemFor(reasons, "acme", notBefore) : withoutReason(answer.status, notBefore);
}

/** Gives the Problem (`acme-…`, `validation-…`) for one reason or several; the first decides the advice. */
export function problemFor(reasons: readonly Reason[], stage: Stage, notBefore?: Date): Problem {
  const [first = { type: "serverInternal", detail: "", name: undefined }] = reasons;
  const { means, fix, retry, responsible } = adviceFor(stage, first);
  const until = notBefore ?? (first.type === "rateLimited" ? dateIn(first.detail) : undefined);
  return new Problem({
    code: codeFor(stage, first.type),
    message: `${means}: ${reasons.map(inWords).join("; ")}`,
    fix: fix(plainHost(first.name) ?? "your-domain"),
    retry: until ? { notBefore: until } : retry,
    names: namesOf(reasons),
    responsible,
  });
}

/** Empty unless each reason says which name it is about. */
function namesOf(reasons: readonly Reason[]): readonly string[] {
  const names = reasons.flatMap(({ name }) => name ?? []);
  return names.length === reasons.length ? [...new Set(names)] : [];
}

/** What the type means, and where the authority's words tell more, what they mean. */
function adviceFor(stage: Stage, { type, detail }: Reason): Advice & { responsible?: Responsible | undefined } {
  const row = `${stage} ${type}` in problemTypes ? `${stage} ${type}` : type;
  const advice = problemTypes[row] ?? unknownType;
  return { ...advice, ...detailOf(row, detail) };
}

function inWords({ name, detail, type }: Reason): string {
  const why = detail === "" ? type : detail;
  return name === undefined || why.includes(name) ? why : `${name}: ${why}`;
}

/** An error page of a proxy or a load balancer, or of an authority that is short of words. */
function withoutReason(status: number, notBefore: Date | undefined): Problem {
  return new Problem({
    code: status === 404 ? "acme-not-found" : "acme-no-reason",
    message: phrase`the CA responded with HTTP ${status} and no reason`,
    fix:
      status >= 500 || status === 429
        ? phrase`wait: httpsidecar will retry; see the CA's status page`
        : phrase`check that the directory (--server) is the address of a real ACME CA, and what a proxy on the way returns`,
    retry: notBefore ? { notBefore } : "soon",
  });
}

/** Throws Problem `acme-bad-answer`: RFC 8555 demands it, and it is not there. */
export function missing(what: string): never {
  throw badAnswer(phrase`the CA's response lacks ${what}`);
}

/** Gives Problem `acme-bad-answer` for an answer that is not what the RFC says. */
export function malformed(cause: z.ZodError, rfc = "RFC 8555"): Problem {
  const where = cause.issues.map(({ path }) => path.join(".") || phrase`all of it`).join(", ");
  return badAnswer(phrase`the CA's response is not what ${rfc} requires (${where})`, cause);
}

function badAnswer(message: string, cause?: unknown): Problem {
  return new Problem({
    code: "acme-bad-answer",
    message,
    fix: phrase`httpsidecar will retry; if this persists, look for a proxy on the way that changes responses`,
    retry: "soon",
    cause,
  });
}
