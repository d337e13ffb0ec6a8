import { addressText, urlHost } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { inEnv } from "../model/typed-lines.ts";

/** Fixes that several of the CA's error types share. */
export const anotherAccount = phrase`move this CA's folder under accounts/ in the certbot conf folder away; the next run registers a new account`;
export const portEighty = (name: string) =>
  phrase`open port 80 of this host to the internet (firewall, router) and check that ${name} points here${addressText(name) ? "" : phrase`: dig +short ${name} A; dig +short ${name} AAAA`}`;
export const whoAnswers = (name: string) =>
  phrase`check what responds from outside: curl -i http://${urlHost(name)}/.well-known/acme-challenge/test; the domain must point to this host, and nginx must serve the webroot there`;
export const report = () => phrase`run docker compose exec certbot update-cert --debug and report what it prints`;
export const challengeOf = (name: string) => `http://${urlHost(name)}/.well-known/acme-challenge/test`;
export const outOfTheRedirect = (name: string) =>
  phrase`exclude the challenge path from the redirect; to see where it redirects: curl -iL ${challengeOf(name)}`;
export const addARecord = (name: string) =>
  phrase`at your DNS provider add a record: ${name}. A <public IPv4 address of this server>`;
export const overHttp = (where: string) =>
  phrase`${where} gives addresses that do not start with https, as ACME demands`;
export const ownAddress = () =>
  phrase`set the CA's own address to https, or let the proxy in front of it send X-Forwarded-Proto: https`;
export const wait = phrase`wait: httpsidecar retries as soon as the rate limit allows`;
export const bindAccount = inEnv(
  phrase`get a key id and an HMAC key from its site, and put them into CERTBOT_OPTIONS: --eab-kid=<key id> --eab-hmac-key=<key>`,
);
export const certifiableName = inEnv(
  phrase`set CERTBOT_DOMAIN to a domain name; for an address use a CA that certifies addresses, and for Let's Encrypt its profile: --preferred-profile shortlived`,
);
