import type { IniOption } from "../config/ini-options.ts";
import type { DoctorParts, FolderState } from "../doctor/parts.ts";
import type { AccountClient } from "../model/account-client.ts";
import type { Attaching, DnsTrial } from "../model/attach.ts";
import type { CertbotOptions } from "../model/certbot-options.ts";
import type { ServingTask } from "../model/companion.ts";
import type { Clock, HttpsSwitch, Ledger, LineageStore, Print } from "../model/contracts.ts";
import type { Counted } from "../model/counted.ts";
import type { CertificateImporter, CopyForNginx, ImportedCertificate } from "../model/imported.ts";
import type { Keeper, RestPlan } from "../model/keeper.ts";
import type { LedgerEntry, Spending } from "../model/ledger.ts";
import type { Certificate } from "../model/lineage.ts";
import type { NamelessSettings } from "../model/nameless-settings.ts";
import type { Observer, WatchObserver } from "../model/notice.ts";
import type { Problem } from "../model/problem.ts";
import type { Repair } from "../model/repair.ts";
import type { CompanionSettings, Folders, Settings } from "../model/settings.ts";
import type { RequestFiles, RequestPlaces, SigningRequest } from "../model/signing-request.ts";
import type { Alive, StatusFile } from "../model/status.ts";
import type { Step } from "../model/step.ts";
import type { WatchedSite, WatchTarget } from "../model/watch.ts";
import type { WeeklyNotes } from "../model/weekly.ts";
import type { Parts } from "../renewal/parts.ts";

/** What a command may use. */
export interface Context {
  /** the words after the command */
  words: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
  /** for the operator, on standard output */
  print: Print;
  /** errors and warnings, on standard error */
  complain: Print;
  /** for the log file alone */
  log: Print;
  /** aborts with SIGTERM or SIGINT */
  signal: AbortSignal;
  version: string;
  /** standard output is a terminal, and NO_COLOR is not set (no-color.org) */
  colour: boolean;
  /** of the terminal; undefined: there is none */
  columns: number | undefined;
  /** shows a part of the run as it progresses, where there is a terminal */
  step: Step;
  clock: Clock;
  assembly: Assembly;
}

export interface Memory {
  entry: LedgerEntry;
  account: string | undefined;
  /** orders and attempts of other lineages */
  others?: Spending;
}

export interface RequestParts {
  parts: Parts;
  /** undefined: nothing was written */
  written(): RequestFiles | undefined;
}

