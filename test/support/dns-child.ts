import { setTimeout as sleep } from "node:timers/promises";
import { providers } from "../../src/challenge/dns/providers/table.ts";
import { query } from "../../src/challenge/dns/query.ts";
import { dnsSolver } from "../../src/challenge/dns/solver.ts";
import { presentedRecords } from "../../src/store/presented-records.ts";

/** Presents one challenge and is killed. Arguments: the folder of records, JSON of the server's values, and its port. */
const [folder = "", values = "{}", port = "0"] = process.argv.slice(2);
const tools = {
  now: () => new Date(),
  nonce: () => "n",
  environment: {},
  send: async () => Promise.reject(new Error()),
};
const solver = dnsSolver({
  provider: (await providers.rfc2136())(JSON.parse(values), tools),
  presented: presentedRecords(folder),
  resolvers: [{ name: "local", address: "127.0.0.55", port: Number(port) }],
  ...{ port: Number(port), query, say: () => {}, now: Date.now, limitMs: 120_000, blindMs: 0 },
  wait: (ms, signal) => sleep(ms, undefined, { signal }),
});
const challenge = { domain: "killed.knot.test", token: "t", keyAuthorization: "t.k", wildcard: false };
await solver.present(challenge as Parameters<typeof solver.present>[0]);
process.kill(process.pid, "SIGKILL");
