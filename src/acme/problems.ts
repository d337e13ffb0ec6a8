import { urlHost } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import type { Retry } from "../model/problem.ts";
import { inEnv } from "../model/typed-lines.ts";
import { anotherAccount, bindAccount, certifiableName, portEighty, report, whoAnswers } from "./fixes.ts";

/** What the CA's problem type means for the operator. */
export interface Advice {
  /** the start of the message; the CA's own words follow */
  means: string;
  fix: (name: string) => string;
  retry: Retry;
}

/** Certificates that renew themselves at the CA (RFC 8739): never ordered here. */
const star: Advice = {
  means: phrase`the CA refers to an auto-renewal order, which httpsidecar never requested`,
  fix: report,
  retry: "after-a-fix",
};

/**
 * The ACME error types of IANA's registry (RFC 8555 section 6.7, RFC 8739, 9115, 9773, 9799, the profiles draft), each
 * once. A row that starts with `validation` is what the same word means when it is the reason of a failed validation.
 */
const rows: Readonly<Record<string, Advice>> = {
  accountDoesNotExist: {
    means: phrase`the CA does not know this account`,
    fix: () => anotherAccount,
    retry: "after-a-fix",
  },
  alreadyReplaced: {
    means: phrase`the CA says this certificate has already been replaced`,
    fix: () => phrase`it is tried again as a new one: docker compose exec certbot update-cert`,
    retry: "soon",
  },
  alreadyRevoked: {
    means: phrase`the certificate is revoked already`,
    fix: () => phrase`ask for a new one: docker compose exec certbot update-cert --force-renewal`,
    retry: "after-a-fix",
  },
  autoRenewalCanceled: star,
  autoRenewalCancellationInvalid: star,
  autoRenewalExpired: star,
  autoRenewalRevocationNotSupported: star,
  badCSR: { means: phrase`the CA refuses the certificate request`, fix: report, retry: "after-a-fix" },
  badNonce: {
    means: phrase`the CA rejected every nonce that it had issued`,
    fix: () => phrase`httpsidecar will retry; if this persists, look for a proxy that caches the CA's responses`,
    retry: "soon",
  },
  badPublicKey: { means: phrase`the CA refuses the key`, fix: () => anotherAccount, retry: "after-a-fix" },
  badRevocationReason: {
    means: phrase`the CA does not accept this reason for a revocation`,
    fix: () => phrase`revoke without a reason`,
    retry: "after-a-fix",
  },
  badSignatureAlgorithm: {
    means: phrase`the CA does not accept this account's key type`,
    fix: () => anotherAccount,
    retry: "after-a-fix",
  },
  caa: {
    means: phrase`the CAA record of the name forbids this CA`,
    fix: (name) => phrase`add the CA to the record, or remove it; what there is: dig +short ${name} CAA`,
    retry: "after-a-fix",
  },
  compound: {
    means: phrase`the CA refuses several of the names`,
    fix: () => inEnv(phrase`correct each of them, or remove it from CERTBOT_DOMAIN`),
    retry: "after-a-fix",
  },
  connection: { means: phrase`the CA could not connect to this host`, fix: portEighty, retry: "after-a-fix" },
  dns: {
    means: phrase`the CA could not look up the domain`,
    fix: (name) => phrase`add an A record with the public address of this host; what there is: dig ${name} A`,
    retry: "after-a-fix",
  },
  externalAccountRequired: {
    means: phrase`the CA only accepts accounts that were created on its site`,
    fix: () => bindAccount,
    retry: "after-a-fix",
  },
  incorrectResponse: {
    means: phrase`something else responded instead of httpsidecar's challenge file`,
    fix: whoAnswers,
    retry: "after-a-fix",
  },
  invalidContact: {
    means: phrase`the CA refuses the e-mail address`,
    fix: () => inEnv(phrase`set CERTBOT_EMAIL to an address that exists, or leave it empty`),
    retry: "after-a-fix",
  },
  invalidProfile: {
    means: phrase`the CA does not have the profile`,
    fix: () =>
      inEnv(phrase`remove --preferred-profile or --required-profile from CERTBOT_OPTIONS, or use one that it has`),
    retry: "after-a-fix",
  },
  malformed: { means: phrase`the CA did not understand the request`, fix: report, retry: "soon" },
  onionCAARequired: {
    means: phrase`the CA wants the CAA record of an onion service, which has none in DNS`,
    fix: () => inEnv(phrase`set CERTBOT_DOMAIN to a public name of your own: onion names cannot be proven here`),
    retry: "after-a-fix",
  },
  orderNotReady: { means: phrase`the CA is not done with the validation`, fix: report, retry: "soon" },
  rateLimited: {
    means: phrase`the CA's limit is reached`,
    fix: () =>
      phrase`wait: httpsidecar retries when the CA allows; to test meanwhile: docker compose exec certbot update-cert --dry-run`,
    retry: "soon",
  },
  rejectedIdentifier: {
    means: phrase`the CA refuses to issue a certificate for this domain`,
    fix: () => inEnv(phrase`set CERTBOT_DOMAIN to a public name of your own, or ask the CA why`),
    retry: "after-a-fix",
  },
  serverInternal: {
    means: phrase`the CA has an internal error`,
    fix: () => phrase`wait: httpsidecar will retry; see the CA's status page`,
    retry: "soon",
  },
  tls: {
    means: phrase`the CA was sent on to HTTPS and could not connect there`,
    fix: (name) =>
      phrase`serve the challenge over plain HTTP; to see where it redirects: curl -i http://${urlHost(name)}/.well-known/acme-challenge/test`,
    retry: "after-a-fix",
  },
  unauthorized: {
    means: phrase`the CA does not allow this account to do that`,
    fix: () => anotherAccount,
    retry: "after-a-fix",
  },
  "validation unauthorized": {
    means: phrase`something else responded instead of httpsidecar's challenge file`,
    fix: whoAnswers,
    retry: "after-a-fix",
  },
  "validation withdrawn": {
    means: phrase`the CA no longer accepts a validation of this order`,
    fix: () => phrase`it is tried again with a new order; look for another client that uses the same account`,
    retry: "soon",
  },
  unknownDelegation: {
    means: phrase`the CA does not know the delegation that the order names`,
    fix: report,
    retry: "after-a-fix",
  },
  unsupportedContact: {
    means: phrase`the CA does not accept this kind of contact`,
    fix: () => inEnv(phrase`leave CERTBOT_EMAIL empty`),
    retry: "after-a-fix",
  },
  unsupportedIdentifier: {
    means: phrase`the CA does not accept this kind of name`,
    fix: () => certifiableName,
    retry: "after-a-fix",
  },
  userActionRequired: {
    means: phrase`the CA wants something from the account's owner`,
    fix: () => phrase`visit the address in the message, then run docker compose exec certbot update-cert`,
    retry: "after-a-fix",
  },
};

/** What most types mean as the reason of a failed validation in DNS; `label`: where the record is. */
export const recordMissing = (label: string): Advice => ({
  means: phrase`the CA did not find the TXT record of the challenge`,
  fix: (name) =>
    phrase`see what the name servers answer: dig +trace ${label}.${name} TXT; the registrar must name the servers where the record is made`,
  retry: "after-a-fix",
});

/** A Map, since a CA may send any word as a type, `constructor` too. */
export const problemTypes: ReadonlyMap<string, Advice> = new Map(Object.entries(rows));

/** For a type without a row: RFC 8555 lets CAs add their own. */
export const unknownType: Advice = { means: phrase`the CA refuses`, fix: report, retry: "soon" };
