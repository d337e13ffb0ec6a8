/**
 * Whether an `ssl_certificate` is the lineage of this domain, or may be: nginx reads a path with a variable at each
 * handshake, so only the wire tells. `domain` is CERTBOT_DOMAIN as typed, whose first name names the lineage.
 */
export function isCertificateOf(path: string, domain: string): boolean {
  const [first = ""] = domain.split(",");
  const lineage = first.trim().replace(/^\*\./, "");
  return path.includes("$") || [domain, lineage].some((name) => path.includes(`/live/${name}/`));
}
