// `serve` in a process of its own, with nothing to do: its argument is a JSON map of environment variables.
import { runCommand } from "../../src/cli/run.ts";
import { lineageStore } from "../../src/store/lineages.ts";

const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());
const notNeeded = () => Promise.reject(new Error("nothing is to be done"));

process.exitCode = await runCommand(["serve"], {
  environment: JSON.parse(process.argv[2] ?? "{}"),
  print: console.log,
  complain: console.log,
  log: () => {},
  signal: stop.signal,
  version: "1.2.3",
  colour: false,
  columns: undefined,
  step: (_, work) => work(),
  clock: { now: () => new Date() },
  assembly: {
    within: () => {
      throw new Error("serve has no use for it");
    },
    folders: { config: "/nowhere", webroot: "/nowhere", logs: "/nowhere", run: "/nowhere", state: "/nowhere" },
    parts: notNeeded,
    postHooks: notNeeded,
    options: notNeeded,
    repair: notNeeded,
    saveOptions: notNeeded,
    ini: async () => [],
    openLog: async () => {},
    accountClient: notNeeded,
    readPem: notNeeded,
    readRequest: notNeeded,
    requestParts: notNeeded,
    ledger: notNeeded,
    settleState: async () => {},
    setAside: notNeeded,
    memory: notNeeded,
    observer: async () => ({
      look: () => {},
      other: () => {},
      weekly: () => {},
      watched: () => {},
      settled: async () => undefined,
      leave: async () => {},
    }),
    watchObserver: notNeeded,
    handOverPages: notNeeded,
    checkSites: notNeeded,
    weeklyNotes: notNeeded,
    testNotices: notNeeded,
    doctor: notNeeded,
    folder: notNeeded,
    store: async () => lineageStore({ folder: "/nowhere", webroot: "/nowhere", version: "1.2.3" }),
    certificateImporter: notNeeded,
    copyForNginx: notNeeded,
    ask: notNeeded,
    confirm: notNeeded,
    prepareHaproxy: notNeeded,
    httpsSwitch: notNeeded,
    statusFile: async () => ({ post: async ({ line }) => console.log(`posted: ${line}`), read: async () => undefined }),
    tasks: notNeeded,
    servedOtherwise: notNeeded,
    companionTrouble: async () => async () => undefined,
    isServed: async () => false,
    keeper: undefined,
    restPlan: async () => undefined,
    attaching: notNeeded,
    tryDns: notNeeded,
    standardInput: notNeeded,
    runCompanion: notNeeded,
  },
});
