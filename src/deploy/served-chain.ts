import { X509Certificate } from "node:crypto";
import { certificatesIn } from "../base/pem.ts";

/**
 * True if the served chain lacks a certificate on the way from the stored leaf to its root, as when nginx is given
 * cert.pem instead of fullchain.pem. Browsers that met it elsewhere do without it; phones and programs do not. `shown`:
 * fingerprints.
 */
export function lacksChain(shown: readonly string[], fullchainPem: string): boolean {
  return !linkedChain(fullchainPem).every(({ fingerprint256 }) => shown.includes(fingerprint256));
}

/** From the leaf, each by its signer: what else a file has is of no use. */
function linkedChain(fullchainPem: string): readonly X509Certificate[] {
  const [leaf, ...others] = certificatesIn(fullchainPem).map((pem) => new X509Certificate(pem));
  return leaf ? linked(leaf, others) : [];
}

function linked(last: X509Certificate, others: readonly X509Certificate[]): readonly X509Certificate[] {
  const next = others.find((each) => last.checkIssued(each));
  return next
    ? [
        last,
        ...linked(
          next,
          others.filter((each) => each !== next),
        ),
      ]
    : [last];
}
