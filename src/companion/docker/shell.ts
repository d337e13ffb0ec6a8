import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Container, Exec } from "dockerode";
import { withDeadline } from "../../base/deadline.ts";
import { companionLimits } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import { type Command, type CommandResult, defaultMaxBytes } from "./command.ts";
import { demultiplexer, destroy, type Outputs, tailBytes } from "./streams.ts";

/** A shell inside a container that stays and runs one program after the other, far cheaper than an exec for each. */
export interface Shell {
  /** Runs to the end and returns exit code and outputs; throws, and closes, when it takes too long or prints too much. */
  run(command: Command): Promise<CommandResult>;
  readonly closed: boolean;
  close(): void;
}

/** Set in the environment of each program where `timeout` takes a signal; BusyBox's of before 2018 does not. */
export const limitedName = "HTTPSIDECAR_LIMITED";

/**
 * Reads from stdin a mark that no program knows and, for each program: its limit in seconds and how many words, a word
 * a line with newlines and backslashes escaped, and its input in base64. No word becomes shell text. After its outputs
 * a line with the mark follows in both, in stdout with the exit code. The shell ends with its stdin, so also when the
 * companion is killed; the limit ends a program that nobody waits for any more.
 */
const driver = `
unset ${limitedName}
read -r mark
timeout -s KILL 1 true 2>/dev/null && export ${limitedName}=yes
while read -r seconds count; do
  set --
  while [ "$#" -lt "$count" ]; do
    IFS= read -r word || exit
    case $word in *\\\\*) word=$(printf '%bx' "$word"); word=\${word%x} ;; esac
    set -- "$@" "$word"
  done
  read -r input || exit
  [ "$${limitedName}" ] && set -- timeout -s KILL "$seconds" "$@"
  if [ "$input" ]; then printf '%s' "$input" | base64 -d | "$@"; else "$@" </dev/null; fi
  printf '\\n%s %s\\n' "$mark" "$?"
  printf '\\n%s\\n' "$mark" >&2
done`;

/** Exit code of a program that its limit ended. */
export const killedByLimit = 137;

/** Exit code where the container has no shell. */
export const noShell = 127;

/** The container ended, and a program that ran in it with it. */
export class ContainerEnded extends Error {}

/** Starts it as the container's own user. In a container without a shell each program fails as the Engine says. */
export async function openShell(container: Container, graceMs = companionLimits.graceMs): Promise<Shell> {
  const mark = randomBytes(16).toString("hex");
  const { exec, stream } = await withDeadline(companionLimits.engineMs, (abortSignal) => start(container, abortSignal));
  stream.write(`${mark}\n`);
  const shell = { closed: false, close, run };
  function close() {
    shell.closed = true;
    destroy(stream);
  }
  stream.on("end", close).on("close", close).on("error", close);
  async function run(command: Command) {
    const answer = collect(stream, mark, command, graceMs);
    stream.write(asLines(command));
    const outputs = await answer.catch(closing);
    return marked(outputs, mark) ?? withoutShell(outputs, await exitCodeOf(exec));
  }
  function closing(error: unknown): never {
    close();
    throw error;
  }
  return shell;
}

/**
 * A shell ends before its programs only with its container, and the Engine gives the same exit codes where the container
 * ended a moment before it. Its words name the program where that one is what is missing.
 */
function withoutShell(outputs: Outputs, exitCode: number): CommandResult {
  const isMissing = notStarted.includes(exitCode) && /["'`/]sh\b/.test(`${outputs.stdout}${outputs.stderr}`);
  if (!isMissing) throw new ContainerEnded();
  return { ...outputs, exitCode: noShell };
}

/** 255: it is of another architecture, as the runtime says on stderr. */
const notStarted = [126, 127, 128, 255];

async function start(container: Container, abortSignal: AbortSignal) {
  const exec = await container.exec({
    Cmd: ["sh", "-c", driver, "httpsidecar"],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    abortSignal,
  });
  return { exec, stream: await exec.start({ hijack: true, stdin: true, abortSignal }) };
}

function asLines({ args, env = {}, stdin, limitMs = companionLimits.programMs }: Command): string {
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const words = [...(pairs.length > 0 ? ["env", ...pairs] : []), ...args];
  const escaped = words.map((word) => word.replaceAll("\\", "\\\\").replaceAll("\n", "\\n"));
  const head = `${Math.ceil(limitMs / 1000)} ${words.length}`;
  return [head, ...escaped, stdin?.toString("base64") ?? "", ""].join("\n");
}

/** The outputs until both marks have come, or the shell has ended. */
function collect(
  stream: NodeJS.ReadableStream,
  mark: string,
  { limitMs = companionLimits.programMs, maxBytes = defaultMaxBytes }: Command,
  graceMs: number,
): Promise<Outputs> {
  const { promise, resolve, reject } = Promise.withResolvers<Outputs>();
  const frames = demultiplexer();
  const onEnd = () => resolve(frames.outputs());
  const onData = (chunk: Buffer) => {
    frames.push(chunk);
    if (frames.bytes() > maxBytes) reject(new Error(phrase`more than ${maxBytes} bytes of output`));
    if (marked(frames.ends(), mark)) onEnd();
  };
  stream.on("data", onData).on("end", onEnd).on("close", onEnd).on("error", onEnd);
  return withDeadline(limitMs + graceMs, () => promise).finally(() => {
    stream.off("data", onData).off("end", onEnd).off("close", onEnd).off("error", onEnd);
  });
}

/** The outputs without the marks at their ends; undefined while one is missing. */
function marked({ stdout, stderr }: Outputs, mark: string): CommandResult | undefined {
  const errorEnd = `\n${mark}\n`;
  const [end, code] = new RegExp(`\n${mark} (\\d+)\n$`).exec(lastOf(stdout)) ?? [];
  if (end === undefined || !lastOf(stderr).endsWith(errorEnd)) return undefined;
  return {
    stdout: stdout.subarray(0, -end.length),
    stderr: stderr.subarray(0, -errorEnd.length),
    exitCode: Number(code),
  };
}

const lastOf = (output: Buffer) => output.subarray(-tailBytes).toString("latin1");

// The outputs can close a moment before the Engine knows the exit code.
async function exitCodeOf(exec: Exec) {
  for (let ms = 1; ms < 2000; ms *= 2) {
    const { Running, ExitCode } = await withDeadline(companionLimits.engineMs, () => exec.inspect());
    if (!Running && ExitCode !== null) return ExitCode;
    await pause(ms);
  }
  throw new Error(phrase`a program closed its output and kept running`);
}
