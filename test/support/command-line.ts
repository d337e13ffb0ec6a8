import type { Assembly } from "../../src/cli/context.ts";
import { runCommand } from "../../src/cli/run.ts";
import { noSteps } from "../../src/cli/steps/live-steps.ts";
import type { IniOption } from "../../src/config/ini-options.ts";
import type { DoctorParts } from "../../src/doctor/parts.ts";
import type { Attaching } from "../../src/model/attach.ts";
import type { CertbotOptions } from "../../src/model/certbot-options.ts";
import type { Clock, HttpsSwitch, LineageStore } from "../../src/model/contracts.ts";
import type { Examined } from "../../src/model/imported.ts";
import type { Repair } from "../../src/model/repair.ts";
import type { Settings } from "../../src/model/settings.ts";
import type { Status } from "../../src/model/status.ts";
import type { Step } from "../../src/model/step.ts";
import type { WatchedSite, WatchTarget } from "../../src/model/watch.ts";
import { type FakeWorld, fakes } from "./diary.ts";

export interface CommandWorld extends FakeWorld {
  environment?: Record<string, string>;
  transport?: Partial<HttpsSwitch>;
  list?: LineageStore["list"];
  /** real parts in place of hand-made ones */
  assembly?: Partial<Assembly>;
  /** what `repair` mends */
  repairs?: readonly Repair[];
  /** what files of options say */
  ini?: readonly IniOption[];
  /** certificates and keys that can be named */
  files?: Record<string, { text: string; kind: "certificate" | "key" }>;
  /** what is found of the files that `import` names */
  examined?: Examined;
  /** what the lineages' confs have saved */
  options?: CertbotOptions;
  status?: Status;
  /** what notify-test says, and whether all arrived */
  arrived?: readonly string[];
  allArrived?: boolean;
  attaching?: Attaching;
  /** what a watched server shows */
  watched?: (target: WatchTarget) => WatchedSite;
  /** what `doctor` looks with */
  doctor?: DoctorParts;
  /** what is answered at the terminal; left out: there is none */
  confirmed?: boolean;
  /** the screen is a terminal */
  colour?: boolean;
  /** its width */
  columns?: number;
  /** who watches the steps */
  step?: Step;
  /** SIGTERM comes once the first status is posted */
  stopped?: boolean;
  /** where it comes from otherwise */
  stop?: AbortController;
  /** hears which settings a renewal is made for */
  asked?: (settings: Settings) => void;
  /** a clock to steer, in place of one that stands still */
  clock?: Clock;
}

