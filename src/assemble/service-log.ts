import { constants } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { execLine } from "../cli/exec-line.ts";
import { jsonLine } from "../cli/json-lines.ts";
import type { Clock, Print } from "../model/contracts.ts";
import { plainLine } from "../model/plain-text.ts";

const { O_WRONLY, O_APPEND, O_NONBLOCK, O_NOCTTY } = constants;
/** What is written to a pipe at once, so that it stays one line among those of others (pipe(7), PIPE_BUF). */
const mostCharacters = 1000;

export interface ServiceLogOptions {
  /** LOG_FORMAT */
  format: string | undefined;
  clock: Clock;
  /** the process whose output Docker keeps */
  service?: { commandLine: string; output: string };
}

const firstProcess = { commandLine: "/proc/1/cmdline", output: "/proc/1/fd/1" };

/** Remembers what a command said first, for one line about it in the log of the service in whose container it was typed. */
export function serviceLog(typed: readonly string[], options: ServiceLogOptions) {
  const first: { said?: string; complained?: string } = {};
  const heard = (stream: keyof typeof first, print: Print) => (line: string) => {
    first[stream] ??= line;
    print(line);
  };
  return {
    said: (print: Print) => heard("said", print),
    complained: (print: Print) => heard("complained", print),
    /** Never throws: it is a line for the operator, no more. */
    async note(code: number): Promise<void> {
      const line = execLine(typed, code, code === 0 ? first.said : first.complained);
      if (line !== undefined) await write(plainLine(line, mostCharacters), options).catch(() => undefined);
    },
  };
}

async function write(line: string, { format, clock, service = firstProcess }: ServiceLogOptions): Promise<void> {
  if (!(await readFile(service.commandLine, "utf8")).includes("httpsidecar")) return;
  // without waiting: a log that nobody reads must not hold a command back
  const log = await open(service.output, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY);
  try {
    const [there, own] = [await log.stat(), await stat("/proc/self/fd/1")];
    if (there.ino === own.ino && there.dev === own.dev) return;
    await log.write(`${format === "json" ? jsonLine(line, "said", clock.now()) : line}\n`);
  } finally {
    await log.close();
  }
}
