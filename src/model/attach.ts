import type { ProviderName } from "./dns-providers.ts";

/** The stack that attach and detach work on. */
export interface StackChoice {
  /** host path of the stack's folder, which is mounted at the same path */
  folder: string;
  /** a compose file of another name than Compose looks for */
  file: string | undefined;
  /** the Compose service that is nginx */
  service: string | undefined;
  /** show, and change nothing */
  dryRun: boolean;
  /** without asking */
  yes: boolean;
}

export interface AttachOptions extends StackChoice {
  /** CERTBOT_DOMAIN to write */
  domain: string;
  /** why a public CA would not sign a name of it */
  doubts?: readonly string[];
  /** undefined: CERTBOT_EMAIL stays as it is */
  email: string | undefined;
  /** of an app without a proxy: service:port; undefined: a known one is found */
  upstream: string | undefined;
  /** further names of an app without a proxy, each with a service:port of its own */
  also: readonly Origin[];
  /** how names are validated in DNS; undefined: over HTTP, or as an earlier attach wrote */
  dns: DnsChoice | undefined;
  /** host path of a file with what the provider needs */
  credentialsFile: string | undefined;
  /** the CA's staging environment; a later attach without it uses the real one */
  staging: boolean;
  /** show new files whole */
  show: boolean;
  /** go on although TLS ends elsewhere, or somebody else writes the folder's files */
  force: boolean;
}

export interface DnsChoice {
  provider: ProviderName | "persist";
  /** text of the file with the provider's variables, which was tried; empty: there is none */
  credentials: string;
}

/** What is to be tried before anything is written. */
export interface DnsTrial {
  domains: readonly string[];
  provider: ProviderName;
  /** the provider's variables, and those of httpsidecar.env that say how DNS is reached */
  environment: Readonly<Record<string, string | undefined>>;
}

export interface Origin {
  name: string;
  /** service:port */
  upstream: string;
}

/** Facts of the host's own tools, since a container cannot see them. */
export interface HostFacts {
  /** `ss -Hltnp`; undefined: what listens is not known */
  listeners: string | undefined;
  /** path of the Docker Engine's socket on the host */
  dockerSocket: string;
  /** the sidecar's image for the override */
  image: string;
  /** HTTPSIDECAR_LANG for the containers; empty: English, or the present one */
  language: string;
  /** COMPOSE_FILE of the shell */
  composeFile: string;
  /** COMPOSE_PROJECT_NAME of the shell */
  composeProject: string;
}

export interface Conversation {
  print(line: string): void;
  /** a typed yes */
  agrees(question: string): Promise<boolean>;
}

/** `declined`: the operator said no, or asked for a preview only. */
export type AttachResult = "written" | "unchanged" | "declined";

/** The stack as Compose resolves it; undefined: unknown, so the files' text has to do. */
export type ComposeConfig = string | undefined;

export interface Proposal {
  isChange: boolean;
  /** our override as it would be; Compose checks it before anything is written */
  override: string;
}

export interface Attached {
  result: AttachResult;
  /** services to start now; empty: the stack is down, or only another shell can start it */
  services: readonly string[];
  /** for the operator: how to start the sidecar by hand */
  start: string;
}

/** Adds the sidecar to a stack and removes it. Each throws Problem. */
export interface Attaching {
  /**
   * The call of `docker compose`, a word a line behind `read` (without our files) or `run`; then our override without
   * our lines.
   */
  composeCall(choice: StackChoice): Promise<readonly string[]>;
  propose(options: AttachOptions, config: ComposeConfig): Promise<Proposal>;
  /** Writes, after a yes. */
  attach(options: AttachOptions, config: ComposeConfig): Promise<Attached>;
  /** Prints what the sidecar says until HTTPS is live; false: not yet. */
  follow(choice: StackChoice): Promise<boolean>;
  detach(options: StackChoice): Promise<AttachResult>;
  /** Prints hints once the sidecar was started; `said`: Compose's hashes of the services, and its config. */
  afterAttach(choice: StackChoice, said: string): Promise<void>;
  afterDetach(choice: StackChoice, said: string): Promise<void>;
}
