import { join } from "node:path";
import { build } from "esbuild";
import { repository } from "./repository.ts";

/** zone-service.ts as one file that any Node runs: zone/zone.mjs in this folder. */
export async function bundleZone(folder: string): Promise<void> {
  const require = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
  await build({
    ...{ entryPoints: [repository("test/support/zone-service.ts")], outfile: join(folder, "zone", "zone.mjs") },
    ...{ bundle: true, platform: "node", format: "esm", target: "node20", banner: { js: require } },
  });
}
