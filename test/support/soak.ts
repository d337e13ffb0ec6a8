/** How many times as often as usual a test repeats what is left to chance: more in the long run (npm run soak). */
export const repeat = Number(process.env["HTTPSIDECAR_REPEAT"] ?? 1);

/** The long run (npm run soak): every case of a kind, where npm test has one or two of each. */
export const soak = process.env["HTTPSIDECAR_SOAK"] === "1";

/** The cases of a test: those of every day, and in the long run the others of their kind too. */
export function cases<T>(everyday: readonly T[], others: readonly T[]): readonly T[] {
  return soak ? [...everyday, ...others] : everyday;
}
