/** certbot's DNS plugins that have a provider here. */
export const dnsPlugins = ["dns-cloudflare", "dns-rfc2136", "dns-route53", "dns-sakuracloud"] as const;
export type DnsPlugin = (typeof dnsPlugins)[number];

/** certbot's curves (its own names), in the order of their strength. */
export const curves = ["secp256r1", "secp384r1", "secp521r1"] as const;
export type Curve = (typeof curves)[number];

/** certbot's flags beyond names, contact and CA. Absent: not given. So typed options override saved ones by a spread. */
export interface CertbotOptions {
  keyType?: "rsa" | "ecdsa";
  /** bits */
  rsaKeySize?: number;
  ellipticCurve?: Curve;
  reuseKey?: boolean;
  /** a fresh key once, despite reuseKey */
  newKey?: boolean;
  authenticator?: "webroot" | "standalone" | "manual" | DnsPlugin;
  /** --preferred-challenges: dns before http, or alone */
  prefersDns?: "first" | "only";
  /** shell commands of the operator's own, for `manual` */
  manualAuthHook?: string;
  manualCleanupHook?: string;
  /** file of a DNS plugin's credentials */
  dnsCredentials?: string;
  /** seconds (--dns-…-propagation-seconds) */
  dnsPropagation?: number;
  /** --preferred-chain, --preferred-profile and --required-profile, as saved */
  preferredChain?: string;
  preferredProfile?: string;
  requiredProfile?: string;
  /** as saved: how the names were proven before, in a way that is not supported here */
  otherAuthenticator?: string;
  /** as saved: the folder of names outside the map */
  webroot?: string;
  /** folder by name; other names use the webroot of the settings */
  webrootMap?: Readonly<Record<string, string>>;
  /** of the stand-alone responder */
  http01Port?: number;
  http01Address?: string;
  /** shell commands; each is passed to /bin/sh unchanged */
  preHook?: string;
  deployHook?: string;
  postHook?: string;
  /** false: ignore renewal-hooks/ */
  directoryHooks?: boolean;
  /** deploy hooks in a dry run too */
  runDeployHooks?: boolean;
  /** false: the first word of a hook need not be a program */
  hookValidation?: boolean;
  /** false: only renewed by hand */
  autorenew?: boolean;
  expand?: boolean;
  /** certbot's id of the account to use, where the CA's folder has several */
  account?: string;
  /** leave out names that cannot be proven */
  allowSubset?: boolean;
  /** a staging certificate may replace one that browsers trust */
  breakMyCerts?: boolean;
  /** old logs to keep; 0: one log that is never turned over */
  maxLogBackups?: number;
  /** seconds */
  issuanceTimeout?: number;
  userAgent?: string;
  userAgentComment?: string;
}
