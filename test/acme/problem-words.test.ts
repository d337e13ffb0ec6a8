import { expect, test } from "vitest";
import { problemTypes } from "../../src/acme/problems.ts";
import { problemFor } from "../../src/acme/refusal.ts";
import { spoken } from "../support/authority-words.ts";

/** IANA's registry "ACME Error Types", all of it (2026). */
const registered = [
  "accountDoesNotExist",
  "alreadyReplaced",
  "alreadyRevoked",
  "autoRenewalCanceled",
  "autoRenewalCancellationInvalid",
  "autoRenewalExpired",
  "autoRenewalRevocationNotSupported",
  "badCSR",
  "badNonce",
  "badPublicKey",
  "badRevocationReason",
  "badSignatureAlgorithm",
  "caa",
  "compound",
  "connection",
  "dns",
  "externalAccountRequired",
  "incorrectResponse",
  "invalidContact",
  "invalidProfile",
  "malformed",
  "onionCAARequired",
  "orderNotReady",
  "rateLimited",
  "rejectedIdentifier",
  "serverInternal",
  "tls",
  "unauthorized",
  "unknownDelegation",
  "unsupportedContact",
  "unsupportedIdentifier",
  "userActionRequired",
];

const told = (stage: "acme" | "validation", type: string, detail: string) =>
  problemFor([{ type, detail, name: "a.example" }], stage);

test("every type of the registry has a row, and no row stands for a type that nobody has", () => {
  const rows = [...problemTypes.keys()].filter((type) => !type.startsWith("validation "));
  expect(rows.sort()).toEqual(registered);
});

