import { openParts } from "../../src/assemble/renewal-parts.ts";
import { readSettings } from "../../src/config/settings.ts";
import type { Deployer, Preflight } from "../../src/model/contracts.ts";
import type { Parts } from "../../src/renewal/parts.ts";
import { updateLineage } from "../../src/renewal/update.ts";

/**
 * One look of the real sidecar in a process of its own, without nginx. Arguments: certbot's folder, the webroot, the
 * directory, its CA file, and the boundary between two steps at which it kills itself (0: none).
 * Says each boundary that it passes, and at last how the look ended.
 */
const [config = "", webroot = "", directory = "", caFile = "", killAt = "0"] = process.argv.slice(2);
let boundaries = 0;

function boundary(where: string): void {
  boundaries++;
  console.log(`${boundaries} ${where}`);
  if (boundaries === Number(killAt)) process.kill(process.pid, "SIGKILL");
}

/** The same part, with a boundary before and after each of its verbs. */
function watched<T extends object>(name: string, part: T): T {
  const verbs = Object.entries(part).map(([verb, work]) => [verb, watchedVerb(`${name}.${verb}`, work)]);
  return Object.fromEntries(verbs) as T;
}

function watchedVerb(where: string, work: unknown): unknown {
  // handed through: what it is given has boundaries of its own
  if (typeof work !== "function" || where.endsWith("certificateId")) return work;
  return async (...given: unknown[]) => {
    boundary(`before ${where}`);
    const result: unknown = await work(...given);
    boundary(`after ${where}`);
    return result;
  };
}

const settings = readSettings({
  environment: {
    CERTBOT_DOMAIN: "kill.example.com",
    CERTBOT_OPTIONS: `--server ${directory}`,
    REQUESTS_CA_BUNDLE: caFile,
  },
  words: [],
  word: "serve",
  folders: { config, webroot, run: config },
});
const preflight: Preflight = { check: async () => [] };
const deployer: Deployer = {
  deploy: async () => ({ https: "on", outside: undefined, lines: [] }),
  prove: async () => ({ problem: undefined, outside: "" }),
  serves: async () => true,
  shown: async () => undefined,
};
const real = await openParts(settings, {
  version: "0.1.0",
  environment: process.env,
  say: (line) => console.log(line),
  clock: { now: () => new Date() },
  reloadOnly: false,
});
const parts: Parts = {
  ...real,
  store: watched("store", real.store),
  ledger: watched("ledger", real.ledger),
  pendingOrders: watched("shelf", real.pendingOrders),
  authority: watched("authority", real.authority),
  deployer: watched("deployer", deployer),
  preflight,
};
const options = { directory, force: false, byHand: false };
const outcome = await updateLineage(settings.lineage, options, parts, new AbortController().signal);
console.log(`ended ${outcome.result}${outcome.result === "failed" ? ` ${outcome.problem.message}` : ""}`);
