import type { Print } from "../../model/contracts.ts";
import type { Step } from "../../model/step.ts";
import { type Paint, painter } from "../colour.ts";
import { cut, padded } from "../columns.ts";

export interface Terminal {
  write(text: string): unknown;
  /** undefined: unknown */
  columns?: number | undefined;
}

export interface Steps {
  step: Step;
  /** The same output, above the line of the step that runs. */
  above(print: Print): Print;
}

/** Without a terminal: no lines of its own. */
export const noSteps: Steps = { step: (_, work) => work(), above: (print) => print };

interface Running {
  title: string;
  since: number;
}

const titleWidth = 48;
/** carriage return, then erase to the end of the line (ECMA-48 section 8.3.41) */
const clear = "\r\u001b[K";

/** One line a step: it counts the seconds in place while the step runs, and stays with its end. One runs at a time. */
export function liveSteps(terminal: Terminal, colour: boolean, now = () => performance.now()): Steps {
  const paint = painter(colour);
  let running: Running | undefined;
  const draw = () => running && terminal.write(clear + lineOf("..", running, now(), terminal, paint));
  const end = (mark: Mark) => {
    if (running) terminal.write(`${clear}${lineOf(mark, running, now(), terminal, paint)}\n`);
    running = undefined;
  };
  return {
    async step(title, work) {
      running = { title, since: now() };
      draw();
      const ticking = setInterval(draw, 200).unref();
      try {
        const done = await work();
        end("ok");
        return done;
      } catch (error) {
        end("fail");
        throw error;
      } finally {
        clearInterval(ticking);
      }
    },
    above: (print) => (line) => {
      if (running) terminal.write(clear);
      print(line);
      draw();
    },
  };
}

type Mark = keyof typeof marks;
const marks = { "..": ["plain", "[ .. ]"], ok: ["green", "[ ok ]"], fail: ["red", "[fail]"] } as const;

/** Shorter than the terminal is wide: a wrapped line could not be redrawn. */
function lineOf(mark: Mark, { title, since }: Running, now: number, { columns = 80 }: Terminal, paint: Paint): string {
  const [colour, sign] = marks[mark];
  const seconds = `${((now - since) / 1000).toFixed(1)} s`;
  const room = Math.max(0, columns - 1 - sign.length);
  return paint(colour, sign) + cut(`  ${padded(title, titleWidth)}${seconds.padStart(8)}`, room);
}
