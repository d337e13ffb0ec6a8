import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Container, Exec } from "dockerode";
import { phrase } from "../../model/phrase.ts";
import { type Command, type CommandResult, defaultLimitMs, defaultMaxBytes } from "./command.ts";
import { demultiplex, destroy, type Outputs } from "./streams.ts";

/** A shell inside a container that stays and runs one program after the other: an exec for each costs far more. */
export interface Shell {
  /** Runs to the end and gives exit code and outputs; throws, and is closed, when it takes too long or says too much. */
  run(command: Command): Promise<CommandResult>;
  readonly closed: boolean;
  close(): void;
}

/**
 * Arg: a mark that no program knows. Reads from stdin, for each program: how many words, a word a line with newlines and
 * backslashes escaped, and its input in base64. No word becomes shell text. After its outputs a line with the mark
 * stands in both, in stdout with the exit code. It ends with its stdin, so also when the companion is killed.
 */
const driver = `
mark=$1
while read -r count; do
  set --
  while [ "$#" -lt "$count" ]; do
    IFS= read -r word || exit
    case $word in *\\\\*) word=$(printf '%bx' "$word"); word=\${word%x} ;; esac
    set -- "$@" "$word"
  done
  read -r input || exit
  if [ "$input" ]; then printf '%s' "$input" | base64 -d | env "$@"; else env "$@" </dev/null; fi
  printf '\\n%s %s\\n' "$mark" "$?"
  printf '\\n%s\\n' "$mark" >&2
done`;

/** Starts it as the container's own user. In a container without a shell each program ends as the Engine says of that. */
export async function openShell(container: Container): Promise<Shell> {
  const mark = randomBytes(16).toString("hex");
  const exec = await container.exec({
    Cmd: ["sh", "-c", driver, "httpsidecar", mark],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  const shell = { closed: false, close, run };
  function close() {
    shell.closed = true;
    destroy(stream);
  }
  stream.on("end", close).on("close", close).on("error", close);
  async function run(command: Command) {
    const answer = collect(stream, mark, command);
    stream.write(asLines(command));
    const outputs = await answer.catch(closing);
    return marked(outputs, mark) ?? { ...outputs, exitCode: await exitCodeOf(exec) };
  }
  function closing(error: unknown): never {
    close();
    throw error;
  }
  return shell;
}

function asLines({ args, env = {}, stdin }: Command): string {
  const words = [...Object.entries(env).map(([name, value]) => `${name}=${value}`), ...args];
  const escaped = words.map((word) => word.replaceAll("\\", "\\\\").replaceAll("\n", "\\n"));
  return [words.length, ...escaped, stdin?.toString("base64") ?? "", ""].join("\n");
}

/** What is said until both marks have come, or the shell has ended. */
function collect(
  stream: NodeJS.ReadableStream,
  mark: string,
  { limitMs = defaultLimitMs, maxBytes = defaultMaxBytes }: Command,
): Promise<Outputs> {
  const { promise, resolve, reject } = Promise.withResolvers<Outputs>();
  let raw: Buffer = Buffer.alloc(0);
  const late = setTimeout(() => reject(new Error(phrase`no end within ${limitMs / 1000} s`)), limitMs);
  const onEnd = () => resolve(demultiplex(raw));
  const onData = (chunk: Buffer) => {
    raw = Buffer.concat([raw, chunk]);
    if (raw.length > maxBytes) reject(new Error(phrase`more than ${maxBytes} bytes of output`));
    if (marked(demultiplex(raw), mark)) onEnd();
  };
  stream.on("data", onData).on("end", onEnd).on("close", onEnd).on("error", onEnd);
  return promise.finally(() => {
    clearTimeout(late);
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

const longestMark = 64;
const lastOf = (output: Buffer) => output.subarray(-longestMark).toString("latin1");

// The outputs can close a moment before the Engine knows the exit code.
async function exitCodeOf(exec: Exec) {
  for (let ms = 1; ms < 2000; ms *= 2) {
    const { Running, ExitCode } = await exec.inspect();
    if (!Running && ExitCode !== null) return ExitCode;
    await pause(ms);
  }
  throw new Error(phrase`a program closed its output and went on running`);
}
