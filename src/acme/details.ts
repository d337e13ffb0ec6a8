import { phrase } from "../model/phrase.ts";
import { inEnv } from "../model/typed-lines.ts";
import { addARecord, anotherAccount, challengeOf, outOfTheRedirect, wait } from "./fixes.ts";
import type { Advice } from "./problems.ts";

/** Advice by the CA's own words, more exact than by type; `responsible`: a limit that only the operator can lift. */
interface Detail extends Omit<Advice, "retry"> {
  responsible?: "person";
  /** problem type, as `problemTypes` has it */
  type: string;
  says: RegExp;
}

/** The first matching row counts. Words of Boulder (Let's Encrypt) and Pebble; those of others fall back to the type. */
const details: readonly Detail[] = [
  {
    type: "connection",
    says: /timeout|timed out|deadline exceeded/i,
    means: phrase`the CA got no answer from this host in time: a firewall or router is dropping the traffic`,
    fix: (name) =>
      phrase`open port 80 in the firewall, in the provider's security group and in the router; from outside: curl -i ${challengeOf(name)}`,
  },
  {
    type: "connection",
    says: /connection refused/i,
    means: phrase`the CA reached the address, and nothing listens on port 80 there`,
    fix: (name) =>
      phrase`check that nginx runs and port 80 is published: docker compose ps nginx; and that ${name} points to this host`,
  },
  {
    type: "connection",
    says: /reset|EOF|broken pipe/i,
    means: phrase`something on the way closed the CA's connection`,
    fix: (name) =>
      phrase`look for a firewall or a filter in front of port 80; from outside: curl -i ${challengeOf(name)}`,
  },
  {
    type: "connection",
    says: /no route|unreachable/i,
    means: phrase`the CA found no way to the address of the name`,
    fix: (name) => phrase`correct the records of the name, an old AAAA record most likely: dig +short ${name} AAAA`,
  },
  {
    type: "connection",
    says: /redirect/i,
    means: phrase`the CA was redirected and gave up`,
    fix: outOfTheRedirect,
  },
  {
    type: "dns",
    says: /NXDOMAIN/,
    means: phrase`the name does not exist in DNS`,
    fix: addARecord,
  },
  {
    type: "dns",
    says: /SERVFAIL|DNSSEC|bogus/i,
    means: phrase`the name servers of the domain fail, often because of DNSSEC`,
    fix: (name) =>
      phrase`check what they answer: dig +trace ${name} A; if the DS record does not match the zone, correct it at your registrar`,
  },
  {
    type: "dns",
    says: /no valid (?:A|AAAA|IP)|no (?:IPv4|IP) addresses|reserved|private/i,
    means: phrase`the name has no public address`,
    fix: addARecord,
  },
  {
    type: "dns",
    says: /timed? ?out|timeout/i,
    means: phrase`the name servers of the domain did not answer the CA in time`,
    fix: (name) => phrase`check that they answer from outside: dig +trace ${name} A; httpsidecar will retry`,
  },
  {
    type: "caa",
    says: /SERVFAIL|timed? ?out|timeout/i,
    means: phrase`the CA's CAA lookup failed, and without an answer it must not issue`,
    fix: (name) => phrase`the name servers must answer, even with an empty answer: dig ${name} CAA`,
  },
  {
    type: "validation unauthorized",
    says: /did not match this challenge.*(?:got |!= )"[\w-]{10,}\.[\w-]{10,}"/i,
    means: phrase`another challenge file was found instead of httpsidecar's: two clients request the same domain, or a cache answers`,
    fix: (name) => phrase`stop the other client, and do not cache ${challengeOf(name).replace(/test$/, "*")}`,
  },
  {
    type: "validation unauthorized",
    says: /(?:: |returned )30[12378]$|redirect/i,
    means: phrase`the CA was redirected away from httpsidecar's challenge file`,
    fix: outOfTheRedirect,
  },
  {
    type: "validation unauthorized",
    says: /(?:: |returned )404$/,
    means: phrase`the CA reached a web server that does not have httpsidecar's challenge file`,
    fix: (name) =>
      phrase`check what responds there: curl -i ${challengeOf(name)}; the domain must point to this host, and nginx must serve the webroot there`,
  },
  {
    type: "validation unauthorized",
    says: /(?:: |returned )(?:401|403)$/,
    means: phrase`the CA was turned away: a password, a filter or a bot check protects the challenge file`,
    fix: (name) => phrase`make it publicly readable: curl -i ${challengeOf(name)}`,
  },
  {
    type: "validation unauthorized",
    says: /(?:: |returned )5\d\d$/,
    means: phrase`the CA got an error page instead of the challenge file`,
    fix: (name) =>
      phrase`the proxy or nginx in front fails: curl -i ${challengeOf(name)}; docker compose logs --tail 20 nginx`,
  },
  {
    type: "unauthorized",
    says: /deactivated|revoked|not valid/i,
    means: phrase`this account was closed at the CA`,
    fix: () => anotherAccount,
  },
  {
    type: "rateLimited",
    says: /portal|unpause|temporarily prevented/i,
    means: phrase`the CA paused this domain after many failures; it has to be unpaused by hand`,
    fix: () =>
      phrase`remove the cause (docker compose exec certbot httpsidecar doctor), then visit the address in the message`,
    responsible: "person",
  },
  {
    type: "rateLimited",
    says: /exact set of (?:identifiers|domains)/i,
    means: phrase`the limit of certificates for exactly these names is reached: five in seven days`,
    fix: () => phrase`${wait}; until then a certificate that was obtained before can be put back from archive/`,
  },
  {
    type: "rateLimited",
    says: /failed authorizations|failed validations/i,
    means: phrase`the limit of failed validations of a name is reached: five in an hour`,
    fix: () =>
      phrase`remove the cause meanwhile: docker compose exec certbot httpsidecar doctor; httpsidecar retries automatically`,
    responsible: "person",
  },
  {
    type: "rateLimited",
    says: /too many certificates/i,
    means: phrase`the limit of certificates for the registered domain, all its names together, is reached: 50 in seven days`,
    fix: () => phrase`${wait}; fewer certificates with more domains each use up less`,
  },
  {
    type: "rateLimited",
    says: /new orders/i,
    means: phrase`the rate limit of orders per account is reached: 300 in three hours`,
    fix: () => phrase`${wait}; look for another client that uses the same account`,
  },
  {
    type: "rateLimited",
    says: /registrations|new accounts/i,
    means: phrase`the limit of new accounts from this address is reached: ten in three hours`,
    fix: () => phrase`${wait}; keep the folder accounts/, so that no new account is needed`,
  },
  {
    type: "rejectedIdentifier",
    says: /public suffix|TLD|top-level/i,
    means: phrase`the domain is, or ends in, something that cannot be registered`,
    fix: () => inEnv(phrase`set CERTBOT_DOMAIN to a name under a domain of your own, such as dify.your-company.jp`),
  },
  {
    type: "rejectedIdentifier",
    says: /policy|blocked|forbid/i,
    means: phrase`the CA's policy forbids a certificate for this name`,
    fix: () => phrase`use another domain, or ask the CA why; another CA may issue it: --server <its directory>`,
  },
  {
    type: "userActionRequired",
    says: /terms/i,
    means: phrase`the CA's terms have changed, and the account's owner must agree`,
    fix: () => phrase`read and agree at the address in the message, then: docker compose exec certbot update-cert`,
  },
];

export function detailOf(type: string, words: string): Detail | undefined {
  return details.find((row) => row.type === type && row.says.test(words));
}
