import { styleText } from "node:util";

type Colour = "plain" | "bold" | "red" | "green" | "yellow";

/** Text in a colour (SGR, ECMA-48 section 8.3.117), or as it is where colour is not wanted. */
export type Paint = (colour: Colour, text: string) => string;

/** A line with its first word in the colour of what it tells. */
export function paintLine(line: string, paint: Paint): string {
  return line.replace(/^(error|warning| {2}fix):/, (word, kind: keyof typeof firstWords) =>
    paint(firstWords[kind], word),
  );
}

const firstWords = { error: "red", warning: "yellow", "  fix": "bold" } as const;

/** `wanted` is decided by who knows the stream (terminal.ts), so styleText does not look at one. */
export function painter(wanted: boolean): Paint {
  return (colour, text) => (wanted && colour !== "plain" ? styleText(colour, text, { validateStream: false }) : text);
}
