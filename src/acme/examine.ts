import type { Account } from "../model/lineage.ts";
import { Problem } from "../model/problem.ts";
import { parseDirectory } from "./directory.ts";
import { accepted } from "./refusal.ts";
import { pause } from "./retry.ts";
import { openSession } from "./session.ts";
import { openWire, type Wire, type WireOptions } from "./wire.ts";

export interface ExamineOptions extends WireOptions {
  /** ACME directory URL */
  directory: string;
  /** undefined: none is stored */
  account: Account | undefined;
  signal: AbortSignal;
}

export interface AuthorityFacts {
  /** its Date header (RFC 9110 section 6.6.1) */
  now: Date | undefined;
  /** lower case */
  caaIdentities: readonly string[];
  /** why the stored account cannot be used; undefined: it can, or there is none */
  accountProblem: Problem | undefined;
}

/** Asks the CA about itself and about the account, and for nothing else. Throws Problem, or the signal's reason. */
export async function examineAuthority(options: ExamineOptions): Promise<AuthorityFacts> {
  const wire = await openWire(options);
  try {
    const answer = accepted(await wire.send({ method: "GET", url: options.directory }, options.signal), new Date());
    const { meta } = parseDirectory(answer, options.directory);
    const now = new Date(answer.headers.date ?? "");
    return {
      now: Number.isNaN(now.getTime()) ? undefined : now,
      caaIdentities: meta.caaIdentities.map((identity) => identity.toLowerCase()),
      accountProblem: await accountProblem(wire, options),
    };
  } finally {
    wire.close();
  }
}

/** RFC 8555 section 7.3.1: looked up by its key, never registered. */
async function accountProblem(
  wire: Wire,
  { account, directory, signal }: ExamineOptions,
): Promise<Problem | undefined> {
  if (!account) return undefined;
  const { privateKeyPem: accountKey } = account;
  const now = () => new Date();
  try {
    const talk = { wire, directoryUrl: directory, signal, wait: pause, now };
    const session = await openSession({ ...talk, accountKey, externalAccount: undefined });
    await session.newAccount({ onlyReturnExisting: true }, false);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
