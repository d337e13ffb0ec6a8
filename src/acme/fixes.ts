import { addressText, urlHost } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";

/** What several of the authority's answers ask a person to do. */
export const anotherAccount = phrase`move this authority's folder under accounts/ in the certbot conf folder away; the next run registers a new account`;
export const portEighty = (name: string) =>
  phrase`open port 80 of this host to the internet (firewall, router) and see that ${name} leads here${addressText(name) ? "" : phrase`: dig +short ${name} A; dig +short ${name} AAAA`}`;
export const whoAnswers = (name: string) =>
  phrase`see what answers from outside: curl -i http://${urlHost(name)}/.well-known/acme-challenge/test; the name must lead to this host, and nginx must serve the webroot there`;
export const report = () => phrase`run update-cert --debug and report what it prints`;
export const challengeOf = (name: string) => `http://${urlHost(name)}/.well-known/acme-challenge/test`;
export const outOfTheRedirect = (name: string) =>
  phrase`take the challenge path out of the redirect; see where it leads: curl -iL ${challengeOf(name)}`;
export const addARecord = (name: string) =>
  phrase`at your DNS provider add a record: ${name}. A <public IPv4 address of this server>`;
export const wait = phrase`wait: it is tried again when the authority allows`;
