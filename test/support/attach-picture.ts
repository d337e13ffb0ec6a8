import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { readImages } from "./images.ts";
import { repository } from "./repository.ts";
import type { Stack } from "./stack.ts";
import { openTerminal } from "./terminal.ts";
import { terminalSvg } from "./terminal-svg.ts";
import { eventually } from "./wire.ts";

/** docker/attach typed at a terminal of that language, until it ends; gives the screen with its colours. */
export async function attachAtTerminal({ folder, domain }: Stack, lang: string): Promise<readonly string[]> {
  const terminal = await openTerminal({ folder: repository("."), columns: 200 });
  const variables = `LANG=${lang} HTTPSIDECAR_IMAGE=${readImages().httpsidecar} PS1='$ '`;
  await terminal.type(`unset HTTPSIDECAR_LANG LC_ALL LC_MESSAGES; export ${variables}; clear`);
  await terminal.type(`docker/attach ${folder} --domain ${domain} --yes; echo ended: $?`);
  await eventually(async () => expect(await terminal.screen()).toMatch(/^ended: \d$/m), 500);
  const lines = (await terminal.coloured()).split("\n");
  const end = lines.findIndex((line) => line.startsWith("ended: "));
  expect(lines[end], lines.join("\n")).toBe("ended: 0");
  return lines.slice(lines.findIndex((line) => line.includes("; echo ended")) + 1, end);
}

/**
 * The picture of .github/pictures/: all that it shows is on the screen of today, in this order. A slow machine may show
 * more. It is painted where it is missing.
 */
export function expectPicture(name: string, screen: readonly string[], stack: Stack): void {
  const file = repository(`.github/pictures/${name}.svg`);
  const shown = asOnThePage(screen.join("\n"), stack);
  const typed = "$ docker/attach ~/dify/docker --domain dify.example.com --yes";
  if (!existsSync(file)) writeFileSync(file, terminalSvg([typed, ...essence(shown.split("\n"))]));
  const pieces = [...readFileSync(file, "utf8").matchAll(/>([^<]+)<\/text>/g)].map(([, text = ""]) => unescaped(text));
  let rest = [typed, plain(shown)].join("\n");
  for (const piece of pieces) {
    expect(rest, `${name}.svg shows what attach no longer prints: remove the picture, and run this again`).toContain(
      piece,
    );
    rest = rest.slice(rest.indexOf(piece) + piece.length);
  }
  expect(pieces.length).toBeGreaterThan(5);
}

/** From the first file to the next renewal, without Compose's progress, empty lines and the settings of a test. */
function essence(lines: readonly string[]): readonly string[] {
  const from = lines.findIndex((line) => line.startsWith("docker-compose.override.yaml"));
  const to = lines.findIndex((line) => line.includes("2027-01-28"));
  return lines.slice(from, to + 1).filter((line) => line.trim() !== "" && !/[✔⠿]|\[\+\]|NOTIFY_URLS/.test(line));
}

/** What differs from run to run, as on the first page. */
function asOnThePage(text: string, { folder, project, domain }: Stack): string {
  const dates = [...new Set(text.match(/\b20\d\d-\d\d-\d\d\b/g) ?? [])].toSorted();
  const named = dates.reduce((all, date, at) => all.replaceAll(date, ["2027-01-28", "2027-02-27"][at] ?? date), text);
  return named
    .replaceAll(folder, "~/dify/docker")
    .replaceAll(project, "docker")
    .replaceAll(domain, "dify.example.com")
    .replaceAll(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, "203.0.113.7")
    .replaceAll(/\b[0-9A-F]{8,40}\b/g, "04A7C1D2E3F40516")
    .replaceAll("pebble:14000", "acme-v02.api.letsencrypt.org");
}

const colours = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");
const plain = (text: string) => text.replaceAll(colours, "");
const unescaped = (text: string) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
