import type { CompanionContext } from "../../../src/companion/context.ts";
import { nginxServer } from "../../../src/companion/nginx-server.ts";
import { oneAtATime } from "../../../src/companion/queue.ts";
import { reconciler } from "../../../src/companion/reconciler.ts";
import { reloadBudget } from "../../../src/companion/reload-budget.ts";
import { switchLimit } from "../../../src/companion/replay/switch-limit.ts";
import { settingsFiles } from "../../../src/companion/settings/files.ts";
import { companionState } from "../../../src/companion/state.ts";
import { handleVerb } from "../../../src/companion/verbs.ts";
import { httpsSwitch } from "../../../src/deploy/https-switch.ts";
import { nginxDeployer } from "../../../src/deploy/nginx-deployer.ts";
import type { Companion, HttpsSwitch } from "../../../src/model/contracts.ts";
import type { Certificate } from "../../../src/model/lineage.ts";
import type { Outcome } from "../../../src/model/outcome.ts";
import { Problem } from "../../../src/model/problem.ts";
import type { LineageReport } from "../../../src/model/report.ts";
import type { InnerProof } from "../../../src/model/service-proof.ts";
import type { Parts } from "../../../src/renewal/parts.ts";
import { reportOf } from "../../../src/renewal/report.ts";
import { updateLineage } from "../../../src/renewal/update.ts";
import { ledger } from "../../../src/store/ledger.ts";
import { companionContext, type GivenContext } from "../companion-context.ts";
import { fakes } from "../diary.ts";
import { lineage } from "../given.ts";
import { strategyAt } from "../strategy.ts";

const directory = "https://ca.test/dir";

/** The two containers of ours: a companion and a loop, by the product's own rules. */
export interface MadeUpSidecar {
  readonly switch: HttpsSwitch;
  /** a round of the companion, as when a container of the stack starts */
  round(): Promise<void>;
  /** a check of the loop */
  check(force?: boolean): Promise<Outcome>;
  /** what the last check came to */
  lastResult(): Outcome["result"] | undefined;
  /** what `status` shows */
  report(): Promise<LineageReport>;
}

export interface SidecarGiven {
  folder: string;
  /** the certificates' folder, which stays when the containers go */
  certificates: string;
  /** the companion's volume, which goes with them */
  volume: string;
  domain: string;
  engine: GivenContext["engine"];
  sharesEnv: boolean;
  now: () => Date;
  /** the certificate that lies in live/ */
  stored: () => Certificate | undefined;
  issue: () => Certificate;
  /** the CA cannot be reached */
  isCaAway: () => boolean;
  served: () => string | undefined;
}

/** Starts both. */
export function startSidecar(given: SidecarGiven): MadeUpSidecar {
  const { domain, now } = given;
  const context = companionOf(given);
  const server = nginxServer(context);
  const transport: Companion = { ask: (verb) => handleVerb(server, verb) };
  const said = { startup: { lines: [], isProblem: false }, isFirst: true };
  const { signal } = new AbortController();
  const beat = async () => undefined;
  const { round } = reconciler(server, { queue: oneAtATime(), print: context.print, signal, now, beat, ...said });
  const parts = partsOf(given, transport);
  const wanted = lineage({ name: domain, domains: [domain], domainAsTyped: domain });
  let lastResult: Outcome["result"] | undefined;
  return {
    switch: httpsSwitch({ transport, done: "reloaded" }),
    round,
    async check(force = false) {
      const outcome = await updateLineage(wanted, { directory, force, byHand: force }, parts, signal);
      lastResult = outcome.result;
      return outcome;
    },
    lastResult: () => lastResult,
    async report() {
      const entry = await parts.ledger.read(domain);
      return reportOf({ lineage: wanted, directory, account: "account 1", current: given.stored(), entry }, now());
    },
  };
}

function companionOf({ folder, volume, domain, engine, now, sharesEnv }: SidecarGiven): CompanionContext {
  const print = () => undefined;
  return companionContext({
    ...(engine ? { engine } : {}),
    environments: async () => (sharesEnv ? [new Map([["COMPOSE_PROFILES", ""]])] : []),
    ownStack: async () => ({ project: "docker", workingFolder: folder, service: "certbot-companion" }),
    settings: settingsFiles({ stackFolder: folder, writeEnv: "auto" }),
    state: companionState({ folder: volume, print }),
    limit: switchLimit(now),
    reloads: reloadBudget(now, 1000),
    ...{ domain, now, print },
  });
}

function partsOf(given: SidecarGiven, transport: Companion): Parts {
  const { certificates, now, stored, issue, isCaAway, served } = given;
  const { parts } = fakes();
  const inner = async ({ fingerprint }: Certificate): Promise<InnerProof> => {
    const seen = served();
    if (seen === undefined) return { served: "nothing", why: "connection refused" };
    return seen === fingerprint ? { served: "same" } : { served: "other", serial: seen, what: seen };
  };
  const proof = { inner, outer: async () => ({ seen: "yes" as const, addresses: ["192.0.2.1"] }) };
  const strategy = strategyAt(transport);
  return {
    ...parts,
    preflight: {
      async check(_, { mend }) {
        if (mend) await httpsSwitch(strategy).enableChallenge();
        return [];
      },
    },
    authority: {
      ...parts.authority,
      issue: (...asked) => (isCaAway() ? Promise.reject(unreachable()) : parts.authority.issue(...asked)),
    },
    store: { ...parts.store, read: async () => stored(), save: async () => issue() },
    ledger: ledger(certificates, () => undefined),
    deployer: nginxDeployer({ strategy, proof, wait: async () => undefined }),
    clock: { now },
  };
}

const unreachable = () =>
  new Problem({ code: "authority-unreachable", message: "the CA does not answer", fix: "wait", retry: "soon" });
