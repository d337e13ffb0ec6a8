/** For each English template, its places numbered ("{1} does not exist in DNS"), what is said in its stead. */
export type Catalogue = ReadonlyMap<string, string>;

let catalogue: Catalogue | undefined;

/** To be called before anything else is loaded, since tables of texts are made while their files are loaded. */
export function speak(spoken: Catalogue | undefined): void {
  catalogue = spoken;
}

/** Marks what a person reads and says it in the reader's language; in English where nothing else was chosen. */
export function phrase(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  if (!catalogue) return String.raw({ raw: parts }, ...values);
  const english = templateOf(parts);
  return (catalogue.get(english) ?? english).replace(/\{(\d+)\}/g, (_, n) => String(values[Number(n) - 1]));
}

/** The key of the catalogue. */
export function templateOf(parts: readonly string[]): string {
  return parts.reduce((text, part, at) => `${text}{${at}}${part}`);
}
