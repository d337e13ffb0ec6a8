import type { Companion, Deployer } from "../../model/contracts.ts";
import type { Retry } from "../../model/problem.ts";
import type { Settings } from "../../model/settings.ts";

/** What a strategy may know of the stack. */
export type Place = Pick<Settings, "nginx" | "folders" | "companionSocket">;

/** One way of having a new certificate served (DEPLOY): who acts on the server, and what is said and expected of it. */
export interface DeployStrategy {
  /** the companion, or what answers in its place */
  transport: Companion;
  /** what the server is called, at the beginning of a line */
  server: string;
  /** ms that may pass before what was handed over is served */
  patienceMs: number;
  /** what acting again costs: nothing (it is repeated once), nothing that would help, or an interruption for visitors */
  again: "free" | "useless" | "interrupts";
  /** what was done, for a person who asked for it */
  done: string;
  /** what doctor can say of a server that answers */
  seen: string;
  /** what to do when the lineage of that name is not served in the end */
  fix(name: string): string;
  /** when another try can help, of a certificate that is not served */
  retry: Retry;
  /** redirect, HTTP/2 and HSTS can be put into the running server */
  takesExtras?: true;
  /** the last hand at the deployer, where a certificate may be served later than it is handed over */
  adapt?(deployer: Deployer): Deployer;
}
