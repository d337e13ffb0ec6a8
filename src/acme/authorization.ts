import * as z from "zod";
import { type Challenge, type ChallengeSolver, recordLabels } from "../model/challenge.ts";
import { phrase } from "../model/phrase.ts";
import { plainHostPort } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import { inEnv } from "../model/typed-lines.ts";
import { portEighty } from "./fixes.ts";
import { addressAt } from "./links.ts";
import { recordMissing } from "./problems.ts";
import { type Reason, readReasons } from "./reasons.ts";
import { hasType, missing, problemFor } from "./refusal.ts";
import type { Session } from "./session.ts";
import { oneLine } from "./words.ts";

const challengeSchema = z.object({
  type: z.string().catch(""),
  url: z.string().catch(""),
  token: z.string().optional().catch(undefined),
  /** of dns-persist-01 */
  "issuer-domain-names": z.array(z.string()).max(10).optional().catch(undefined),
  status: z.string().catch("pending"),
  error: z.unknown().optional(),
  /** Boulder says where it connected to */
  validationRecord: z.array(z.object({ addressUsed: z.string().optional() })).catch([]),
});

const authorizationSchema = z.object({
  identifier: z.object({ value: z.string() }),
  status: z.enum(["pending", "valid", "invalid", "deactivated", "expired", "revoked"]),
  wildcard: z.boolean().catch(false),
  challenges: z.array(challengeSchema).catch([]),
});

/** RFC 8555 section 7.1.4 */
export type Authorization = z.infer<typeof authorizationSchema>;

/** Throws Problem (`acme-…`). */
export async function readAuthorization(session: Session, url: string): Promise<Authorization> {
  const { data } = await session.post(url, null, authorizationSchema);
  const challenges = data.challenges.map((each) => ({ ...each, url: addressAt(each.url, url) ?? "" }));
  return { ...data, challenges };
}

/** True if nothing is left to wait for. A challenge that is being retried ("processing", section 8.2) may still pass. */
export function hasFailed({ status, challenges }: Authorization): boolean {
  if (status !== "pending") return status !== "valid";
  return challenges.some((each) => each.status === "invalid" || (each.status === "pending" && each.error != null));
}

type Unsigned = Omit<Challenge, "keyAuthorization">;

/** The challenge to answer for this name: the first solver's type that the CA offers. Throws Problem `no-challenge`. */
export function chooseChallenge(
  authorization: Authorization,
  solvers: readonly ChallengeSolver[],
): Unsigned & { url: string; solver: ChallengeSolver; issuers: readonly string[] } {
  for (const solver of solvers) {
    const offered = authorization.challenges.find(({ type }) => type === solver.type);
    if (!offered) continue;
    const issuers = (offered["issuer-domain-names"] ?? []).map((issuer) => issuer.toLowerCase());
    const token = solver.type === "dns-persist-01" ? "" : (offered.token ?? missing(phrase`the challenge's token`));
    return { ...describe(authorization, solver, token), url: offered.url, solver, issuers };
  }
  throw noChallenge(authorization, solvers);
}

/** All challenges that a solver may have presented, whatever became of them. */
export function knownChallenges(
  authorization: Authorization,
  solvers: readonly ChallengeSolver[],
): readonly Unsigned[] {
  return solvers.flatMap((solver) => {
    const token = authorization.challenges.find(({ type }) => type === solver.type)?.token;
    return token === undefined ? [] : [describe(authorization, solver, token)];
  });
}

function describe({ identifier, wildcard }: Authorization, { type }: ChallengeSolver, token: string): Unsigned {
  return { type, domain: identifier.value, wildcard, token };
}

function noChallenge({ identifier, wildcard }: Authorization, solvers: readonly ChallengeSolver[]): Problem {
  const types = solvers.map(({ type }) => type).join(", ");
  const name = oneLine(`${wildcard ? "*." : ""}${identifier.value}`);
  return new Problem({
    code: "no-challenge",
    message: phrase`the CA offers no ${types} challenge for ${name}`,
    fix: inEnv(phrase`use a CA that does, in CERTBOT_OPTIONS: --server https://acme-v02.api.letsencrypt.org/directory`),
    retry: "after-a-fix",
  });
}

/** Tells the CA that the challenge is ready (RFC 8555 section 7.5.1). Throws Problem (`acme-…`). */
export async function answerChallenge(session: Session, authorization: string, challenge: string): Promise<void> {
  try {
    await session.post(challenge, {}, z.unknown());
  } catch (error) {
    // the first try arrived and its response was lost: the challenge itself tells
    if (!hasType(error, "malformed")) throw error;
    const { challenges } = await readAuthorization(session, authorization);
    if (challenges.find(({ url }) => url === challenge)?.status === "pending") throw error;
  }
}

/** Deactivates it (RFC 8555 section 7.5.2) if it is in this state; true: it was. Throws Problem (`acme-…`). */
export async function deactivate(session: Session, url: string, state: "pending" | "valid"): Promise<boolean> {
  const { status } = await readAuthorization(session, url);
  if (status !== state) return false;
  await session.post(url, { status: "deactivated" }, z.unknown());
  return true;
}

/** Problem `validation-slow`: no result for this name within so many ms. */
export function validationSlow({ identifier, challenges }: Authorization, ms: number): Problem {
  const name = oneLine(identifier.value);
  const isOverHttp = challenges.some(({ type }) => type === "http-01");
  const fix = isOverHttp ? portEighty : recordMissing(recordLabels["dns-01"]).fix;
  return new Problem({
    code: "validation-slow",
    message: phrase`the CA did not say within ${Math.round(ms / 1000)} seconds whether it reached ${name}`,
    fix: fix(plainHostPort(identifier.value) ?? "your-domain"),
    retry: "after-a-fix",
    names: [name],
  });
}

/** The Problem (`validation-…`) with what the CA saw, for each name that failed. */
export function validationProblem(authorizations: readonly Authorization[], orderError: unknown): Problem {
  const failures = authorizations.flatMap(failuresOf);
  return problemFor(failures.length > 0 ? failures : readReasons(orderError), "validation");
}

function failuresOf({ identifier, status, challenges }: Authorization): readonly Reason[] {
  const name = oneLine(identifier.value);
  const seen = challenges.flatMap((challenge) => whatItSaw(name, challenge));
  if (seen.length > 0) return seen;
  if (status === "pending" || status === "valid") return [];
  const type = status === "invalid" ? "unauthorized" : "withdrawn";
  return [{ type, detail: phrase`the authorization is ${status}`, name }];
}

function whatItSaw(
  name: string,
  { type, error, validationRecord }: z.infer<typeof challengeSchema>,
): readonly Reason[] {
  const address = oneLine(validationRecord.at(-1)?.addressUsed ?? "");
  return readReasons(error).map((reason) => ({
    ...reason,
    name,
    label: Object.entries(recordLabels).find(([challenge]) => challenge === type)?.[1],
    detail: address === "" || reason.detail.includes(address) ? reason.detail : `${address}: ${reason.detail}`,
  }));
}
