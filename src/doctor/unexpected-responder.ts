import { urlHost } from "../model/address.ts";
import { type Edge, edgeOf } from "../model/edges.ts";
import { phrase } from "../model/phrase.ts";
import type { Reached } from "../model/probe.ts";
import { blocks, type CheckResult, warning } from "./finding.ts";

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
  const saw = phrase`${at} responds${by} with status ${status}, and not with httpsidecar's test file${via}`;
  const edge = edgeOf(headers, found.address);
  if (edge) return edge.hosts ? hostedAt(saw, edge, domain) : behindEdge(saw, edge);
  if (filing.test(page)) return filingPage(saw);
  if (parked.test(page)) return parkingPage(saw, domain);
  return somebody(saw);
}

function lost(at: string, { why, hops }: UnexpectedResponder & { is: "lost" }): CheckResult {
  return blocks({
    saw: phrase`${at} redirects the challenge path to ${hops.slice(0, 3).join(phrase` and then `)}: ${why}`,
    means: phrase`the CA gives up on the way`,
    fix: phrase`exclude /.well-known/acme-challenge/ from the redirect, at the web server or CDN that makes it`,
  });
}

function behindEdge(saw: string, { name, where }: Edge): CheckResult {
  return warning({
    saw,
    means: phrase`${name} is in front and does not forward the request for the test file to this stack`,
    fix: phrase`at ${name} let http://…/.well-known/acme-challenge/* through to this server, without redirect, cache or challenge page: ${where}`,
  });
}

function hostedAt(saw: string, { name }: Edge, domain: string): CheckResult {
  return blocks({
    saw,
    means: phrase`the domain points to a site at ${name}, which does not forward anything to this stack`,
    fix: phrase`at your DNS provider point the domain here: ${domain}. A <public IPv4 address of this server>`,
  });
}

function filingPage(saw: string): CheckResult {
  return blocks({
    saw,
    means: phrase`a page of the hosting provider about a missing ICP filing is shown instead of the site`,
    fix: phrase`without a filing (ICP): validate by DNS, with HTTPS on another port such as 8443: docker/docs/dns.md; else file the domain with the provider, or host it where none is required`,
  });
}

function parkingPage(saw: string, domain: string): CheckResult {
  return blocks({
    saw,
    means: phrase`the domain points to a parking page of the registrar or another provider`,
    fix: phrase`at your DNS provider point the domain here: ${domain}. A <public IPv4 address of this server>`,
  });
}

function somebody(saw: string): CheckResult {
  return warning({
    saw,
    means: phrase`another web server of this host, a router or another machine responds there; if the CA sees it too, the domain cannot be validated`,
    fix: phrase`check what owns port 80 of this host: ss -ltnp 'sport = :80'; and where the domain points: curl -sI http://<name>/`,
  });
}
