/** What the operator's own authority gave, past all checks and not yet on disk. */
export interface ImportedCertificate {
  /** PKCS#8, PEM, without a passphrase */
  privateKeyPem: string;
  /** leaf first, PEM, one newline after each certificate */
  fullchainPem: string;
  /** what certbot would ask, were it made to renew this lineage: ACME directory URL */
  directory: string;
  imported: true;
}

/** Both files of an imported certificate, written beside those that nginx reads. */
export interface CopyForNginx {
  putInPlace(): Promise<void>;
  /** Removes what was not put in place. Never throws. */
  discard(): Promise<void>;
}

/** What `csr` was told. */
export interface CsrOptions {
  /** folder of the key and the request: the lineage's name */
  name: string;
  /** at least one; the first is the common name unless told */
  domains: readonly [string, ...string[]];
  subject: Subject;
  key: { type: "rsa"; bits: number } | { type: "ecdsa"; curve: "P-256" | "P-384" | "P-521" };
  /** a fresh key though there is one; the old one is set aside */
  newKey: boolean;
  /** what the key is encrypted with on the disk; undefined: it is not */
  passphrase: string | undefined;
}

/** RFC 5280 section 4.1.2.4; what is not there is left out. */
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
  /** the key was there already */
  sameKey: boolean;
}

/** The files that a person names. */
export interface ImportFiles {
  certificate: string;
  /** intermediates, and the root where it is a company's own; in any order */
  chain: readonly string[];
  /** undefined: the key that `csr` made */
  key: string | undefined;
  /** asked only when the key is encrypted; undefined: there is nobody to ask */
  passphrase(file: string): Promise<string | undefined>;
}

/** All is well; the notes say what was put right and what is worth knowing. */
export interface Examined {
  certificate: ImportedCertificate;
  notes: readonly string[];
  notBefore: Date;
  notAfter: Date;
}

/** The way without ACME: a request for the operator's own authority, and a close look at what it gave. */
export interface CertificateImporter {
  /** Throws Problem; a key that is there is never overwritten. */
  request(csrOptions: CsrOptions): Promise<MadeRequest>;
  /** Looks and changes nothing. Throws Problem with what is wrong first. */
  examine(files: ImportFiles, lineage: { name: string; domains: readonly string[] }): Promise<Examined>;
}
