import type { X509Certificate } from "node:crypto";

/**
 * The path from the leaf up, as browsers build it: the shortest over certificates that are valid now to a root that is
 * known, else to one that is given. Where there is none, as far up as the files lead, whatever their dates: what is
 * missing or expired is said of that one.
 */
export function pathUp(
  leaf: X509Certificate,
  others: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  now: Date,
): readonly X509Certificate[] {
  const valid = others.filter((each) => isValidAt(each, now));
  const isKnown = (top: X509Certificate) => roots.some((root) => isValidAt(root, now) && isSignedBy(top, root));
  const paths = pathsUp(leaf, valid);
  const whole = paths.find((path) => isKnown(topOf(path))) ?? paths.find((path) => isSelfSigned(topOf(path)));
  return whole ?? pathsUp(leaf, others).at(-1) ?? [leaf];
}

/** Every certificate that leads up from the leaf, each by its shortest path, the shortest first. */
function pathsUp(leaf: X509Certificate, others: readonly X509Certificate[]): readonly (readonly X509Certificate[])[] {
  const paths: (readonly X509Certificate[])[] = [[leaf]];
  const seen = new Set([leaf.fingerprint256]);
  // the loop also visits the paths that it adds
  for (const path of paths) {
    const last = topOf(path);
    if (isSelfSigned(last)) continue;
    for (const next of others) {
      if (seen.has(next.fingerprint256) || !isSignedBy(last, next)) continue;
      seen.add(next.fingerprint256);
      paths.push([...path, next]);
    }
  }
  return paths;
}

const topOf = (path: readonly X509Certificate[]) => path.at(-1) as X509Certificate;

export function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

export function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
}

export function isValidAt({ validFromDate, validToDate }: X509Certificate, now: Date): boolean {
  return validFromDate <= now && now < validToDate;
}
