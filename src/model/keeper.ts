/** Why this process was started. */
export const wakeReasons = [
  "start", // the container starts
  "time", // it is the time that the last process named
  "request", // a client has connected to the socket
  "events", // a container of the stack has started or ended, or the Engine's events were lost
  "peer", // nobody listens at the other container's socket any more
  "server", // the server's certificate has changed
  "refused", // the last process could not be given what it wanted to wait for
  "pages", // beside a rest, to make the pages of METRICS_PORT
] as const;
export type WakeReason = (typeof wakeReasons)[number];

/** What ends a rest, its time apart. Paths are absolute. */
export interface RestPlan {
  until: Date;
  /** a unix socket at which a client wakes the program; it finds it as `door` then */
  listen?: SocketPlace;
  /** a unix socket that says to its callers whether the program `works` or `rests` */
  held?: SocketPlace;
  /** the Engine's events: its address, unix:PATH or tcp:HOST:PORT, and the path of the request */
  events?: { engine: string; path: string };
  /** the unix socket of a companion, which must answer */
  peer?: string;
  /** METRICS_PORT, which docker/pages answers meanwhile, and the files that the pages are made of */
  pages?: { port: number; madeOf: readonly string[] };
  /** HOST:PORT, a name for SNI, and the file of the certificate that it is compared with */
  server?: { address: string; name: string | undefined; certificate: string };
}

export interface SocketPlace {
  path: string;
  /** umask */
  mask: number;
}

/** What keeps the container's place while nothing is loaded (docker/keeper). */
export interface Keeper {
  wokenBy: WakeReason;
  /** the descriptor of a socket that listens already */
  door: number | undefined;
  /** the descriptor of METRICS_PORT's; woken by `pages`, of a pipe into which these are to be written */
  pages: number | undefined;
  /** what the process before left for this one; undefined: nothing */
  memory: unknown;
  /** This process is ended, and started again, when it neither promises again nor rests by then. Never throws. */
  promise(until: Date): Promise<void>;
  /**
   * Writes the plan, and what the next process is to remember; this one is to end with `restCode`. False: it cannot be
   * written, and this one stays up. Never throws.
   */
  rest(plan: RestPlan, memory: unknown): Promise<boolean>;
}

/** The exit code of a process that rests. */
export const restCode = 75;
