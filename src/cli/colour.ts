const codes = { plain: "", bold: "1", red: "31", green: "32", yellow: "33" } as const;

/** Text in a colour (SGR, ECMA-48 section 8.3.117), or as it is where colour is not wanted. */
export type Paint = (colour: keyof typeof codes, text: string) => string;

/** A line with its first word in the colour of what it tells. */
export function paintLine(line: string, paint: Paint): string {
  return line.replace(/^(error|warning| {2}fix):/, (word, kind: keyof typeof firstWords) =>
    paint(firstWords[kind], word),
  );
}

const firstWords = { error: "red", warning: "yellow", "  fix": "bold" } as const;

export function painter(wanted: boolean): Paint {
  return (colour, text) => (wanted && codes[colour] !== "" ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text);
}