test("every type is told in words with one thing to do", () => {
  const lines = registered.flatMap((type) => {
    const { means, fix, retry } = problemTypes.get(type) ?? { means: "", fix: () => "", retry: "" };
    return [`${type}: ${means} [${retry}]`, `  fix: ${fix("a.example")}`];
  });
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "accountDoesNotExist: the CA does not know this account [after-a-fix]
      fix: move this CA's folder under accounts/ in the certbot conf folder away; the next run registers a new account
    alreadyReplaced: the CA says this certificate has already been replaced [soon]
      fix: it is tried again as a new one: docker compose exec certbot update-cert
    alreadyRevoked: the certificate is revoked already [after-a-fix]
      fix: ask for a new one: docker compose exec certbot update-cert --force-renewal
    autoRenewalCanceled: the CA refers to an auto-renewal order, which httpsidecar never requested [after-a-fix]
      fix: run docker compose exec certbot update-cert --debug and report what it prints
    autoRenewalCancellationInvalid: the CA refers to an auto-renewal order, which httpsidecar never requested [after-a-fix]
      fix: run docker compose exec certbot update-cert --debug and report what it prints
    autoRenewalExpired: the CA refers to an auto-renewal order, which httpsidecar never requested [after-a-fix]
      fix: run docker compose exec certbot update-cert --debug and report what it prints
    autoRenewalRevocationNotSupported: the CA refers to an auto-renewal order, which httpsidecar never requested [after-a-fix]
      fix: run docker compose exec certbot update-cert --debug and report what it prints
    badCSR: the CA refuses the certificate request [after-a-fix]
      fix: run docker compose exec certbot update-cert --debug and report what it prints
    badNonce: the CA rejected every nonce that it had issued [soon]
      fix: httpsidecar will retry; if this persists, look for a proxy that caches the CA's responses
    badPublicKey: the CA refuses the key [after-a-fix]
      fix: move this CA's folder under accounts/ in the certbot conf folder away; the next run registers a new account
    badRevocationReason: the CA does not accept this reason for a revocation [after-a-fix]
      fix: revoke without a reason
    badSignatureAlgorithm: the CA does not accept this account's key type [after-a-fix]
      fix: move this CA's folder under accounts/ in the certbot conf folder away; the next run registers a new account
    caa: the CAA record of the name forbids this CA [after-a-fix]
      fix: add the CA to the record, or remove it; what there is: dig +short a.example CAA
    compound: the CA refuses several of the names [after-a-fix]
      fix: in .env: correct each of them, or remove it from CERTBOT_DOMAIN; then: docker compose up -d certbot certbot-companion
    connection: the CA could not connect to this host [after-a-fix]
      fix: open port 80 of this host to the internet (firewall, router) and check that a.example points here: dig +short a.example A; dig +short a.example AAAA
    dns: the CA could not look up the domain [after-a-fix]
      fix: add an A record with the public address of this host; what there is: dig a.example A
    externalAccountRequired: the CA only accepts accounts that were created on its site [after-a-fix]
      fix: in .env: get a key id and an HMAC key from its site, and put them into CERTBOT_OPTIONS: --eab-kid=<key id> --eab-hmac-key=<key>; then: docker compose up -d certbot certbot-companion
    incorrectResponse: something else responded instead of httpsidecar's challenge file [after-a-fix]
      fix: check what responds from outside: curl -i http://a.example/.well-known/acme-challenge/test; the domain must point to this host, and nginx must serve the webroot there
    invalidContact: the CA refuses the e-mail address [after-a-fix]
      fix: in .env: set CERTBOT_EMAIL to an address that exists, or leave it empty; then: docker compose up -d certbot certbot-companion
    invalidProfile: the CA does not have the profile [after-a-fix]
      fix: in .env: remove --preferred-profile or --required-profile from CERTBOT_OPTIONS, or use one that it has; then: docker compose up -d certbot certbot-companion
    malformed: the CA did not understand the request [soon]
      fix: run docker compose exec certbot update-cert --debug and report what it prints
    onionCAARequired: the CA wants the CAA record of an onion service, which has none in DNS [after-a-fix]
      fix: in .env: set CERTBOT_DOMAIN to a public name of your own: onion names cannot be proven here; then: docker compose up -d certbot certbot-companion
    orderNotReady: the CA is not done with the validation [soon]
      fix: run docker compose exec certbot update-cert --debug and report what it prints
    rateLimited: the CA's limit is reached [soon]
      fix: wait: httpsidecar retries when the CA allows; to test meanwhile: docker compose exec certbot update-cert --dry-run
    rejectedIdentifier: the CA refuses to issue a certificate for this domain [after-a-fix]
      fix: in .env: set CERTBOT_DOMAIN to a public name of your own, or ask the CA why; then: docker compose up -d certbot certbot-companion
    serverInternal: the CA has an internal error [soon]
      fix: wait: httpsidecar will retry; see the CA's status page
    tls: the CA was sent on to HTTPS and could not connect there [after-a-fix]
      fix: serve the challenge over plain HTTP; to see where it redirects: curl -i http://a.example/.well-known/acme-challenge/test
    unauthorized: the CA does not allow this account to do that [after-a-fix]
      fix: move this CA's folder under accounts/ in the certbot conf folder away; the next run registers a new account
    unknownDelegation: the CA does not know the delegation that the order names [after-a-fix]
      fix: run docker compose exec certbot update-cert --debug and report what it prints
    unsupportedContact: the CA does not accept this kind of contact [after-a-fix]
      fix: in .env: leave CERTBOT_EMAIL empty; then: docker compose up -d certbot certbot-companion
    unsupportedIdentifier: the CA does not accept this kind of name [after-a-fix]
      fix: in .env: set CERTBOT_DOMAIN to a domain name; for an address use a CA that certifies addresses, and for Let's Encrypt its profile: --preferred-profile shortlived; then: docker compose up -d certbot certbot-companion
    userActionRequired: the CA wants something from the account's owner [after-a-fix]
      fix: visit the address in the message, then run docker compose exec certbot update-cert"
  `);
});

test("what authorities say behind a type is told more exactly", () => {
  const lines = spoken.flatMap(([stage, type, detail]) => {
    const { message, fix } = told(stage, type, detail);
    const words = detail.includes("a.example") ? detail : `a.example: ${detail || type}`;
    return [`${type}: ${detail}`, `  ${message.replace(`: ${words}`, "")}`, `  fix: ${fix}`];
  });
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "connection: 192.0.2.7: Fetching http://a.example/.well-known/acme-challenge/x: Timeout during connect (likely firewall problem)
      the CA got no answer from this host in time: a firewall or router is dropping the traffic
      fix: open port 80 in the firewall, in the provider's security group and in the router; from outside: curl -i http://a.example/.well-known/acme-challenge/test
    connection: 192.0.2.7: Fetching http://a.example/.well-known/acme-challenge/x: Connection refused
      the CA reached the address, and nothing listens on port 80 there
      fix: check that nginx runs and port 80 is published: docker compose ps nginx; and that a.example points to this host
    connection: 192.0.2.7: Fetching http://a.example/.well-known/acme-challenge/x: Connection reset by peer
      something on the way closed the CA's connection
      fix: look for a firewall or a filter in front of port 80; from outside: curl -i http://a.example/.well-known/acme-challenge/test
    connection: 2001:db8::7: Fetching http://a.example/.well-known/acme-challenge/x: no route to host
      the CA found no way to the address of the name
      fix: correct the records of the name, an old AAAA record most likely: dig +short a.example AAAA
    connection: 192.0.2.7: Fetching http://a.example/.well-known/acme-challenge/x: Too many redirects
      the CA was redirected and gave up
      fix: exclude the challenge path from the redirect; to see where it redirects: curl -iL http://a.example/.well-known/acme-challenge/test
    dns: DNS problem: NXDOMAIN looking up A for a.example - check that a DNS record exists for this domain
      the name does not exist in DNS
      fix: at your DNS provider add a record: a.example. A <public IPv4 address of this server>
    dns: DNS problem: SERVFAIL looking up A for a.example - the domain's nameservers may be malfunctioning
      the name servers of the domain fail, often because of DNSSEC
      fix: check what they answer: dig +trace a.example A; if the DS record does not match the zone, correct it at your registrar
    dns: No valid IP addresses found for a.example
      the name has no public address
      fix: at your DNS provider add a record: a.example. A <public IPv4 address of this server>
    dns: DNS problem: query timed out looking up A for a.example
      the name servers of the domain did not answer the CA in time
      fix: check that they answer from outside: dig +trace a.example A; httpsidecar will retry
    caa: DNS problem: SERVFAIL looking up CAA for a.example
      the CA's CAA lookup failed, and without an answer it must not issue
      fix: the name servers must answer, even with an empty answer: dig a.example CAA
    caa: CAA record for a.example prevents issuance
      the CAA record of the name forbids this CA
      fix: add the CA to the record, or remove it; what there is: dig +short a.example CAA
    unauthorized: The key authorization file from the server did not match this challenge. Expected "sBrPJbkWSCXF.Oc5FKqTqRMVZ" (got "sBrPJbkWSCXF.another-account")
      another challenge file was found instead of httpsidecar's: two clients request the same domain, or a cache answers
      fix: stop the other client, and do not cache http://a.example/.well-known/acme-challenge/*
    unauthorized: 192.0.2.7: Invalid response from http://a.example/.well-known/acme-challenge/x: 404
      the CA reached a web server that does not have httpsidecar's challenge file
      fix: check what responds there: curl -i http://a.example/.well-known/acme-challenge/test; the domain must point to this host, and nginx must serve the webroot there
    unauthorized: 192.0.2.7: Invalid response from http://a.example/.well-known/acme-challenge/x: 403
      the CA was turned away: a password, a filter or a bot check protects the challenge file
      fix: make it publicly readable: curl -i http://a.example/.well-known/acme-challenge/test
    unauthorized: 192.0.2.7: Invalid response from http://a.example/.well-known/acme-challenge/x: 502
      the CA got an error page instead of the challenge file
      fix: the proxy or nginx in front fails: curl -i http://a.example/.well-known/acme-challenge/test; docker compose logs --tail 20 nginx
    unauthorized: 192.0.2.7: Invalid response from http://a.example/.well-known/acme-challenge/x: "<html>hello"
      something else responded instead of httpsidecar's challenge file
      fix: check what responds from outside: curl -i http://a.example/.well-known/acme-challenge/test; the domain must point to this host, and nginx must serve the webroot there
    unauthorized: The key authorization file from the server did not match this challenge. Expected "sBrPJbkWSCXF.Oc5FKqTqRMVZ" (got "<html>hello")
      something else responded instead of httpsidecar's challenge file
      fix: check what responds from outside: curl -i http://a.example/.well-known/acme-challenge/test; the domain must point to this host, and nginx must serve the webroot there
    unauthorized: 2001:db8::404: Invalid response from http://a.example/.well-known/acme-challenge/x: 502
      the CA got an error page instead of the challenge file
      fix: the proxy or nginx in front fails: curl -i http://a.example/.well-known/acme-challenge/test; docker compose logs --tail 20 nginx
    unauthorized: Account is not valid, has status "deactivated"
      this account was closed at the CA
      fix: move this CA's folder under accounts/ in the certbot conf folder away; the next run registers a new account
    rateLimited: too many certificates (5) already issued for this exact set of identifiers in the last 168h0m0s, retry after 2026-11-27 09:12:30 UTC
      the limit of certificates for exactly these names is reached: five in seven days
      fix: wait: httpsidecar retries as soon as the rate limit allows; until then a certificate that was obtained before can be put back from archive/
    rateLimited: too many failed authorizations (5) for "a.example" in the last 1h0m0s, retry after 2026-11-24 09:12:30 UTC
      the limit of failed validations of a name is reached: five in an hour
      fix: remove the cause meanwhile: docker compose exec certbot httpsidecar doctor; httpsidecar retries automatically
    rateLimited: too many certificates (50) already issued for "a.example" in the last 168h0m0s, retry after 2026-11-27 09:12:30 UTC
      the limit of certificates for the registered domain, all its names together, is reached: 50 in seven days
      fix: wait: httpsidecar retries as soon as the rate limit allows; fewer certificates with more domains each use up less
    rateLimited: too many new orders (300) from this account in the last 3h0m0s, retry after 2026-11-24 09:12:30 UTC
      the rate limit of orders per account is reached: 300 in three hours
      fix: wait: httpsidecar retries as soon as the rate limit allows; look for another client that uses the same account
    rateLimited: too many new registrations (10) from this IP address in the last 3h0m0s, retry after 2026-11-24 09:12:30 UTC
      the limit of new accounts from this address is reached: ten in three hours
      fix: wait: httpsidecar retries as soon as the rate limit allows; keep the folder accounts/, so that no new account is needed
    rateLimited: Your account is temporarily prevented from requesting certificates for a.example. Please visit: https://portal.example/unpause
      the CA paused this domain after many failures; it has to be unpaused by hand
      fix: remove the cause (docker compose exec certbot httpsidecar doctor), then visit the address in the message
    rejectedIdentifier: Cannot issue for "a.example": Domain name does not end with a valid public suffix (TLD)
      the domain is, or ends in, something that cannot be registered
      fix: in .env: set CERTBOT_DOMAIN to a name under a domain of your own, such as dify.your-company.jp; then: docker compose up -d certbot certbot-companion
    rejectedIdentifier: Cannot issue for "a.example": The ACME server refuses to issue a certificate for this domain name, because it is forbidden by policy
      the CA's policy forbids a certificate for this name
      fix: use another domain, or ask the CA why; another CA may issue it: --server <its directory>
    userActionRequired: Terms of service have changed https://ca.example/agree
      the CA's terms have changed, and the account's owner must agree
      fix: read and agree at the address in the message, then: docker compose exec certbot update-cert
    externalAccountRequired: 
      the CA only accepts accounts that were created on its site
      fix: in .env: get a key id and an HMAC key from its site, and put them into CERTBOT_OPTIONS: --eab-kid=<key id> --eab-hmac-key=<key>; then: docker compose up -d certbot certbot-companion
    badCSR: Error parsing certificate request
      the CA refuses the certificate request
      fix: run docker compose exec certbot update-cert --debug and report what it prints"
  `);
});

test("the authority's own words always stay in the message", () => {
  for (const [stage, type, detail] of spoken) expect(told(stage, type, detail).message).toContain(detail || type);
});

test("a limit that waits for a person says so, and one that ends by itself does not", () => {
  const paused = "Your account is temporarily prevented from requesting certificates for a.example";
  expect(told("acme", "rateLimited", paused).responsible).toBe("person");
  expect(told("acme", "rateLimited", "too many failed authorizations (5) for a.example").responsible).toBe("person");
  expect(told("acme", "rateLimited", "too many new orders (300) from this account").responsible).toBeUndefined();
});

test("a limit's date in the words counts where no Retry-After came", () => {
  const words =
    "too many new orders (300) from this account in the last 3h0m0s, retry after 2026-11-24 09:12:30 UTC: see https://ca.example";
  expect(told("acme", "rateLimited", words).retry).toEqual({ notBefore: new Date("2026-11-24T09:12:30Z") });
  const header = new Date("2026-11-25T00:00:00Z");
  expect(
    problemFor([{ type: "rateLimited", detail: words, name: undefined }], "acme", { notBefore: header }).retry,
  ).toEqual({
    notBefore: header,
  });
  expect(told("acme", "rateLimited", "slow down").retry).toBe("soon");
});
