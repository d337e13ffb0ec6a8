/** How many times as often as usual a test repeats what is left to chance: more in the long run (npm run soak). */
export const repeat = Number(process.env["HTTPSIDECAR_REPEAT"] ?? 1);
