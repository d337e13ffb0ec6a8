/** A name that a visitor can type: the first that is not a wildcard, else one under it. */
export function visitedName([first, ...more]: readonly [string, ...string[]]): string {
  return [first, ...more].find((name) => !isWildcard(name)) ?? first.replace("*", "www");
}

/** The name by which a site is asked for: one of those that are wanted, where its certificate has any, else its own. */
export function siteName({ domains, name }: { domains: readonly string[]; name: string }, wanted: readonly string[]) {
  const [first, ...more] = wanted.filter((each) => covers(domains, each));
  const [own = name, ...others] = domains;
  return first === undefined ? visitedName([own, ...others]) : visitedName([first, ...more]);
}

export function isWildcard(name: string): boolean {
  return name.startsWith("*.");
}

/** True if the name is one of these, or under a wildcard among them, which stands for one label (RFC 6125 section 6.4.3). */
export function covers(names: readonly string[], name: string): boolean {
  const parent = name.slice(name.indexOf("."));
  return names.includes(name) || (parent.startsWith(".") && names.includes(`*${parent}`));
}
