// What test/run starts once Node is there; see there for the words.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { bench } from "./bench.ts";
import { listFiles } from "./list.ts";
import { runOne } from "./one.ts";
import { endAll } from "./processes.ts";
import { runTier } from "./tier.ts";
import { type TierName, tiers } from "./tiers.ts";

const [verb = "test", ...words] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "httpsidecar-run-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    endAll();
    process.exit(130);
  });
}
// Node keeps here what it compiled, for all the processes that tests start.
process.env["NODE_COMPILE_CACHE"] = join(folder, "compiled");

if (verb in tiers) process.exitCode = await runTier(tiers[verb as TierName], folder);
else if (verb === "one")
  process.exitCode = await runOne(relative(process.cwd(), words[0] ?? ""), words.slice(1), folder);
else if (verb === "bench") process.exitCode = await bench(folder);
else await listFiles();
