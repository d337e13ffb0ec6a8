/** The operator's own request for a certificate, whose key is not here (certbot's --csr). */
export interface SigningRequest {
  /** base64url, as finalize wants it */
  der: string;
  /** SPKI, PEM */
  publicKeyPem: string;
  /** as they are in it: the common name and the alternative names */
  names: readonly string[];
}

/** Where the files of its certificate go; undefined: the next free number in the working directory. */
export interface RequestPlaces {
  cert: string | undefined;
  chain: string | undefined;
  fullchain: string | undefined;
}

/** The paths of its certificate, as written. */
export interface RequestFiles {
  cert: string;
  chain: string;
  fullchain: string;
}
