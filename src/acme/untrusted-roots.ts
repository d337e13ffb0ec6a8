/**
 * Roots that CAs offer and that browsers do not trust yet, as of the date: a chain that ends there shows visitors a
 * warning (letsencrypt.org/certificates). A row goes when the root is in the stores of Apple, Chrome, Microsoft and Mozilla.
 */
const notTrustedYet: ReadonlyMap<string, string> = new Map([
  ["Root YE", "2026-11-29"],
  ["Root YR", "2026-11-29"],
]);

/** Since when this root is known to be untrusted by browsers; undefined: nothing is known against it. */
export function untrustedSince(commonName: string): string | undefined {
  return notTrustedYet.get(commonName.replace(/^ISRG /, ""));
}
