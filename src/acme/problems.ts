import { urlHost } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import type { Retry } from "../model/problem.ts";
import { anotherAccount, portEighty, report, whoAnswers } from "./fixes.ts";

/** What a problem type of the authority means for the person who runs this. */
export interface Advice {
  /** the start of the message; the authority's own words follow */
  means: string;
  fix: (name: string) => string;
  retry: Retry;
}

/** Certificates that renew themselves at the authority (RFC 8739): never asked for here. */
const star: Advice = {
  means: phrase`the authority speaks of a self-renewing order, and none was made here`,
  fix: report,
  retry: "after-a-fix",
};

/**
 * The ACME error types of IANA's registry (RFC 8555 section 6.7, RFC 8739, 9115, 9773, 9799, the profiles draft), each
 * once. A row that starts with `validation` is what the same word means when it is the reason of a failed validation.
 */
export const problemTypes: Record<string, Advice> = {
  accountDoesNotExist: {
    means: phrase`the authority does not know our account`,
    fix: () => anotherAccount,
    retry: "after-a-fix",
  },
  alreadyReplaced: {
    means: phrase`the authority holds the certificate for replaced already`,
    fix: () => phrase`it is tried again as a new one: update-cert`,
    retry: "soon",
  },
  alreadyRevoked: {
    means: phrase`the certificate is revoked already`,
    fix: () => phrase`ask for a new one: update-cert --force-renewal`,
    retry: "after-a-fix",
  },
  autoRenewalCanceled: star,
  autoRenewalCancellationInvalid: star,
  autoRenewalExpired: star,
  autoRenewalRevocationNotSupported: star,
  badCSR: { means: phrase`the authority refuses the certificate request`, fix: report, retry: "after-a-fix" },
  badNonce: {
    means: phrase`the authority refused every nonce it had given`,
    fix: () => phrase`it is tried again; if it stays so, look for a proxy that caches the authority's answers`,
    retry: "soon",
  },
  badPublicKey: { means: phrase`the authority refuses the key`, fix: () => anotherAccount, retry: "after-a-fix" },
  badRevocationReason: {
    means: phrase`the authority does not take this reason for a revocation`,
    fix: () => phrase`revoke without a reason`,
    retry: "after-a-fix",
  },
  badSignatureAlgorithm: {
    means: phrase`the authority does not take the kind of our account's key`,
    fix: () => anotherAccount,
    retry: "after-a-fix",
  },
  caa: {
    means: phrase`the CAA record of the name forbids this authority`,
    fix: (name) => phrase`add the authority to the record, or remove it; what there is: dig +short ${name} CAA`,
    retry: "after-a-fix",
  },
  compound: {
    means: phrase`the authority refuses several of the names`,
    fix: () => phrase`mend each of them, or take it out of CERTBOT_DOMAIN`,
    retry: "after-a-fix",
  },
  connection: { means: phrase`the authority could not connect to this host`, fix: portEighty, retry: "after-a-fix" },
  dns: {
    means: phrase`the authority could not look the name up`,
    fix: (name) => phrase`give the name an A record with the public address of this host; what there is: dig ${name} A`,
    retry: "after-a-fix",
  },
  externalAccountRequired: {
    means: phrase`the authority only takes accounts that were made on its site`,
    fix: () =>
      phrase`take a key id and an HMAC key from its site, and give them in CERTBOT_OPTIONS: --eab-kid=<key id> --eab-hmac-key=<key>`,
    retry: "after-a-fix",
  },
  incorrectResponse: {
    means: phrase`something else answered in the place of our challenge file`,
    fix: whoAnswers,
    retry: "after-a-fix",
  },
  invalidContact: {
    means: phrase`the authority refuses the e-mail address`,
    fix: () => phrase`set CERTBOT_EMAIL to an address that exists, or leave it empty`,
    retry: "after-a-fix",
  },
  invalidProfile: {
    means: phrase`the authority does not have the profile`,
    fix: () => phrase`take --preferred-profile or --required-profile out of CERTBOT_OPTIONS, or name one that it has`,
    retry: "after-a-fix",
  },
  malformed: { means: phrase`the authority did not understand the request`, fix: report, retry: "soon" },
  onionCAARequired: {
    means: phrase`the authority wants the CAA record of an onion service, which has none in DNS`,
    fix: () => phrase`set CERTBOT_DOMAIN to a public name of your own: onion names cannot be proven here`,
    retry: "after-a-fix",
  },
  orderNotReady: { means: phrase`the authority is not done with the validation`, fix: report, retry: "soon" },
  rateLimited: {
    means: phrase`the authority's limit is reached`,
    fix: () => phrase`wait: it is tried again when the authority allows; to rehearse meanwhile: update-cert --dry-run`,
    retry: "soon",
  },
  rejectedIdentifier: {
    means: phrase`the authority gives no certificate for this name`,
    fix: () => phrase`set CERTBOT_DOMAIN to a public name of your own, or ask the authority why`,
    retry: "after-a-fix",
  },
  serverInternal: {
    means: phrase`the authority has a fault of its own`,
    fix: () => phrase`wait: it is tried again; see the authority's status page`,
    retry: "soon",
  },
  tls: {
    means: phrase`the authority was sent on to HTTPS and could not connect there`,
    fix: (name) =>
      phrase`serve the challenge over plain HTTP; see where it is sent: curl -i http://${urlHost(name)}/.well-known/acme-challenge/test`,
    retry: "after-a-fix",
  },
  unauthorized: {
    means: phrase`the authority does not allow it to our account`,
    fix: () => anotherAccount,
    retry: "after-a-fix",
  },
  "validation unauthorized": {
    means: phrase`something else answered in the place of our challenge file`,
    fix: whoAnswers,
    retry: "after-a-fix",
  },
  unknownDelegation: {
    means: phrase`the authority does not know the delegation that the order names`,
    fix: report,
    retry: "after-a-fix",
  },
  unsupportedContact: {
    means: phrase`the authority does not take this kind of contact`,
    fix: () => phrase`leave CERTBOT_EMAIL empty`,
    retry: "after-a-fix",
  },
  unsupportedIdentifier: {
    means: phrase`the authority does not take this kind of name`,
    fix: () =>
      phrase`set CERTBOT_DOMAIN to a domain name; for an address use an authority that certifies addresses, and for Let's Encrypt its profile: --preferred-profile shortlived`,
    retry: "after-a-fix",
  },
  userActionRequired: {
    means: phrase`the authority wants something from the account's owner`,
    fix: () => phrase`visit the address in the message, then run update-cert`,
    retry: "after-a-fix",
  },
};

/** For a type that no row has: RFC 8555 lets authorities add their own. */
export const unknownType: Advice = { means: phrase`the authority refuses`, fix: report, retry: "soon" };
