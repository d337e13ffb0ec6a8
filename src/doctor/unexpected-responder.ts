import { urlHost } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { type Edge, edgeOf } from "./edges.ts";
import { blocks, type CheckResult, warning } from "./finding.ts";
import type { Reached } from "./redirects.ts";

const filing = /备案|icp|beian|dnspod\.qcloud|webblock/i;
const parked =
  /parked|domain (?:is |may be )?for sale|buy this domain|parkingcrew|sedoparking|この(?:ドメイン|サイト)は/i;

type UnexpectedResponder = (Reached & { is: "stranger" | "lost" }) & { address: string };

/** What it means that somebody else answered, and what to do. */
export function unexpectedResponder(domain: string, found: UnexpectedResponder): CheckResult {
  const at = phrase`http://${urlHost(domain)}/ at ${found.address}`;
  const via = found.hops.length === 0 ? "" : phrase`, after a redirect to ${found.hops.join(phrase` and `)}`;
  if (found.is === "lost") return lost(at, found);
  const { status, headers } = found;
  const page = Buffer.from(found.body, "latin1").toString("utf8");
  const by = headers["server"] === undefined ? "" : phrase` by ${headers["server"].slice(0, 60)}`;
  const saw = phrase`${at} is answered${by} with status ${status}, and not with our test file${via}`;
  const edge = edgeOf(headers);
  if (edge) return edge.hosts ? hostedAt(saw, edge, domain) : behindEdge(saw, edge);
  if (filing.test(page)) return filingPage(saw);
  if (parked.test(page)) return parkingPage(saw, domain);
  return somebody(saw);
}

function lost(at: string, { why, hops }: UnexpectedResponder & { is: "lost" }): CheckResult {
  return blocks({
    saw: phrase`${at} redirects the challenge path to ${hops.slice(0, 3).join(phrase` and then `)}: ${why}`,
    means: phrase`the authority gives up on the way`,
    fix: phrase`take /.well-known/acme-challenge/ out of the redirect, at the web server or the edge that makes it`,
  });
}

function behindEdge(saw: string, { name, where }: Edge): CheckResult {
  return warning({
    saw,
    means: phrase`${name} stands in front and does not pass the question for the test file on to this stack`,
    fix: phrase`at ${name} let http://…/.well-known/acme-challenge/* through to this server, without redirect, cache or challenge page: ${where}`,
  });
}

function hostedAt(saw: string, { name }: Edge, domain: string): CheckResult {
  return blocks({
    saw,
    means: phrase`the name leads to a site at ${name}, which passes nothing on to this stack`,
    fix: phrase`at your DNS provider let the name lead here: ${domain}. A <public IPv4 address of this server>`,
  });
}

function filingPage(saw: string): CheckResult {
  return blocks({
    saw,
    means: phrase`a page of the hosting provider about a missing ICP filing stands in the place of the site`,
    fix: phrase`file the name with the provider (ICP), or host it where none is demanded; until then no authority sees this stack`,
  });
}

function parkingPage(saw: string, domain: string): CheckResult {
  return blocks({
    saw,
    means: phrase`the name leads to a parking page of the registrar or another provider`,
    fix: phrase`at your DNS provider let the name lead here: ${domain}. A <public IPv4 address of this server>`,
  });
}

function somebody(saw: string): CheckResult {
  return warning({
    saw,
    means: phrase`another web server of this host, a router or another machine answers there; if the authority sees it too, the name cannot be proven`,
    fix: phrase`see who has port 80 of this host: ss -ltnp 'sport = :80'; and where the name leads: curl -sI http://<name>/`,
  });
}
