/** A container's environment by name; no values but addresses that apps give to browsers. */
export type Variables = ReadonlyMap<string, string>;

/** Compose's labels on the nginx container, and what else decides where a setting may be written. */
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
  /** of every other service's container in this project, our two left out */
  otherEnvironments: readonly Variables[];
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

/** Where values will be written, determined and checked before any change. Plain data: the journal keeps it. */
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

/** The env file itself, our override aside; undefined: no such line, or unreadable. */
export interface EnvFile {
  readable: boolean;
  /** CERTBOT_DOMAIN */
  domain: string | undefined;
  /** NGINX_HTTPS_ENABLED */
  https: string | undefined;
}

/** The files of Compose that we may change. */
export interface SettingsFiles {
  /** The values of our keys: our override wins over the env file. Never throws for a missing file. */
  read(stack: StackFacts): Promise<SwitchValues>;
  /** The values of the env file alone. Never throws for a missing file. */
  readEnvFile(stack: StackFacts): Promise<EnvFile>;
  /**
   * Throws Problem `settings-refused` when the file that WRITE_ENV names cannot be replaced (link, mount of its own,
   * read-only, text not understood). With `auto` the next possibility is taken instead, in the end `nowhere`.
   */
  plan(stack: StackFacts, values: SwitchValues): Promise<SettingsPlan>;
  /** Replaces atomically, keeps mode and owner. Throws Problem `settings-refused` when the operator changed our keys meanwhile. */
  write(plan: SettingsPlan): Promise<void>;
  /** Back to `before`, keeping the operator's changes elsewhere in the file; for the journal. */
  undo(plan: SettingsPlan): Promise<void>;
}

/** What we were asked for, what we wrote and what we applied; outlives restarts of both containers. */
export interface Memory {
  https: "unset" | "on" | "off" | "off-by-operator";
  challenge: boolean;
  /** what we last wrote into Compose's files; the operator typed any other value there */
  lastWritten: SwitchValues;
  /** NGINX_HTTPS_ENABLED in the env file itself at that time, "" when it had none; undefined: unknown */
  envFileSaid: string | undefined;
  /** ISO 8601 time of that write */
  writtenAt: string | undefined;
  /** short codes of what was already said once */
  said: readonly string[];
  /** what nginx was given besides HTTPS, and for which start of the container; undefined: nothing was asked for yet */
  extras: Extras | undefined;
  /** variables that replays changed in the environment of one container start: `id` and `startedAt` as the Engine gives them */
  applied: { id: string; startedAt: string; values: Readonly<Record<string, string>> } | undefined;
}

export interface Extras {
  /** HTTPS is served, or was seen by the public name too */
  condition: "served" | "proven";
  id: string;
  startedAt: string;
  /** what was written; empty: nothing was wanted, or possible */
  text: string;
}

/** A file inside the nginx container, as it was. */
export interface RenderedFile {
  path: string;
  content: Buffer;
}

/** All that a rollback needs, written before any change. */
export interface JournalEntry {
  id: string;
  startedAt: string;
  plan: SettingsPlan;
  files: readonly RenderedFile[];
  memory: Memory;
}

/** Our own store; every write is atomic and synced, files are 0600. */
export interface CompanionState {
  /** The defaults (unset, false, nothing) when nothing usable is stored. */
  read(): Promise<Memory>;
  write(memory: Memory): Promise<void>;
  journal: {
    /** undefined: none is open, or it is damaged */
    read(): Promise<JournalEntry | undefined>;
    /** Throws Problem `no-space` when it cannot be kept. */
    open(entry: JournalEntry): Promise<void>;
    drop(): Promise<void>;
  };
}
