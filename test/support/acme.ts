/** An authority over a Pebble, and what it told and kept, for tests. */
import { type AuthorityOptions, acmeAuthority } from "../../src/acme/authority.ts";
import { httpSolver } from "../../src/challenge/http-solver.ts";
import { webroot } from "../../src/challenge/webroot.ts";
import type { AccountStore, ChallengeResponder, IssueOptions } from "../../src/model/contracts.ts";
import type { Account, Lineage } from "../../src/model/lineage.ts";
import type { Pebble } from "./pebble.ts";

export type Given = Partial<AuthorityOptions> & { responder?: ChallengeResponder };

export function authorityAt(pebble: Pebble, { responder = webroot(pebble.webroot), ...options }: Given = {}) {
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
