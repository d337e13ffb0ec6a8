import { setTimeout as pause } from "node:timers/promises";
import type { Container, Exec } from "dockerode";
import { phrase } from "../../model/phrase.ts";
import { demultiplex, type Outputs, readAll } from "./streams.ts";

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

const defaultLimitMs = 20_000;
const defaultMaxBytes = 1024 * 1024;

/** Runs to the end and gives exit code and outputs; throws when it takes too long or says too much. */
export async function runInside(container: Container, command: Command): Promise<CommandResult> {
  const exec = await container.exec({
    Cmd: [...command.args],
    Env: Object.entries(command.env ?? {}).map(([name, value]) => `${name}=${value}`),
    AttachStdin: command.stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
  });
  const raw = await readAll(
    await start(exec, command.stdin),
    command.maxBytes ?? defaultMaxBytes,
    command.limitMs ?? defaultLimitMs,
  );
  return { ...demultiplex(raw), exitCode: await exitCodeOf(exec) };
}

async function start(exec: Exec, stdin: Buffer | undefined) {
  if (stdin === undefined) return exec.start({});
  const stream = await exec.start({ hijack: true, stdin: true });
  stream.end(stdin);
  return stream;
}

// The outputs can close a moment before the Engine knows the exit code.
async function exitCodeOf(exec: Exec) {
  for (let ms = 1; ms < 2000; ms *= 2) {
    const { Running, ExitCode } = await exec.inspect();
    if (!Running && ExitCode !== null) return ExitCode;
    await pause(ms);
  }
  throw new Error(phrase`a program closed its output and went on running`);
}