/** The real parts, made on demand, so that a command loads only what it needs. */
export interface Assembly {
  folders: Folders;
  /** the same parts in other folders: certbot's --config-dir and --logs-dir */
  within(folders: Folders): Assembly;
  /** `reloadOnly`: a lineage that is not CERTBOT_DOMAIN's, so nginx is reloaded and nothing is proven on the wire */
  parts(settings: Settings, say: Print, how?: { reloadOnly: boolean }): Promise<Parts>;
  /** Runs the post-hooks that were noted since the last call. */
  postHooks(say: Print): Promise<void>;
  /** options of cli.ini in certbot's folder, and of the file behind --config. Throws Problem `bad-settings`. */
  ini(named: string | undefined): Promise<readonly IniOption[]>;
  /** From here on the run's output and its traffic go into certbot's log; `backups`: old logs to keep. */
  openLog(backups: number | undefined): Promise<void>;
  /** Requests to a CA besides issuing; `name`: the lineage whose account is preferred. */
  accountClient(settings: Omit<Settings, "lineage">, name: string | undefined): Promise<AccountClient>;
  /** Throws Problem `unusable-file`. */
  readPem(path: string): Promise<{ text: string; kind: "certificate" | "key" }>;
  /** certbot's --csr, PEM or DER. Throws Problem `unusable-file`, `weak-key`. */
  readRequest(file: string): Promise<SigningRequest>;
  /** The parts with that request in place of a lineage. Throws Problem `file-there`. */
  requestParts(parts: Parts, request: SigningRequest, places: RequestPlaces, page: string): Promise<RequestParts>;
  ledger(say: Print): Promise<Ledger>;
  /** Has what decides something in a volume that only this container has; says what changed. Never throws a Problem. */
  settleState(say: Print): Promise<void>;
  /** the options that certbot's conf of a lineage has saved */
  options(name: string): Promise<CertbotOptions>;
  /**
   * Repairs every lineage, under the lock; the settings say what to write into a lost conf. `careful`: only that of
   * CERTBOT_DOMAIN, and only changes that cannot lose data.
   */
  repair(settings: Settings, how?: { careful: boolean }): Promise<readonly Repair[]>;
  /** Writes the options into the lineage's conf, under the lock, for its next renewals. */
  saveOptions(settings: Settings, certificate: Certificate): Promise<void>;
  /** Takes a lineage out of use, under the lock; returns the folder that keeps it. */
  setAside(name: string): Promise<string>;
  store(): Promise<LineageStore>;
  /** for certificates without ACME */
  certificateImporter(settings: Settings): Promise<CertificateImporter>;
  /** Writes the two files of Dify's nginx/ssl beside, to be put in place or discarded. */
  copyForNginx(folder: string, imported: ImportedCertificate): Promise<CopyForNginx>;
  /** Asks at the terminal without echo; undefined: there is none. */
  ask(question: string): Promise<string | undefined>;
  /** The lineage's ledger page, and certbot's id of our account; `say` hears of a damaged file. Throws Problem. */
  memory(settings: Settings, say: Print): Promise<Memory>;
  doctor(settings: Settings, signal: AbortSignal): Promise<DoctorParts>;
  folder(path: string): Promise<FolderState>;
  /** Hears the result of each check without delaying it; does nothing unless the settings name a receiver. */
  observer(settings: Settings, say: Print, counted: Counted): Promise<Observer>;
  /** The same for a container that only watches. */
  watchObserver(settings: NamelessSettings, say: Print): Promise<WatchObserver>;
  /** Gives the pages of METRICS_PORT, as they are now, to what shows them during a rest (docker/pages). Throws Problem. */
  handOverPages(settings: Settings, counted: Counted): Promise<void>;
  /** Checks these servers now, once each, within a minute. Never throws a Problem. */
  checkSites(settings: NamelessSettings, targets: readonly WatchTarget[]): Promise<readonly WatchedSite[]>;
  /** Returns a function that asks whether the companion answers, and returns why not; without a companion, nothing. */
  companionTrouble(settings: Settings): Promise<() => Promise<Problem | undefined>>;
  /** With DEPLOY=swarm nginx's tasks, as the companion sees them now; undefined: not known. Never throws a Problem. */
  tasks(settings: Settings): Promise<readonly ServingTask[] | undefined>;
  /** Looks at nginx now, for as long as a screen may take: why it is not this one that it serves. Never throws a Problem. */
  servedOtherwise(settings: Settings, certificate: Certificate): Promise<Problem | undefined>;
  weeklyNotes(settings: Settings): Promise<WeeklyNotes>;
  /** Sends one notice to each destination, with a line and a step for each. Returns whether all arrived. */
  testNotices(settings: Settings, say: Print, step: Step): Promise<boolean>;
  /** Asks at the terminal whether to go on; undefined: there is none. */
  confirm(question: string): Promise<boolean | undefined>;
  /** Prepares HAProxy's first start: a certificate of that name, and a folder for its socket. */
  prepareHaproxy(name: string, owner: Settings["haproxyOwner"], config: string): Promise<"made" | "there">;
  httpsSwitch(): Promise<HttpsSwitch>;
  statusFile(): Promise<StatusFile>;
  /**
   * Whether another `serve` of this stack runs; if none does, this one is it, until the signal. One that was restarted
   * beside the other stands by until that has ended. Rejects with the signal alone.
   */
  isServed(signal: AbortSignal, standBy: () => Promise<void>): Promise<boolean>;
  /** undefined: nothing keeps the container's place, so that a service stays up */
  keeper: Keeper | undefined;
  /** What wakes a `serve` that rests, besides its time; undefined: not all of it can be waited for. Never throws. */
  restPlan(settings?: Settings, certificate?: Certificate): Promise<Omit<RestPlan, "until"> | undefined>;
  /** Works on a stack's folder from outside, with the Docker socket. */
  attaching(print: Print): Promise<Attaching>;
  /** Tries a DNS provider's key with a record of our own for each name; it is removed. Throws Problem. */
  tryDns(given: DnsTrial, say: Print, signal: AbortSignal): Promise<void>;
  /** All of standard input. */
  standardInput(): Promise<string>;
  /** `beat`: called after each round of the watcher */
  runCompanion(
    settings: CompanionSettings,
    print: Print,
    signal: AbortSignal,
    beat: (alive: Alive) => Promise<void>,
  ): Promise<"stopped" | "rests">;
}

/** Runs a command and returns the exit code. Throws Problem. */
export type Word = (context: Context) => Promise<number>;
