/** A CA over a Pebble, or over an unkind one, and what it told and kept, for tests. */
import { onTestFinished } from "vitest";
import { type AuthorityOptions, acmeAuthority } from "../../src/acme/authority.ts";
import { makeCertificateKey } from "../../src/acme/certificate-key.ts";
import { httpSolver } from "../../src/challenge/http-solver.ts";
import { webroot } from "../../src/challenge/webroot.ts";
import type { AccountStore, ChallengeResponder, IssueOptions } from "../../src/model/contracts.ts";
import type { Account, Lineage } from "../../src/model/lineage.ts";
import type { Pebble } from "./pebble.ts";
import type { Habit } from "./unkind-authority/messages.ts";
import { startUnkindAuthority, type UnkindAuthority, type UnkindOptions } from "./unkind-authority/server.ts";
import { registerWith } from "./unkind-authority/state.ts";

export type Given = Partial<AuthorityOptions> & { responder?: ChallengeResponder };

export function authorityAt(
  pebble: Pick<Pebble, "directory" | "caFile" | "webroot">,
  { responder = webroot(pebble.webroot), ...options }: Given = {},
) {
  const said: string[] = [];
  const accounts = accountsInMemory();
  const authority = acmeAuthority({
    directory: pebble.directory,
    email: undefined,
    verifySsl: true,
    caBundle: pebble.caFile,
    accounts,
    solvers: [httpSolver(responder)],
    userAgent: "httpsidecar-test",
    environment: {},
    say: (line) => said.push(line),
    ...options,
  });
  return { authority, accounts, said };
}

interface UnkindTalk extends Given {
  ca?: UnkindOptions;
  /** nothing is registered yet */
  isNew?: boolean;
}

/**
 * An unkind CA on loopback that knows our account, asked with a clock that waits move on: minutes of patience take no
 * time.
 */
export async function unkindWith(
  habits: readonly Habit[],
  { ca: how = {}, isNew = false, ...options }: UnkindTalk = {},
) {
  const ca = await startUnkindAuthority(habits, how);
  onTestFinished(() => ca.stop());
  const { waited, ...time } = waitingClock();
  const responder = challengesInMemory();
  const accounts = isNew ? accountsInMemory() : accountsInMemory(await knownTo(ca));
  const talk = authorityAt({ ...ca, webroot: "" }, { ...time, responder, accounts, ...options });
  return { ca, waited, responder, ...talk, accounts };
}

async function knownTo({ state }: UnkindAuthority): Promise<Account> {
  const privateKeyPem = await makeCertificateKey({ type: "ecdsa", curve: "secp256r1" });
  return { id: "account 1", privateKeyPem, url: registerWith(state, privateKeyPem).url };
}

/** A clock that stands still but for what it is asked to wait. */
export function waitingClock() {
  let now = Date.now();
  const waited: number[] = [];
  return {
    waited,
    now: () => new Date(now),
    async wait(ms: number): Promise<void> {
      waited.push(ms);
      now += ms;
    },
  };
}

/** Keeps what is presented and has not been cleaned up. */
export function challengesInMemory(): ChallengeResponder & { presented: Map<string, string> } {
  const presented = new Map<string, string>();
  return {
    presented,
    present: async (token, keyAuthorization) => void presented.set(token, keyAuthorization),
    cleanUp: async (token) => void presented.delete(token),
  };
}

export function accountsInMemory(...kept: Account[]): AccountStore & { kept: Account[] } {
  return {
    kept,
    find: async () => kept.at(-1),
    async save(_, account) {
      const saved = { id: `account ${kept.length + 1}`, ...account };
      kept.push(saved);
      return saved;
    },
  };
}

export function lineageOf(...domains: [string, ...string[]]): Lineage {
  return { name: domains[0], domains, domainAsTyped: domains[0] };
}

/** How a certificate is asked for where nothing of it matters: nothing replaced, nothing left open, nothing kept. */
export function plainly(given: Partial<IssueOptions> = {}): IssueOptions {
  return { signal: never(), keep: async () => {}, ...given };
}

/** A signal that nobody aborts. */
export const never = (): AbortSignal => new AbortController().signal;
