/** The addresses of one kind in a Link header (RFC 8288): `<https://ca/cert/1>;rel="alternate"`, several in one. */
export function linksOf(header: unknown, relation: "alternate" | "terms-of-service", base?: string): readonly string[] {
  const links = `${header ?? ""}`.slice(0, 16 * 1024).matchAll(/<([^<>]*)>((?:\s*;[^<,]*)*)/g);
  return [...links].flatMap(([, target = "", parameters = ""]) => {
    const wanted = new RegExp(`\\brel="?(?:[^"]* )?${relation}\\b`, "i").test(parameters);
    return wanted ? (addressAt(target, base) ?? []) : [];
  });
}

/** A URL from the CA, perhaps relative; undefined: missing or malformed. */
export function addressAt(given: string | null | undefined, base?: string): string | undefined {
  return given ? URL.parse(given, base)?.href : undefined;
}
