import { isLogged, isService, jsonLine, type Stream } from "../cli/json-lines.ts";
import type { Clock, Print } from "../model/contracts.ts";
import { plainOutput } from "../model/plain-text.ts";
import type { OpenTerminal } from "./terminal.ts";

export interface OutputOptions extends Pick<OpenTerminal, "shown"> {
  /** LOG_FORMAT */
  format: string | undefined;
  clock: Clock;
  /** commands and files as this kind of stack has them */
  words?: (text: string) => string;
  console?: Pick<Console, "log" | "error">;
}

/**
 * Where lines of this run go: output to stdout, complaints to stderr. A service writes all to stdout, since Docker
 * reads the two side by side, and an error would come above what preceded it.
 */
export function outputsFor(typed: readonly string[], options: OutputOptions): Readonly<Record<Stream, Print>> {
  const { shown, format, clock, words = asIs, console = globalThis.console } = options;
  const logged = isLogged(typed, format);
  const written = (line: string, stream: Stream) => (logged ? jsonLine(line, stream, clock.now()) : line);
  const onOutput = (line: string) => console.log(shown.stdout(plainOutput(words(line))));
  const onError = isService(typed) ? onOutput : (line: string) => console.error(shown.stderr(plainOutput(words(line))));
  return {
    said: (line) => onOutput(written(line, "said")),
    complained: (line) => onError(written(line, "complained")),
  };
}

const asIs = (text: string) => text;
