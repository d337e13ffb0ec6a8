/** One line: what was measured, of ours and of what people did before. */
export interface Row {
  what: string;
  ours: string;
  before?: string;
  aim?: Aim;
}

export interface Aim {
  wanted: string;
  met: boolean;
}

/** Lines that belong together, under the names of what is compared. */
export interface Section {
  title: string;
  ours: string;
  before?: string;
  rows: readonly Row[];
}

/** The table as text, all columns aligned over all sections. */
export function drawTable(sections: readonly Section[]): string {
  const lines = sections.flatMap(linesOf);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const draw = (cells: readonly string[]) => cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ");
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return lines.map((cells) => (cells.length === 0 ? rule : draw(cells)).trimEnd()).join("\n");
}

function linesOf({ title, ours, before = "", rows }: Section): string[][] {
  return [[], [title, ours, before, "aim"], ...rows.map(cellsOf)];
}

function cellsOf({ what, ours, before = "", aim }: Row): string[] {
  return [`  ${what}`, ours, before, aim ? `${aim.wanted}: ${aim.met ? "met" : "MISSED"}` : ""];
}
