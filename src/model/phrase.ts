/** A translation for each English template with numbered places ("{1} does not exist in DNS"). */
export type Catalogue = ReadonlyMap<string, string>;

let catalogue: Catalogue | undefined;

/** Must be called before anything else is loaded, since tables of texts are made at load time. */
export function speak(spoken: Catalogue | undefined): void {
  catalogue = spoken;
}

/** Marks a text for the operator and gives it in the reader's language, by default in English. */
export function phrase(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  if (!catalogue) return String.raw({ raw: parts }, ...values);
  const english = templateOf(parts);
  return (catalogue.get(english) ?? english).replace(/\{(\d+)\}/g, (_, n) => String(values[Number(n) - 1]));
}

/** The key of the catalogue. */
export function templateOf(parts: readonly string[]): string {
  return parts.reduce((text, part, at) => `${text}{${at}}${part}`);
}
