import { phrase } from "../model/phrase.ts";
import { addARecord, anotherAccount, challengeOf, outOfTheRedirect, wait } from "./fixes.ts";
import type { Advice } from "./problems.ts";

/** What the authority's own words tell more exactly than the type itself; `mender`: a limit that wants a person. */
interface Detail extends Omit<Advice, "retry"> {
  responsible?: "person";
  /** problem type, as `problemTypes` has it */
  type: string;
  says: RegExp;
}

/** The first row that fits counts. Words of Boulder (Let's Encrypt) and Pebble; those of others fall back to the type. */
const details: readonly Detail[] = [
  {
    type: "connection",
    says: /timeout|timed out|deadline exceeded/i,
    means: phrase`the authority got no answer from this host within its time: a firewall or a router drops what comes`,
    fix: (name) =>
      phrase`open port 80 in the firewall, in the provider's security group and in the router; from outside: curl -i ${challengeOf(name)}`,
  },
  {
    type: "connection",
    says: /connection refused/i,
    means: phrase`the authority reached the address, and nothing listens on port 80 there`,
    fix: (name) =>
      phrase`see that nginx runs and port 80 is published: docker compose ps nginx; and that ${name} leads to this host`,
  },
  {
    type: "connection",
    says: /reset|EOF|broken pipe/i,
    means: phrase`something on the way broke off the authority's connection`,
    fix: (name) =>
      phrase`look for a firewall or a filter in front of port 80; from outside: curl -i ${challengeOf(name)}`,
  },
  {
    type: "connection",
    says: /no route|unreachable/i,
    means: phrase`the authority found no way to the address of the name`,
    fix: (name) => phrase`correct the records of the name, an old AAAA record most likely: dig +short ${name} AAAA`,
  },
  {
    type: "connection",
    says: /redirect/i,
    means: phrase`the authority was redirected and gave up`,
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
    means: phrase`the name servers of the name fail, often over DNSSEC`,
    fix: (name) =>
      phrase`see what they say: dig +trace ${name} A; where the DS record does not fit the zone, mend it at your registrar`,
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
    means: phrase`the name servers of the name did not answer the authority in time`,
    fix: (name) => phrase`see that they answer from outside: dig +trace ${name} A; it is tried again`,
  },
  {
    type: "caa",
    says: /SERVFAIL|timed? ?out|timeout/i,
    means: phrase`the authority could not look up the CAA record, and must not issue without an answer`,
    fix: (name) => phrase`the name servers must answer, were it with nothing: dig ${name} CAA`,
  },
  {
    type: "validation unauthorized",
    says: /did not match this challenge.*(?:got |!= )"[\w-]{10,}\.[\w-]{10,}"/i,
    means: phrase`another test file stood in the place of ours: two clients ask for the same name, or a cache answers`,
    fix: (name) => phrase`stop the other client, and let nothing cache ${challengeOf(name).replace(/test$/, "*")}`,
  },
  {
    type: "validation unauthorized",
    says: /(?:: |returned )30[12378]$|redirect/i,
    means: phrase`the authority was redirected away from our challenge file`,
    fix: outOfTheRedirect,
  },
  {
    type: "validation unauthorized",
    says: /(?:: |returned )404$/,
    means: phrase`the authority reached a web server that does not have our challenge file`,
    fix: (name) =>
      phrase`see whose answer it is: curl -i ${challengeOf(name)}; the name must lead to this host, and nginx must serve the webroot there`,
  },
  {
    type: "validation unauthorized",
    says: /(?:: |returned )(?:401|403)$/,
    means: phrase`the authority was turned away: a password, a filter or a bot check stands before our challenge file`,
    fix: (name) => phrase`let everybody see it: curl -i ${challengeOf(name)}`,
  },
  {
    type: "validation unauthorized",
    says: /(?:: |returned )5\d\d$/,
    means: phrase`the authority got an error page in the place of our challenge file`,
    fix: (name) =>
      phrase`the proxy or nginx in front fails: curl -i ${challengeOf(name)}; docker compose logs --tail 20 nginx`,
  },
  {
    type: "unauthorized",
    says: /deactivated|revoked|not valid/i,
    means: phrase`our account was closed at the authority`,
    fix: () => anotherAccount,
  },
  {
    type: "rateLimited",
    says: /portal|unpause|temporarily prevented/i,
    means: phrase`the authority paused this name after many failures, until a person lifts that`,
    fix: () => phrase`mend the cause (httpsidecar doctor), then visit the address in the message`,
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
      phrase`mend the cause meanwhile: docker compose exec certbot httpsidecar doctor; it is tried again by itself`,
    responsible: "person",
  },
  {
    type: "rateLimited",
    says: /too many certificates/i,
    means: phrase`the limit of certificates for the registered domain, all its names together, is reached: 50 in seven days`,
    fix: () => phrase`${wait}; fewer certificates with more names each spend less`,
  },
  {
    type: "rateLimited",
    says: /new orders/i,
    means: phrase`the limit of orders of our account is reached: 300 in three hours`,
    fix: () => phrase`${wait}; look for another client that uses the same account`,
  },
  {
    type: "rateLimited",
    says: /registrations|new accounts/i,
    means: phrase`the limit of new accounts from this address is reached: ten in three hours`,
    fix: () => phrase`${wait}; keep the folder accounts/, so that no new one is needed`,
  },
  {
    type: "rejectedIdentifier",
    says: /public suffix|TLD|top-level/i,
    means: phrase`the name is, or ends in, something that nobody can register`,
    fix: () => phrase`set CERTBOT_DOMAIN to a name under a domain of your own, such as dify.your-company.jp`,
  },
  {
    type: "rejectedIdentifier",
    says: /policy|blocked|forbid/i,
    means: phrase`the authority's policy forbids a certificate for this name`,
    fix: () =>
      phrase`take another name, or ask the authority why; another authority may give one: --server <its directory>`,
  },
  {
    type: "userActionRequired",
    says: /terms/i,
    means: phrase`the authority's terms have changed, and the account's owner must agree`,
    fix: () => phrase`read and agree at the address in the message, then: docker compose exec certbot update-cert`,
  },
];

/** The row for these words; undefined when no row has them. */
export function detailOf(type: string, words: string): Detail | undefined {
  return details.find((row) => row.type === type && row.says.test(words));
}
