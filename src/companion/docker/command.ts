import type { Outputs } from "./streams.ts";

/** A program to run inside a container, as the container's own user. Values go into args, env or stdin, never into shell text. */
export interface Command {
  args: readonly string[];
  /** added to the container's own environment */
  env?: Readonly<Record<string, string>>;
  stdin?: Buffer;
  limitMs?: number;
  maxBytes?: number;
}

export interface CommandResult extends Outputs {
  exitCode: number;
}

export const defaultMaxBytes = 1024 * 1024;
