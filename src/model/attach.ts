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
  /** go on although TLS ends elsewhere, or somebody else writes the folder's files */
  force: boolean;
}

/** What the host's own tools said, since a container does not see it. */
export interface HostFacts {
  /** `ss -Hltnp`; empty where there is no such command */
  listeners: string;
  /** path of the Docker Engine's socket on the host */
  dockerSocket: string;
  /** the sidecar's image, as the override is to name it */
  image: string;
}

/** Who is asked, and who is told. */
export interface Conversation {
  print(line: string): void;
  /** a typed yes */
  agrees(question: string): Promise<boolean>;
}

/** `declined`: a person said no, or only wanted to see. */
export type AttachResult = "written" | "unchanged" | "declined";

/** The hands that put the sidecar into a stack and take it out. Each throws Problem. */
export interface Attaching {
  attach(options: AttachOptions): Promise<AttachResult>;
  detach(options: StackChoice): Promise<AttachResult>;
  /** what is worth saying when the sidecar was started */
  afterAttach(stack: StackChoice): Promise<void>;
  afterDetach(stack: StackChoice): Promise<void>;
}
