import type { IniOption } from "../config/ini-options.ts";
import type { DoctorParts, FolderState } from "../doctor/parts.ts";
import type { AccountClient } from "../model/account-client.ts";
import type { Attaching } from "../model/attach.ts";
import type { CertbotOptions } from "../model/certbot-options.ts";
import type { Clock, HttpsSwitch, Ledger, LineageStore, Print } from "../model/contracts.ts";
import type { CertificateImporter, CopyForNginx, ImportedCertificate } from "../model/imported.ts";
import type { LedgerEntry, Spending } from "../model/ledger.ts";
import type { Observer } from "../model/notice.ts";
import type { Problem } from "../model/problem.ts";
import type { Repair } from "../model/repair.ts";
import type { CompanionSettings, Folders, Settings } from "../model/settings.ts";
import type { Alive, StatusFile } from "../model/status.ts";
import type { Step } from "../model/step.ts";
import type { WeeklyNotes } from "../model/weekly.ts";
import type { Parts } from "../renewal/parts.ts";

/** What a word may use. */
export interface Context {
  /** what was typed after the word */
  words: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
  /** for people, on standard output */
  print: Print;
  /** errors and warnings, on standard error */
  complain: Print;
  /** for the log file alone */
  log: Print;
  /** comes with SIGTERM or SIGINT */
  signal: AbortSignal;
  version: string;
  /** standard output is a terminal, and NO_COLOR is not set (no-color.org) */
  colour: boolean;
  /** how wide the terminal is; undefined: there is none */
  columns: number | undefined;
  /** shows a part of the run while it takes its time, where there is a terminal */
  step: Step;
  clock: Clock;
  assembly: Assembly;
}

export interface Memory {
  entry: LedgerEntry;
  account: string | undefined;
  /** what other lineages spent */
  others?: Spending;
}

/** The real parts, made when they are asked for, so that a word loads only what it needs. */
export interface Assembly {
  folders: Folders;
  /** `reloadOnly`: a lineage that is not CERTBOT_DOMAIN's, so nginx is reloaded and nothing is proven on the wire */
  parts(settings: Settings, say: Print, how?: { reloadOnly: boolean }): Promise<Parts>;
  /** Runs the post-hooks that the looks since the last call have noted. */
  postHooks(say: Print): Promise<void>;
  /** what cli.ini in certbot's folder says, and the file behind --config. Throws Problem `bad-settings`. */
  ini(named: string | undefined): Promise<readonly IniOption[]>;
  /** From here on the run's output and its traffic go into certbot's log; `backups`: old logs that are kept. */
  openLog(backups: number | undefined): Promise<void>;
  /** What an authority is asked besides certificates; `name`: the lineage whose account is the first choice. */
  accountClient(settings: Omit<Settings, "lineage">, name: string | undefined): Promise<AccountClient>;
  /** A certificate or a key out of a file. Throws Problem `unusable-file`. */
  readPem(path: string): Promise<{ text: string; kind: "certificate" | "key" }>;
  ledger(say: Print): Promise<Ledger>;
  /** Has what decides something in a volume that only this container has; says what changed. Never throws a Problem. */
  settleState(say: Print): Promise<void>;
  /** what certbot's conf of a lineage has saved of its options */
  options(name: string): Promise<CertbotOptions>;
  /**
   * Mends every lineage, under the lock; the settings say what a lost conf is to hold. `careful`: only that of
   * CERTBOT_DOMAIN, and only what nobody can miss.
   */
  repair(settings: Settings, how?: { careful: boolean }): Promise<readonly Repair[]>;
  /** Takes a lineage out of use, under the lock; gives the folder that keeps it. */
  setAside(name: string): Promise<string>;
  store(): Promise<LineageStore>;
  /** the way without ACME */
  certificateImporter(settings: Settings): Promise<CertificateImporter>;
  /** Writes the two files of Dify's nginx/ssl beside, to be put in place or discarded. */
  copyForNginx(folder: string, imported: ImportedCertificate): Promise<CopyForNginx>;
  /** Asks at the terminal, without showing what is typed; undefined: there is none. */
  ask(question: string): Promise<string | undefined>;
  /** What is remembered of the lineage, and certbot's id of our account; `say` hears of a damaged file. Throws Problem. */
  memory(settings: Settings, say: Print): Promise<Memory>;
  /** What doctor looks with. */
  doctor(settings: Settings, signal: AbortSignal): Promise<DoctorParts>;
  folder(path: string): Promise<FolderState>;
  /** Who is told what each look came to, without keeping it waiting; nobody unless the settings name somebody. */
  observer(settings: Settings, say: Print): Promise<Observer>;
  /** Asks whether the companion answers; gives why not. Nothing to ask where none is needed. */
  companionTrouble(settings: Settings): Promise<() => Promise<Problem | undefined>>;
  /** What is kept of the weekly look. */
  weeklyNotes(settings: Settings): Promise<WeeklyNotes>;
  /** One notice to each destination, now; a line and a step for each. Gives whether all arrived. */
  testNotices(settings: Settings, say: Print, step: Step): Promise<boolean>;
  /** Asks at the terminal whether to go on; undefined: there is none. */
  confirm(question: string): Promise<boolean | undefined>;
  /** What HAProxy wants before its first start: a certificate of that name, and a folder for its socket. */
  prepareHaproxy(name: string, owner: Settings["haproxyOwner"], config: string): Promise<"made" | "there">;
  httpsSwitch(): Promise<HttpsSwitch>;
  statusFile(): Promise<StatusFile>;
  /** Until the signal, the program `update-cert` may ask this `serve` whether all is well. Never throws. */
  answerUpdateCert(serving: Context): Promise<void>;
  /** Works on a stack's folder from beside it, with the Docker socket. */
  attaching(print: Print): Promise<Attaching>;
  /** All of standard input, which another program fills. */
  standardInput(): Promise<string>;
  /** `beat`: called when a round of its watching has ended */
  runCompanion(
    settings: CompanionSettings,
    print: Print,
    signal: AbortSignal,
    beat: (alive: Alive) => Promise<void>,
  ): Promise<void>;
}

/** Does what a word says and gives the exit code. Throws Problem. */
export type Word = (context: Context) => Promise<number>;
