import type Docker from "dockerode";
import { oneAtATime, type Queue } from "../queue.ts";
import type { Command, CommandResult } from "./command.ts";
import { openShell, type Shell } from "./shell.ts";

export interface Shells {
  /** Runs a program in a container, when no other of ours runs there. */
  run(id: string, command: Command): Promise<CommandResult>;
  /** Opens the shell for a program that will follow soon. */
  open(id: string): void;
}

/** Opening one takes a tenth of a second. The first certificate comes within this time after the check before it. */
const idleMs = 20_000;

interface Kept {
  queue: Queue;
  shell: Shell | undefined;
  closing: NodeJS.Timeout | undefined;
}

/** One shell for each container, which stays open for a while after the last program. */
export function shells(docker: Docker): Shells {
  const all = new Map<string, Kept>();
  const using = <T>(id: string, work: (shell: Shell) => Promise<T>) => {
    const kept = all.get(id) ?? { queue: oneAtATime(), shell: undefined, closing: undefined };
    all.set(id, kept);
    return kept.queue.run(async () => {
      clearTimeout(kept.closing);
      if (!kept.shell || kept.shell.closed) kept.shell = await openShell(docker.getContainer(id));
      return await work(kept.shell).finally(() => {
        kept.closing = setTimeout(() => close(id, kept), idleMs).unref();
      });
    });
  };
  function close(id: string, { shell }: Kept) {
    shell?.close();
    all.delete(id);
  }
  return {
    run: (id, command) => using(id, (shell) => shell.run(command)),
    // the program that follows reports what is wrong
    open: (id) => void using(id, async () => undefined).catch(() => undefined),
  };
}
