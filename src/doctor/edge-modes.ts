import type { Edge } from "../model/edges.ts";
import { phrase } from "../model/phrase.ts";
import type { ProbeAnswer } from "../model/probe.ts";
import { byHand } from "../model/typed-lines.ts";
import { blocks, type CheckResult, fine, warning } from "./finding.ts";

export type Answer = ProbeAnswer & { kind: "answer" };

export interface EdgeFacts {
  domain: string;
  edge: Edge;
  /** what the edge responds to the request for the test file */
  file: Answer;
  /** how that request came to nginx, by a header that our own location adds; undefined: not seen */
  scheme: string | undefined;
  /** what a page that redirects to itself shows: through the edge, and asked at this server, as an edge asks */
  page: { passes: boolean; loops: boolean; loopsPlainly: boolean; loopsSecurely: boolean };
  /** nginx serves HTTPS here; undefined: not known */
  https: boolean | undefined;
  /** whether an edge that checks it takes the stored certificate; undefined: not known */
  trusted: boolean | undefined;
}

const enableHttps = "docker compose exec certbot httpsidecar enable-https";

/** What is wrong between an edge and this server, or how the one asks the other: no more than the facts show. */
export function edgeMode(facts: EdgeFacts): CheckResult {
  const { edge, scheme, page } = facts;
  const failure = edge.name === "Cloudflare" ? failureOf(facts) : undefined;
  if (failure) return failure;
  if (page.loops) return looping(facts);
  if (scheme === "http") return unencrypted(facts);
  const asksSecurely = scheme === "https" || (page.passes && page.loopsPlainly && !page.loopsSecurely);
  return asksSecurely ? secured(facts) : unseen(facts);
}

/** Cloudflare's own statuses: 525 and 526 come only where it asks over HTTPS, 526 only where it checks the certificate. */
function failureOf({ domain, edge: { name }, file, https, trusted }: EdgeFacts): CheckResult | undefined {
  const saw = phrase`${name} responds with status ${file.status} for ${domain}`;
  const reachable = phrase`open TCP ports 80 and 443 for the addresses of ${name} (cloudflare.com/ips), and check the address in its DNS record`;
  switch (file.status) {
    case 525:
      return blocks({
        saw,
        means: phrase`it connects to this server over HTTPS (Full or Full (strict)), and the TLS handshake fails`,
        fix: https === false ? enableHttps : byHand,
      });
    case 526:
      return blocks({
        saw,
        means: phrase`its mode is Full (strict), and it does not accept the certificate that this server shows`,
        fix: trusted === false ? fullFor(name) : byHand,
      });
    case 521:
    case 522:
    case 523:
      return blocks({
        saw,
        means: phrase`it does not reach this server`,
        fix: https === false ? enableHttps : reachable,
      });
    case 530:
      return blocks({ saw, ...withoutOrigin(name, file) });
    default:
      return undefined;
  }
}

const fullFor = (name: string) =>
  phrase`at ${name} choose Full until a certificate of a public CA is stored (Full (strict) accepts no other)`;

/** Status 530 hides an error of its own number in the page. */
function withoutOrigin(name: string, { body }: Answer) {
  if (/\b1033\b/.test(body))
    return {
      means: phrase`the name goes through a tunnel whose program is not connected`,
      fix: phrase`start the program of the tunnel (cloudflared), or point the DNS record at ${name} to this server`,
    };
  return {
    means: phrase`it finds no address for the server behind it`,
    fix: phrase`at ${name} point the DNS record to the public address of this server`,
  };
}

const strictAt = (name: string) =>
  phrase`at ${name} let it connect to the origin over HTTPS and check the certificate (Cloudflare: SSL/TLS, Overview, Full (strict))`;

function looping({ domain, edge: { name }, page }: EdgeFacts): CheckResult {
  const saw = phrase`through ${name} each page of ${domain} redirects to itself`;
  if (page.loopsSecurely)
    return warning({
      saw,
      means: phrase`visitors get a redirect loop, and the app itself makes it: it redirects over HTTPS too`,
      fix: phrase`check the app's own address and its setting for proxies (https, X-Forwarded-Proto)`,
    });
  if (page.loopsPlainly)
    return blocks({
      saw,
      means: phrase`${name} connects to this server over plain HTTP (Flexible), and this server redirects to HTTPS: visitors get a redirect loop`,
      fix: strictAt(name),
    });
  return warning({
    saw,
    means: phrase`visitors get a redirect loop, and this server does not make it`,
    fix: phrase`look for a redirect rule at ${name}`,
  });
}

function unencrypted({ domain, edge: { name }, https }: EdgeFacts): CheckResult {
  if (https === false)
    return fine(
      phrase`${name} is in front of ${domain} and connects over plain HTTP; once HTTPS is on, choose Full (strict) there`,
    );
  return warning({
    saw: phrase`requests for ${domain} through ${name} reach nginx over plain HTTP`,
    means: phrase`its mode is Flexible, or another proxy between the two ends TLS: what visitors send is not encrypted on the whole way, and a redirect to HTTPS would loop`,
    fix: strictAt(name),
  });
}

function secured({ domain, edge: { name }, trusted }: EdgeFacts): CheckResult {
  const saw = phrase`${name} is in front of ${domain} and connects to this server over HTTPS`;
  if (trusted === undefined) return fine(phrase`${saw} (Full or Full (strict))`);
  return fine(
    trusted
      ? phrase`${saw} (Full or Full (strict)); Full (strict) accepts the stored certificate`
      : phrase`${saw} (Full); Full (strict) accepts only a certificate of a public CA`,
  );
}

function unseen({ domain, edge: { name }, trusted }: EdgeFacts): CheckResult {
  const saw = phrase`${name} is in front of ${domain}; how it connects to this server cannot be seen from here`;
  return fine(trusted ? phrase`${saw}: choose Full (strict) there, which accepts the stored certificate` : saw);
}