/** Types a command line against hand-made parts; gives the screen, the exit code and the diary. */
export async function type(line: string, world: CommandWorld = {}) {
  const { parts, diary, entry } = fakes(world);
  const screen: string[] = [];
  const posted: Status[] = [];
  const logged: string[] = [];
  const stop = world.stop ?? new AbortController();
  const clock = world.clock ?? parts.clock;
  const nothing = async () => [];
  const assembly: Assembly = {
    folders: {
      config: "/etc/letsencrypt",
      webroot: "/var/www/html",
      logs: "/var/log/letsencrypt",
      run: "/run",
      state: "/var/lib",
    },
    within: (folders) => ({ ...assembly, folders }),
    parts: async (settings, say) => {
      world.asked?.(settings);
      return { ...parts, clock, say };
    },
    postHooks: async () => {},
    options: async () => world.options ?? {},
    ini: async (named) => {
      if (named !== undefined) diary.push(`read ${named}`);
      return world.ini ?? [];
    },
    openLog: async (backups) => {
      logged.push(`open, ${backups ?? "usual"} backups`);
    },
    accountClient: async (settings) => ({
      revoke: async ({ reason, privateKeyPem }) => {
        diary.push(`revoke at ${settings.directory} for ${reason}${privateKeyPem ? " with its key" : ""}`);
        const broken = world.breaksAt?.["revoke"];
        if (broken) throw broken;
      },
      register: async (contact) => void diary.push(`register ${contact} at ${settings.directory}`),
      changeContact: async (contact) => void diary.push(`contact ${contact}`),
      close: async () => {
        diary.push(`close the account at ${settings.directory}`);
        return "/etc/letsencrypt/httpsidecar/deleted/account-1";
      },
      show: async () => ({ url: "https://ca.test/acct/1", contacts: ["a@b.org", "c@d.org"], thumbprint: "tp" }),
    }),
    readPem: async (path) => world.files?.[path] ?? Promise.reject(new Error(`no file ${path}`)),
    readRequest: (file) => Promise.reject(new Error(`no file ${file}`)),
    requestParts: () => Promise.reject(new Error("no request")),
    ledger: async () => parts.ledger,
    settleState: async () => {},
    repair: async (_, how) => {
      if (how?.careful) diary.push("mend with care");
      return world.repairs ?? [];
    },
    saveOptions: async ({ certbot }, { name }) =>
      void diary.push(`save for ${name}: ${Object.keys(certbot).join(", ")}`),
    setAside: async (name) => {
      diary.push(`set ${name} aside`);
      return `/etc/letsencrypt/httpsidecar/deleted/${name}`;
    },
    doctor: async () => world.doctor ?? Promise.reject(new Error("no doctor is here")),
    folder: async () => ({ state: "writable", owner: "0:0", freeBytes: undefined }),
    observer: async () => ({
      look: ({ result }) => void diary.push(`observe ${result}`),
      other: (name, { result }) => void diary.push(`observe ${name} ${result}`),
      weekly: (found) => void diary.push(`weekly look: ${found.map(({ saw }) => saw).join(", ") || "all well"}`),
      watched: (sites) => void diary.push(`watched: ${sites.map(({ url, fault }) => `${url} ${fault}`).join(", ")}`),
      settled: async () => undefined,
      leave: async () => void diary.push("leave"),
    }),
    handOverPages: async (_, counted) => void diary.push(`hand over pages: ${JSON.stringify(counted)}`),
    watchObserver: async () => (sites) =>
      void diary.push(`watched: ${sites.map(({ url, fault }) => `${url} ${fault}`).join(", ")}`),
    checkSites: async (_, targets) => targets.map((target) => world.watched?.(target) ?? never("a watched server")),
    weeklyNotes: async () => ({ read: async () => undefined, write: async () => {} }),
    testNotices: async (_, say, step) => {
      await step("a notice", async () => {});
      for (const line of world.arrived ?? []) say(line);
      return world.allArrived ?? true;
    },
    memory: async () => ({ entry: entry(), account: "account 1" }),
    store: async () => ({ ...parts.store, list: world.list ?? nothing }),
    certificateImporter: async () => ({
      request: async (options) => {
        diary.push(`request ${JSON.stringify(options)}`);
        return { requestFile: "request.csr", keyFile: "privkey.pem", requestPem: "PEM", sameKey: false };
      },
      examine: async () => world.examined ?? never("examine"),
    }),
    copyForNginx: async (folder) => {
      diary.push(`copy to ${folder}`);
      return {
        putInPlace: async () => void diary.push("put in place"),
        discard: async () => void diary.push("discard what is left of the copy"),
      };
    },
    ask: async () => undefined,
    confirm: async (question) => {
      screen.push(question);
      return world.confirmed;
    },
    prepareHaproxy: async (name, { uid, gid }) => {
      diary.push(`prepare ${name} for ${uid}:${gid}`);
      return "made";
    },
    httpsSwitch: async () => ({
      enable: nothing,
      disable: nothing,
      reload: nothing,
      enableChallenge: async () => {},
      ...world.transport,
    }),
    statusFile: async () => ({
      post: async (status) => {
        // that is posted by each start, before anything else
        if (status.healthy && status.failing && !status.next) return;
        posted.push(status);
        if (world.stopped) setImmediate(() => stop.abort());
      },
      read: async () => world.status,
    }),
    tasks: async () => undefined,
    servedOtherwise: async () => undefined,
    companionTrouble: async () => async () => undefined,
    isServed: async () => false,
    keeper: undefined,
    restPlan: async () => undefined,
    attaching: async () => world.attaching ?? Promise.reject(new Error("nothing is to be attached")),
    tryDns: async () => {},
    standardInput: async () => "",
    runCompanion: async () => {
      diary.push("run the companion");
      return "stopped";
    },
    ...world.assembly,
  };
  const code = await runCommand(line.split(" ").filter(Boolean), {
    environment: { CERTBOT_DOMAIN: "dify.test", CERTBOT_OPTIONS: "--server https://ca.test/dir", ...world.environment },
    print: (text) => screen.push(text),
    complain: (text) => screen.push(`! ${text}`),
    log: (text) => logged.push(text),
    signal: stop.signal,
    version: "1.2.3",
    colour: world.colour ?? false,
    columns: world.columns,
    step: world.step ?? noSteps.step,
    clock,
    assembly,
  });
  return { screen: screen.join("\n"), code, diary, posted, logged, entry };
}

function never(what: string): never {
  throw new Error(`nobody said what ${what} finds`);
}
