import { painter, paintLine } from "../cli/colour.ts";
import { liveSteps, noSteps, type Steps } from "../cli/steps/live-steps.ts";

type Stream = Pick<NodeJS.WriteStream, "isTTY" | "write" | "columns">;

interface Surroundings {
  stdout: Stream;
  stderr: Stream;
  env: Readonly<Record<string, string | undefined>>;
}

export interface OpenTerminal {
  steps: Steps;
  /** of stdout */
  colour: boolean;
  columns: number | undefined;
  /** a line as it is shown in each of the two */
  shown: Readonly<Record<"stdout" | "stderr", (line: string) => string>>;
}

/** What each stream can show: colour on a terminal without NO_COLOR (no-color.org), live steps on any but a dumb one. */
export function openTerminal({ stdout, stderr, env }: Surroundings): OpenTerminal {
  const isClever = ({ isTTY }: Stream) => isTTY === true && env["TERM"] !== "dumb";
  const isColoured = (stream: Stream) => isClever(stream) && !env["NO_COLOR"];
  const shownBy = (stream: Stream) => (line: string) => paintLine(line, painter(isColoured(stream)));
  const colour = isColoured(stdout);
  return {
    steps: isClever(stdout) ? liveSteps(stdout, colour) : noSteps,
    colour,
    columns: stdout.isTTY ? stdout.columns : undefined,
    shown: { stdout: shownBy(stdout), stderr: shownBy(stderr) },
  };
}
