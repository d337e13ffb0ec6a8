import { columnsOf } from "../../src/cli/columns.ts";

const colours: Readonly<Record<string, string>> = { "31": "#ff7b72", "32": "#7ee787", "33": "#e3b341" };
const [wide, high] = [8.4, 20];

const esc = String.fromCharCode(27);
const colouring = new RegExp(`^${esc}\\[(\\d+)m$`);
const colouringAnywhere = new RegExp(`${esc}\\[\\d+m`, "g");
const pieces = new RegExp(`(${esc}\\[\\d+m|[^\\p{ASCII}]+)`, "u");

/** What a terminal shows, as a small picture whose text can be searched and read aloud. */
export function terminalSvg(lines: readonly string[]): string {
  const columns = Math.max(...lines.map((line) => columnsOf(line.replaceAll(colouringAnywhere, ""))));
  const [width, height] = [Math.ceil(columns * wide) + 32, lines.length * high + 32];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped(lines[0] ?? "")}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14" fill="#e6edf3" xml:space="preserve">`,
    ...lines.flatMap((line, row) => drawn(line, 16 + (row + 1) * high - 5)),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

/** Each run of one colour and one width at the column where a terminal has it, whatever fonts the reader has. */
function drawn(line: string, y: number): readonly string[] {
  let column = 0;
  let colour = "";
  return line.split(pieces).flatMap((piece) => {
    const code = colouring.exec(piece)?.[1];
    if (code !== undefined) {
      colour = colours[code] ? ` fill="${colours[code]}"` : "";
      return [];
    }
    const [x, length] = [16 + column * wide, columnsOf(piece) * wide];
    column += columnsOf(piece);
    if (piece.trim() === "") return [];
    return [`<text x="${x.toFixed(1)}" y="${y}" textLength="${length.toFixed(1)}"${colour}>${escaped(piece)}</text>`];
  });
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
