/** The stack that attach and detach are asked to work on. */
export interface StackChoice {
  /** host path of the stack's folder, which is mounted at the same path */
  folder: string;
  /** a compose file of another name than Compose looks for */
  file: string | undefined;
  /** the Compose service that is nginx */
  service: string | undefined;
  /** show, and change nothing */
  dryRun: boolean;
  /** no question */
  yes: boolean;
}

export interface AttachOptions extends StackChoice {
  /** CERTBOT_DOMAIN as it is to be written */
  domain: string;
  /** undefined: CERTBOT_EMAIL stays as it is */
  email: string | undefined;
  /** of an app without a proxy: service:port; undefined: a known one is found */
  upstream: string | undefined;
  /** further names of an app without a proxy, each with a service:port of its own */
  also: readonly Origin[];
  /** try it with the CA's staging environment; a later attach without it makes it real */
  staging: boolean;
  /** show new files whole */
  show: boolean;
  /** go on although TLS ends elsewhere, or somebody else writes the folder's files */
  force: boolean;
}

export interface Origin {
  name: string;
  /** service:port */
  upstream: string;
}

/** What the host's own tools said, since a container does not see it. */
export interface HostFacts {
  /** `ss -Hltnp`; empty where there is no such command */
  listeners: string;
  /** path of the Docker Engine's socket on the host */
  dockerSocket: string;
  /** the sidecar's image, as the override is to name it */
  image: string;
  /** HTTPSIDECAR_LANG for the containers; empty: English, or what stands there already */
  language: string;
  /** COMPOSE_FILE of the shell */
  composeFile: string;
  /** COMPOSE_PROJECT_NAME of the shell */
  composeProject: string;
}

/** Who is asked, and who is told. */
export interface Conversation {
  print(line: string): void;
  /** a typed yes */
  agrees(question: string): Promise<boolean>;
}

/** `declined`: a person said no, or only wanted to see. */
export type AttachResult = "written" | "unchanged" | "declined";

/** What Compose said of the stack; undefined: it was not asked, so the files' text has to do. */
export type ComposeConfig = string | undefined;

/** What attach would write. */
export interface Proposal {
  isChange: boolean;
  /** our override as it would be; Compose has a look at it before anything is written */
  override: string;
}

/** What attach came to. */
export interface Attached {
  result: AttachResult;
  /** services to start now; empty: the stack does not run, or only another shell can start it */
  services: readonly string[];
  /** for people: how the sidecar is started by hand */
  start: string;
}

/** Puts the sidecar into a stack and takes it out. Each throws Problem. */
export interface Attaching {
  /** How `docker compose` is to be called, a word a line behind `read` (without what is ours) or `run`; then our override without our lines. */
  composeCall(choice: StackChoice): Promise<readonly string[]>;
  /** Shows what would change. */
  propose(options: AttachOptions, config: ComposeConfig): Promise<Proposal>;
  /** Does it, after a yes. */
  attach(options: AttachOptions, config: ComposeConfig): Promise<Attached>;
  /** Shows what the sidecar says until HTTPS is live; false: it is not yet. */
  follow(choice: StackChoice): Promise<boolean>;
  detach(options: StackChoice): Promise<AttachResult>;
  /** What is worth saying when the sidecar was started; `said`: Compose's hashes of the services, and its config. */
  afterAttach(choice: StackChoice, said: string): Promise<void>;
  afterDetach(choice: StackChoice, said: string): Promise<void>;
}
