/** What Compose wrote on the nginx container, and what else of the stack matters for where a setting may be written. */
export interface StackFacts {
  project: string;
  /** host path of the project folder */
  workingFolder: string;
  /** host paths of the compose files it was made from */
  configFiles: readonly string[];
  /** host path given by --env-file, if any; several stand comma-joined, as in Compose's label */
  environmentFile: string | undefined;
  /** Compose service name of nginx */
  service: string;
  /** names (never values) of the environment variables of every other service's container in this project, our two left out */
  otherEnvironments: readonly ReadonlySet<string>[];
}

/** The only keys that are ever written outside our own volume. */
export const switchKeys = [
  "NGINX_HTTPS_ENABLED",
  "NGINX_SSL_CERT_FILENAME",
  "NGINX_SSL_CERT_KEY_FILENAME",
  "NGINX_ENABLE_CERTBOT_CHALLENGE",
] as const;
export type SwitchKey = (typeof switchKeys)[number];
export type SwitchValues = Partial<Record<SwitchKey, string>>;

/** Where values will be written, found out and checked before anything is touched. Plain data: the journal keeps it. */
export type SettingsPlan = WrittenPlan | UnwrittenPlan;

export interface WrittenPlan {
  where: "override" | "env";
  path: string;
  /** Compose service name of nginx, for the override */
  service: string;
  values: SwitchValues;
  before: Buffer | undefined;
  after: Buffer;
  /** files that would have come first and why they were left alone, one line each, for the log */
  passedOver: readonly string[];
}

export interface UnwrittenPlan {
  where: "nowhere";
  because: "never" | "no-file" | "no-domain";
  passedOver: readonly string[];
}

/** What the env file itself says, our override left aside; undefined: it has no such line, or cannot be read. */
export interface EnvFile {
  readable: boolean;
  /** CERTBOT_DOMAIN */
  domain: string | undefined;
  /** NGINX_HTTPS_ENABLED */
  https: string | undefined;
}

/** The files that Compose reads, as far as they are ours to change. */
export interface SettingsFiles {
  /** What the files say now for our keys: our override wins over the env file. Never throws for a missing file. */
  read(stack: StackFacts): Promise<SwitchValues>;
  /** What the env file alone says now. Never throws for a missing file. */
  readEnvFile(stack: StackFacts): Promise<EnvFile>;
  /**
   * Throws Problem `settings-refused` when the file that WRITE_ENV names cannot be replaced (link, mount of its own,
   * read-only, text not understood). With `auto` the next possibility is taken instead, in the end `nowhere`.
   */
  plan(stack: StackFacts, values: SwitchValues): Promise<SettingsPlan>;
  /** Replaces atomically, keeps mode and owner. Throws Problem `settings-refused` when a person changed our keys meanwhile. */
  write(plan: SettingsPlan): Promise<void>;
  /** Back to `before`, keeping what a person changed elsewhere in the file meanwhile; used by the journal. */
  undo(plan: SettingsPlan): Promise<void>;
}

/** What we were asked for, what we wrote and what we applied; outlives restarts of both containers. */
export interface Memory {
  https: "unset" | "on" | "off" | "off-by-operator";
  challenge: boolean;
  /** what we last wrote into Compose's files; a different value there was typed by a person */
  lastWritten: SwitchValues;
  /** NGINX_HTTPS_ENABLED in the env file itself at that time, "" when it had none; undefined: not known */
  envFileSaid: string | undefined;
  /** ISO 8601 moment of that write */
  writtenAt: string | undefined;
  /** short codes of what was already said once */
  said: readonly string[];
  /** what nginx was given besides HTTPS, and for which start of the container; undefined: nothing was asked for yet */
  extras: Extras | undefined;
  /** what replays changed in the environment of one container start: `id` and `startedAt` as the Engine gives them */
  applied: { id: string; startedAt: string; values: Readonly<Record<string, string>> } | undefined;
}

export interface Extras {
  /** HTTPS is served, or was seen by the public name too */
  condition: "served" | "proven";
  id: string;
  startedAt: string;
  /** what was written; empty: nothing was wanted, or could be */
  text: string;
}

/** A file inside the nginx container, as it was. */
export interface RenderedFile {
  path: string;
  content: Buffer;
}

/** All that a rollback needs, written down before anything is touched. */
export interface JournalEntry {
  id: string;
  startedAt: string;
  plan: SettingsPlan;
  files: readonly RenderedFile[];
  memory: Memory;
}

/** Our own store; every write is atomic and flushed, files are 0600. */
export interface CompanionState {
  /** The defaults (unset, false, nothing) when nothing was stored; a damaged file is kept beside, said, and counts as nothing. */
  read(): Promise<Memory>;
  write(memory: Memory): Promise<void>;
  journal: {
    /** undefined: none is open; a damaged one is kept beside, said, and counts as none */
    read(): Promise<JournalEntry | undefined>;
    /** Throws Problem `no-space` when it cannot be kept. */
    open(entry: JournalEntry): Promise<void>;
    drop(): Promise<void>;
  };
}
