/** A certificate of the operator's own CA, past all checks and not yet on disk. */
export interface ImportedCertificate {
  /** PKCS#8, PEM, without a passphrase */
  privateKeyPem: string;
  /** leaf first, PEM, one newline after each certificate */
  fullchainPem: string;
  /** for certbot's conf: ACME directory URL */
  directory: string;
  imported: true;
}

/** Both files of an imported certificate, written beside those that nginx reads. */
export interface CopyForNginx {
  putInPlace(): Promise<void>;
  /** Removes files that were not put in place. Never throws. */
  discard(): Promise<void>;
}

export interface CsrOptions {
  /** folder of the key and the request: the lineage's name */
  name: string;
  /** at least one; the first is the common name by default */
  domains: readonly [string, ...string[]];
  subject: Subject;
  key: { type: "rsa"; bits: number } | { type: "ecdsa"; curve: "P-256" | "P-384" | "P-521" };
  /** a fresh key; an existing one is set aside */
  newKey: boolean;
  /** encrypts the key on the disk; undefined: unencrypted */
  passphrase: string | undefined;
}

/** RFC 5280 section 4.1.2.4; absent fields are left out. */
export interface Subject {
  /** two letters */
  country?: string;
  state?: string;
  locality?: string;
  organisation?: string;
  unit?: string;
  commonName?: string;
}

export interface MadeRequest {
  requestFile: string;
  keyFile: string;
  /** PEM */
  requestPem: string;
  /** the key existed already */
  sameKey: boolean;
}

export interface ImportFiles {
  certificate: string;
  /** intermediates, and the root where it is a company's own; in any order */
  chain: readonly string[];
  /** undefined: the key that `csr` made */
  key: string | undefined;
  /** asked only when the key is encrypted; undefined: no terminal */
  passphrase(file: string): Promise<string | undefined>;
}

/** All is well; the notes say what was corrected and what is worth knowing. */
export interface Examined {
  certificate: ImportedCertificate;
  notes: readonly string[];
  notBefore: Date;
  notAfter: Date;
}

/** For certificates without ACME: a CSR for the operator's own CA, and checks of its certificate. */
export interface CertificateImporter {
  /** Throws Problem; an existing key is never overwritten. */
  request(csrOptions: CsrOptions): Promise<MadeRequest>;
  /** Changes nothing. Throws Problem with the first fault. */
  examine(files: ImportFiles, lineage: { name: string; domains: readonly string[] }): Promise<Examined>;
}
