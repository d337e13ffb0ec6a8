/** A named certificate through all its renewals (certbot's word). */
export interface Lineage {
  /** folder under live/ and archive/, and the conf's name */
  name: string;
  /**
   * normalised: lower case, punycode, no trailing dot, an address in its one text (`addressText`);
   * the first one names the lineage
   */
  domains: readonly [string, ...string[]];
  /** CERTBOT_DOMAIN as typed: nginx looks in live/<spelling>/, so a symlink of that name is kept */
  domainAsTyped: string;
}

/** The present certificate of a lineage in live/. */
export interface Certificate {
  name: string;
  /** N of archive/<name>/fullchain<N>.pem */
  version: number;
  /** leaf first, PEM */
  fullchainPem: string;
  /** DNS names and addresses of the leaf */
  domains: readonly string[];
  /** upper-case hex, as node:crypto prints it */
  serial: string;
  /** SHA-256 of the leaf's DER, upper-case hex with colons (X509Certificate.fingerprint256) */
  fingerprint: string;
  notBefore: Date;
  notAfter: Date;
  /** the ACME directory of its renewal conf (`server`), if it names one */
  directory: string | undefined;
  /** certbot's account id of its renewal conf (`account`), if it names one */
  accountId: string | undefined;
  /** RSA or EC, for the certificates block */
  keyType: "RSA" | "ECDSA";
  /** who signed it, in words */
  issuer: string;
  /** imported by the operator: no CA is asked for the next one */
  imported?: true;
  /** certbot's authenticator of its renewal conf, where it is not supported here (`manual`, a DNS plugin) */
  elsewhere?: string;
  /** false: its renewal conf says that nothing renews it (`autorenew = False`) */
  autorenew?: false;
  /** ms before its end from which it is due, where its renewal conf says so (`renew_before_expiry`) */
  renewBefore?: number;
}

/** A certificate from the CA, not yet on disk. */
export interface IssuedCertificate {
  /** PKCS#8, PEM */
  privateKeyPem: string;
  /** leaf first, PEM, one newline after each certificate */
  fullchainPem: string;
  /** ACME directory URL of its CA */
  directory: string;
  /** certbot's account id (MD5 of the public key's PEM) */
  accountId: string;
}

/** An ACME account as kept in accounts/. */
export interface Account {
  /** certbot's account id */
  id: string;
  /** PKCS#8, PEM */
  privateKeyPem: string;
  /** account URL at the CA */
  url: string;
}

/** RFC 9773 section 4.2 */
export interface RenewalWindow {
  start: Date;
  end: Date;
}

/** An unfinished order; its file is enough to finish it. */
export interface OpenOrder {
  /** of the order, at the CA */
  url: string;
  /** ACME directory URL */
  directory: string;
  /** certbot's account id */
  accountId: string;
  domains: readonly [string, ...string[]];
  /** of the certificate to be, PKCS#8, PEM */
  privateKeyPem: string;
  /** the profile it was made with, if any */
  profile: string | undefined;
  /** the CA accepted it as the renewal of another certificate (RFC 9773 section 5), so that no limit counts it */
  replaces?: boolean | undefined;
  /** fingerprint of the certificate before it; a reused key does not tell the two apart */
  before?: string | undefined;
}

export interface Replaced {
  /** RFC 9773 section 4.1 */
  certificateId: string;
  directory: string;
  /** certbot's account id; undefined when the conf has none */
  accountId: string | undefined;
}

/** A certificate as served over TLS. */
export interface ShownCertificate {
  /** upper-case hex */
  serial: string;
  issuer: string;
  notAfter: Date;
}

/** The CA's answer about renewal. */
export interface WindowAnswer {
  /** undefined: the CA has no ARI, or does not know the certificate */
  window: RenewalWindow | undefined;
  explanationUrl?: string | undefined;
  /** as given, not clamped */
  retryAfterMs?: number | undefined;
}

/** File names by which nginx asks for a certificate and its key in live/<name>. */
export interface WantedFiles {
  certificate: string;
  key: string;
}
