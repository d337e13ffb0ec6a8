/** One block of a PEM text (RFC 7468 section 3), with its two marks. */
export interface PemBlock {
  /** such as CERTIFICATE or EC PRIVATE KEY */
  label: string;
  pem: string;
}

// No dash stands in base64, so each block is read once, however many beginnings have no end.
const block = /-----BEGIN ([A-Z0-9 ]{1,64})-----[^-]+-----END \1-----/g;

/** All that is in the text, in its order; what stands between the blocks is left out. */
export function pemBlocks(text: string): readonly PemBlock[] {
  return [...text.matchAll(block)].map(([pem, label = ""]) => ({ label, pem }));
}

/** The certificates, in their order. */
export function certificatesIn(text: string): readonly string[] {
  return pemBlocks(text).flatMap(({ label, pem }) => (label === "CERTIFICATE" ? [pem] : []));
}

/** The leaf of a chain. */
export function firstCertificate(text: string): string | undefined {
  return certificatesIn(text)[0];
}

/** The first private key, of whatever form, encrypted or not. */
export function firstKey(text: string): PemBlock | undefined {
  return pemBlocks(text).find(({ label }) => label.endsWith("PRIVATE KEY"));
}
