import type { Challenge, ChallengeSolver } from "../../model/challenge.ts";
import type { CertificateAuthority, Preflight, Print } from "../../model/contracts.ts";
import { type PersistRequest, persistName, persistRequests, persistsUntil } from "../../model/persist-record.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { checkCaa, type ResolveCaa } from "../caa.ts";
import { locateRecord } from "./locate.ts";
import { askResolvers, type ResolverOptions } from "./zone.ts";

export interface PersistOptions extends Omit<ResolverOptions, "signal"> {
  say: Print;
  now: () => Date;
}

const day = 24 * 60 * 60 * 1000;
/** Before its end a record is spoken of. */
const soon = 30 * day;

/** dns-persist-01: nothing is presented, since the record stands there for good; it is read before the CA is asked. */
export function persistSolver(options: PersistOptions): ChallengeSolver {
  return {
    type: "dns-persist-01",
    present: async () => {},
    async settle(challenges, signal) {
      for (const challenge of challenges) await checkRecord(challenge.domain, requestOf(challenge), options, signal);
    },
    cleanUp: async () => {},
  };
}

function requestOf({ persist, wildcard }: Challenge): PersistRequest {
  const { issuers = [], accountUri = "" } = persist ?? {};
  return { issuers, accountUri, wildcard };
}

export interface PersistPreflightOptions extends PersistOptions {
  authority: Pick<CertificateAuthority, "caaIdentities">;
  /** the account that an order would be made with */
  account: () => Promise<{ accountUri: string | undefined }>;
  resolveCaa?: ResolveCaa;
}

/** The record of every name, and CAA, before an order is made. Throws Problem. */
export function persistPreflight(options: PersistPreflightOptions): Preflight {
  return {
    async check({ domains }, { signal }) {
      const { accountUri } = await options.account();
      if (accountUri === undefined) throw noAccount();
      const issuers = await options.authority.caaIdentities(signal);
      const issuer = { identities: issuers, accountUri, method: "dns-persist-01" as const };
      for (const name of domains) await checkCaa(name, issuer, options.resolveCaa);
      for (const request of persistRequests(domains, { issuers, accountUri }))
        await checkRecord(request.domain, request, options, signal);
      return [];
    },
  };
}

async function checkRecord(domain: string, request: PersistRequest, options: PersistOptions, signal: AbortSignal) {
  const { say, now } = options;
  const shown = await valuesAt(persistName(domain), { ...options, signal });
  const moments = shown.map((values) => persistsUntil(values, request)?.getTime() ?? 0);
  const until = new Date(Math.min(...moments));
  if (moments.length === 0 || until <= now()) throw notThere(domain);
  if (until.getTime() - now().getTime() > soon) return;
  say(
    phrase`warning: the TXT record ${persistName(domain)} counts until ${until.toISOString().slice(0, 10)} (persistUntil): set it again without an end`,
  );
}

/** What each server of the zone shows; a resolver where none of them can be asked. */
async function valuesAt(name: string, options: ResolverOptions): Promise<readonly (readonly string[])[]> {
  const { fqdn, servers } = await locateRecord(name, options);
  const asked = { name: fqdn, type: "TXT" as const };
  const replies = await Promise.all(
    servers.map((server) => options.query(server, { ...asked, recursive: false }, options.signal)),
  );
  const seen = replies.flatMap((reply) => reply ?? []);
  const all = seen.length > 0 ? seen : [await askResolvers(asked, options)];
  return all.map(({ answers }) => answers.flatMap(({ type, data }) => (type === "TXT" ? [data] : [])));
}

function notThere(domain: string): Problem {
  return new Problem({
    code: "persist-record-missing",
    message: phrase`the TXT record ${persistName(domain)} does not let this account obtain certificates`,
    fix: phrase`add at your DNS provider the record that this shows: docker compose exec certbot httpsidecar dns-record`,
    retry: "look",
    names: [domain],
  });
}

function noAccount(): Problem {
  return new Problem({
    code: "persist-no-account",
    message: phrase`DNS_PROVIDER=persist needs an account first: the TXT record names it`,
    fix: "docker compose exec certbot httpsidecar dns-record",
    retry: "look",
  });
}
