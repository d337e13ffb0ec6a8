import type * as z from "zod";
import { later } from "../base/dates.ts";
import { phrase } from "../model/phrase.ts";
import { plainHostPort } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import type { Responsible } from "../model/responsible.ts";
import { detailOf } from "./details.ts";
import { linksOf } from "./links.ts";
import type { Answer } from "./message.ts";
import { type Advice, problemTypes, recordMissing, unknownType } from "./problems.ts";
import { algorithmsIn, type Reason, readReasons } from "./reasons.ts";
import { dateIn, parseRetryAfter } from "./retry-after.ts";
import { kebabCase } from "./words.ts";

const mostReasons = 10;

const mostNames = 200;

/** Where reasons come from: a refused request, or the failed validation of a name. Codes start with it. */
type Stage = "acme" | "validation";

/** The cause of a refused request's Problem. */
class Refusal extends Error {
  readonly status: number;
  /** JWS names of the account keys that the CA takes, where it said so */
  readonly algorithms: readonly string[];
  /** where the terms can be read (RFC 8555 section 7.3.3) */
  readonly terms: string | undefined;

  constructor({ status, headers, data }: Answer) {
    super(`HTTP ${status}`);
    this.status = status;
    this.algorithms = algorithmsIn(data);
    this.terms = linksOf(headers.link, "terms-of-service").at(0);
  }
}

/** undefined: nothing was refused. */
export function refusalOf(error: unknown): Refusal | undefined {
  return error instanceof Problem && error.cause instanceof Refusal ? error.cause : undefined;
}

/** True for the Problem of this one of the CA's problem types. */
export function hasType(error: unknown, type: string): boolean {
  return error instanceof Problem && error.code === codeFor("acme", type);
}

const codeFor = (stage: Stage, type: string) => `${stage}-${kebabCase(type)}`.replace(/[^a-z\d-]+/g, "-").slice(0, 60);

/** True if it is unknown whether the CA acted: silence, a broken connection, an internal error. */
export function mayBeDone(error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  const lost = ["authority-closed", "authority-timeout", "acme-bad-answer"].includes(error.code);
  return lost || (refusalOf(error)?.status ?? 0) >= 500;
}

/** A replica that lags behind says so of what another one has just made. */
export function isUnknownYet(error: unknown): boolean {
  return refusalOf(error)?.status === 404;
}

export function isBadNonce({ status, data }: Answer): boolean {
  return status === 400 && readReasons(data)[0]?.type === "badNonce";
}

/** Returns the response unless the CA refused. Throws Problem (`acme-…`). */
export function accepted(answer: Answer, now: Date): Answer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw refusal(answer, now);
}

/** The Problem (`acme-…`) for a refused request. A Retry-After becomes its `notBefore`. */
export function refusal(answer: Answer, now: Date): Problem {
  const wait = parseRetryAfter(answer.headers["retry-after"], now);
  const notBefore = wait === undefined ? undefined : later(now, wait);
  const reasons = readReasons(answer.data).map((reason) => typed(reason, answer.status));
  const cause = new Refusal(answer);
  return reasons.length > 0 ? problemFor(reasons, "acme", { notBefore, cause }) : withoutReason(cause, notBefore);
}

/** What a document without a type means, by the status (RFC 9457 section 4.2.1). */
function typed(reason: Reason, status: number): Reason {
  if (reason.type !== "about:blank") return reason;
  if (status === 429) return { ...reason, type: "rateLimited" };
  return status >= 500 ? { ...reason, type: "serverInternal" } : reason;
}

/** The Problem (`acme-…`, `validation-…`) for one reason or several; the first decides the advice. */
export function problemFor(
  reasons: readonly Reason[],
  stage: Stage,
  { notBefore, cause }: { notBefore?: Date | undefined; cause?: unknown } = {},
): Problem {
  const [first = { type: "serverInternal", detail: "", name: undefined }] = reasons;
  const { means, fix, retry, responsible } = adviceFor(stage, first);
  const until = notBefore ?? (first.type === "rateLimited" ? dateIn(first.detail) : undefined);
  return new Problem({
    code: codeFor(stage, first.type),
    message: reasons.length === 0 ? means : `${means}: ${listOf(reasons)}`,
    fix: fix(plainHostPort(first.name) ?? "your-domain"),
    retry: until ? { notBefore: until } : retry,
    names: namesOf(reasons),
    responsible,
    cause,
  });
}

function listOf(reasons: readonly Reason[]): string {
  const told = reasons.slice(0, mostReasons).map(inWords);
  const rest = reasons.length - told.length;
  return [...told, ...(rest > 0 ? [phrase`and ${rest} more`] : [])].join("; ");
}

/** Empty unless each reason names its domain. */
function namesOf(reasons: readonly Reason[]): readonly string[] {
  const names = reasons.flatMap(({ name }) => name ?? []);
  return names.length === reasons.length ? [...new Set(names)].slice(0, mostNames) : [];
}

/** Advice by type, or by the CA's words where they tell more. */
function adviceFor(stage: Stage, { type, detail, label }: Reason): Advice & { responsible?: Responsible | undefined } {
  if (label !== undefined && aboutTheRecord.includes(type) && !serversFail.test(detail)) return recordMissing(label);
  const row = problemTypes.has(`${stage} ${type}`) ? `${stage} ${type}` : type;
  const advice = problemTypes.get(row) ?? unknownType;
  return { ...advice, ...detailOf(row, detail) };
}

const aboutTheRecord = ["connection", "dns", "incorrectResponse", "tls", "unauthorized"];
const serversFail = /SERVFAIL|DNSSEC|bogus/i;

function inWords({ name, detail, type }: Reason): string {
  const why = detail === "" ? type : detail;
  return name === undefined || why.includes(name) ? why : `${name}: ${why}`;
}

/** An error page of a proxy or a load balancer, or of a CA that gives no reason. */
function withoutReason(cause: Refusal, notBefore: Date | undefined): Problem {
  const { status } = cause;
  return new Problem({
    code: status === 404 ? "acme-not-found" : "acme-no-reason",
    message: phrase`the CA responded with HTTP ${status} and no reason`,
    fix:
      status >= 500 || status === 429
        ? phrase`wait: httpsidecar will retry; see the CA's status page`
        : phrase`check that the directory (--server) is the address of a real ACME CA, and what a proxy on the way returns`,
    retry: notBefore ? { notBefore } : "soon",
    cause,
  });
}

/** Throws Problem `acme-bad-answer`: RFC 8555 requires it, and it is missing. */
export function missing(what: string): never {
  throw badAnswer(phrase`the CA's response lacks ${what}`);
}

/** Problem `acme-bad-answer` for a response that does not follow the RFC. */
export function malformed(cause: z.ZodError, rfc = "RFC 8555"): Problem {
  const where = cause.issues.map(({ path }) => path.join(".") || phrase`all of it`).join(", ");
  return badAnswer(phrase`the CA's response is not what ${rfc} requires (${where})`, cause);
}

export function badAnswer(message: string, cause?: unknown): Problem {
  return new Problem({
    code: "acme-bad-answer",
    message,
    fix: phrase`httpsidecar will retry; if this persists, look for a proxy on the way that changes responses`,
    retry: "soon",
    cause,
  });
}
