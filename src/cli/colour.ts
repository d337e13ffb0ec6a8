import { styleText } from "node:util";

type Colour = "plain" | "bold" | "red" | "green" | "yellow";

/** Colours a text (SGR, ECMA-48 section 8.3.117), or returns it unchanged. */
export type Paint = (colour: Colour, text: string) => string;

/** Colours the first word of a line by its meaning. */
export function paintLine(line: string, paint: Paint): string {
  return line.replace(/^(error|warning| {2}fix):/, (word, kind: keyof typeof firstWords) =>
    paint(firstWords[kind], word),
  );
}

const firstWords = { error: "red", warning: "yellow", "  fix": "bold" } as const;

/** `wanted`: terminal.ts knows the stream, so styleText must not check one. */
export function painter(wanted: boolean): Paint {
  return (colour, text) => (wanted && colour !== "plain" ? styleText(colour, text, { validateStream: false }) : text);
}
