import type { Companion, Deployer } from "../../model/contracts.ts";
import type { Retry } from "../../model/problem.ts";
import type { Settings } from "../../model/settings.ts";

export type Place = Pick<Settings, "nginx" | "folders" | "companionSocket">;

/** nginx tells its old workers a tenth of a second after it has started new ones, and they take connections until then. */
export const settlesMs = 1000;

/** One way to get a new certificate served (DEPLOY): who acts on the server, and what to say and expect of it. */
export interface DeployStrategy {
  /** the companion, or its replacement */
  transport: Companion;
  /** the server's name at the beginning of a line */
  server: string;
  /** ms until a deployed certificate must be served */
  patienceMs: number;
  /** ms for which it must be served without a break, where nobody sees the server's old workers end */
  settlesMs?: number;
  /** what acting again costs: nothing (it is repeated once), nothing that would help, or an interruption for visitors */
  again: "free" | "useless" | "interrupts";
  /** what was done, for the operator who asked for it */
  done: string;
  /** what doctor can say of a server that answers */
  seen: string;
  /** the fix when the lineage of that name is not served in the end */
  fix(name: string): string;
  /** when another try can help, for a certificate that is not served */
  retry: Retry;
  /** redirect, HTTP/2 and HSTS can be put into the running server */
  takesExtras?: true;
  /** wraps the deployer, where a certificate may be served later than it is deployed */
  adapt?(deployer: Deployer): Deployer;
}
