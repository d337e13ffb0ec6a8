export interface PemBlock {
  /** such as CERTIFICATE or EC PRIVATE KEY */
  label: string;
  pem: string;
}

// No dash stands in base64, so each block is read once, however many beginnings have no end.
const block = /-----BEGIN ([A-Z0-9 ]{1,64})-----[^-]+-----END \1-----/g;

/** All blocks of the text, in order; skips the text between them. */
export function pemBlocks(text: string): readonly PemBlock[] {
  return [...text.matchAll(block)].map(([pem, label = ""]) => ({ label, pem }));
}

export function certificatesIn(text: string): readonly string[] {
  return pemBlocks(text).flatMap(({ label, pem }) => (label === "CERTIFICATE" ? [pem] : []));
}

/** The leaf of a chain. */
export function firstCertificate(text: string): string | undefined {
  return certificatesIn(text)[0];
}
