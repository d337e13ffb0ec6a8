import { domainToASCII } from "node:url";
import type { ExtraSettings } from "../../model/settings.ts";

export interface ExtraFacts {
  /** the public name served our certificate */
  proven: boolean;
  /** host ports that are open to the world */
  published: readonly number[];
  /** CERTBOT_DOMAIN as typed */
  domain: string;
  /** nginx knows the directive (1.25.1), and it is not set elsewhere */
  canHttp2: boolean;
  /** the operator's own configuration redirects HTTP to HTTPS */
  redirects: boolean;
}

/**
 * Directives for a server block that serves HTTP and HTTPS; empty: nothing wanted. Redirects are temporary, since
 * browsers keep permanent ones when HTTPS is off again; HSTS is sent over HTTPS alone (RFC 6797 section 8.1).
 */
export function extrasText(settings: ExtraSettings, facts: ExtraFacts): string {
  const lines = [
    ...(settings.http2 && facts.canHttp2 ? ["http2 on;"] : []),
    ...(settings.hstsMaxAge === undefined ? [] : hsts(settings.hstsMaxAge)),
    ...(isRedirectWanted(settings, facts) ? redirect(namesOf(facts.domain), settings.publicHttpsPort) : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

export const isRedirecting = (text: string): boolean => text.includes("return 302 https://");

function isRedirectWanted({ redirect: wanted, publicHttpsPort }: ExtraSettings, facts: ExtraFacts): boolean {
  if (namesOf(facts.domain).length === 0 || facts.redirects || wanted === "false") return false;
  if (wanted === "true") return true;
  return facts.proven && [80, publicHttpsPort].every((port) => facts.published.includes(port));
}

function hsts(maxAge: number): string[] {
  return [
    'set $httpsidecar_hsts "";',
    `if ($https = on) { set $httpsidecar_hsts "max-age=${maxAge}"; }`,
    "add_header Strict-Transport-Security $httpsidecar_hsts always;",
  ];
}

/**
 * Redirects only what can be asked again without harm, never the challenge, and never what came over HTTPS to a proxy
 * in front.
 */
function redirect(names: readonly string[], port: number): string[] {
  const hosts = names.map((name) => name.replaceAll(".", "\\.")).join("|");
  const none = 'set $httpsidecar_led "";';
  return [
    'set $httpsidecar_led "$scheme $request_method";',
    `if ($http_x_forwarded_proto = https) { ${none} }`,
    `if ($uri ~ ^/\\.well-known/acme-challenge/) { ${none} }`,
    `if ($host !~ "^(?:${hosts})$") { ${none} }`,
    `if ($httpsidecar_led ~ "^http (?:GET|HEAD)$") { return 302 https://$host${port === 443 ? "" : `:${port}`}$request_uri; }`,
  ];
}

/** Only host names: nothing else of the value gets into nginx's files. */
function namesOf(domain: string): readonly string[] {
  const names = domain.split(",").map((name) => domainToASCII(name.replace(/\.$/, "")));
  return names.filter((name) => /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(name));
}
