export type KeyType = "RSA" | "ECDSA";

/** What a server shows, read from a stranger's bytes: texts are cleaned and short, and nothing in it can throw. */
export interface TlsPeer {
  fingerprint: string;
  serial: string;
  keyType: KeyType;
  /** undefined: unknown */
  keyBits: number | undefined;
  issuer: string;
  /** the first few */
  names: string;
  /** names, issuer and end, in words */
  what: string;
  /** undefined: the date cannot be read */
  notBefore: Date | undefined;
  notAfter: Date | undefined;
  /** it covers the requested name */
  isForName: boolean;
  isSelfSigned: boolean;
  /** it chains to a root of the system's list, and the name fits */
  trusted: boolean;
  /** OpenSSL's word for why it is not trusted; undefined: it is */
  distrust: string | undefined;
  /** fingerprints of the chain as sent, the leaf first */
  chain: readonly string[];
}
