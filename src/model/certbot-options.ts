/** certbot's DNS plugins that have a provider here. */
export const dnsPlugins = ["dns-cloudflare", "dns-rfc2136", "dns-route53", "dns-sakuracloud"] as const;
export type DnsPlugin = (typeof dnsPlugins)[number];

/** certbot's curves (its own names), in the order of their strength. */
export const curves = ["secp256r1", "secp384r1", "secp521r1"] as const;
export type Curve = (typeof curves)[number];

/**
 * What certbot's flags ask for beyond names, contact and authority. Not there: not asked for. So what a lineage has
 * saved and what was typed are laid over each other with a spread.
 */
export interface CertbotOptions {
  keyType?: "rsa" | "ecdsa";
  /** bits */
  rsaKeySize?: number;
  ellipticCurve?: Curve;
  reuseKey?: boolean;
  /** a fresh key once, in spite of reuseKey */
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
  /** --preferred-chain, --preferred-profile and --required-profile, as they were saved */
  preferredChain?: string;
  preferredProfile?: string;
  requiredProfile?: string;
  /** as saved: how the names were proven before, in a way that is not here */
  otherAuthenticator?: string;
  /** as saved: the folder of names that the map has not */
  webroot?: string;
  /** folder by name; a name that is not there uses the webroot of the settings */
  webrootMap?: Readonly<Record<string, string>>;
  /** of the stand-alone responder */
  http01Port?: number;
  http01Address?: string;
  /** shell commands; each is handed to /bin/sh as it is */
  preHook?: string;
  deployHook?: string;
  postHook?: string;
  /** false: what lies in renewal-hooks/ is left alone */
  directoryHooks?: boolean;
  /** deploy hooks in a rehearsal too */
  runDeployHooks?: boolean;
  /** false: the first word of a hook need not be a program */
  hookValidation?: boolean;
  /** false: only renewed by hand */
  autorenew?: boolean;
  expand?: boolean;
  /** certbot's id of the account to use, where the authority's folder has several */
  account?: string;
  /** names that cannot be proven are left out of the certificate */
  allowSubset?: boolean;
  /** a staging certificate may take the place of one that browsers trust */
  breakMyCerts?: boolean;
  /** old logs that are kept; 0: one log that is never turned over */
  maxLogBackups?: number;
  /** seconds */
  issuanceTimeout?: number;
  userAgent?: string;
  userAgentComment?: string;
}
