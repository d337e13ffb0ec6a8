import { execa } from "execa";
import { allPages } from "./pages.ts";
import { repository } from "./repository.ts";

/** What a command left behind. */
export interface Ran {
  /** what was typed */
  command: string;
  exitCode: number;
  /** standard output and standard error, in the order they came */
  output: string;
  /** milliseconds it took */
  took: number;
}

/** Somebody at a shell prompt in the stack's folder. */
export interface Operator {
  /** Runs a line as it is typed; a failure is a value, not an error. */
  tries(line: string): Promise<Ran>;
  /** Runs a line as it is typed; throws with its output when it fails. */
  types(line: string): Promise<Ran>;
  /** The same, for a line that a page promises; throws when it is not there. */
  typesFromReadme(line: string): Promise<Ran>;
}

/** `variables`: what was exported in that shell, besides what every shell has. */
export function operator(folder: string, variables: Readonly<Record<string, string>> = {}): Operator {
  const env = { ...shellVariables(), ...variables };
  const tries = (line: string) => run(line, folder, env);
  const types = async (line: string) => succeeded(await tries(line));
  return {
    tries,
    types,
    typesFromReadme: (line) => types(quoted(line)),
  };
}

/** A variable of this machine's shell would win over the stack's .env. */
function shellVariables(): Record<string, string | undefined> {
  const { HOME, DOCKER_HOST, DOCKER_CONFIG, DOCKER_CONTEXT } = process.env;
  return { PATH: pathWithShortcut(), HOME, DOCKER_HOST, DOCKER_CONFIG, DOCKER_CONTEXT, LANG: "C.UTF-8" };
}

/** With our `docker` first, which starts Compose at once. */
export function pathWithShortcut(): string {
  return `${repository("test/support/bin")}:${process.env["PATH"]}`;
}

async function run(line: string, cwd: string, env: Record<string, string | undefined>): Promise<Ran> {
  const began = performance.now();
  // `-it` wants a terminal, and gets one.
  const [file, args] = / -it? /.test(line) ? ["script", ["-qefc", line, "/dev/null"]] : ["sh", ["-c", line]];
  const options = { cwd, env, extendEnv: false, reject: false, all: true, stdin: "ignore", timeout: 240_000 } as const;
  const { exitCode = -1, all, originalMessage = "" } = await execa(file, args, options);
  return { command: line, exitCode, output: all || originalMessage, took: performance.now() - began };
}

function succeeded(ran: Ran): Ran {
  if (ran.exitCode === 0) return ran;
  throw new Error(`exit code ${ran.exitCode} from: ${ran.command}\n${ran.output}`);
}

/** A runbook line counts only if people are really told to type it. */
function quoted(line: string): string {
  if (allPages().includes(line)) return line;
  throw new Error(`no page says: ${line}`);
}
