import type { Command, CommandResult } from "../docker/command.ts";
import type { Engine } from "../docker/engine.ts";

/** Runs programs inside one container. Throws Problem `docker-failed`. */
export interface Inside {
  run(command: Command): Promise<CommandResult>;
  /** `name` is the process's name in the container's process list */
  shell(
    script: string,
    args?: readonly string[],
    more?: Omit<Command, "args"> & { name?: string },
  ): Promise<CommandResult>;
}

export function insideContainer(engine: Engine, id: string): Inside {
  const run = (command: Command) => engine.exec(id, command);
  return {
    run,
    shell: (script, args = [], { name = "httpsidecar", ...more } = {}) =>
      run({ ...more, args: ["sh", "-c", script, name, ...args] }),
  };
}
