import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { chromium } from "playwright-core";
import { onTestFinished } from "vitest";
import { repository } from "./repository.ts";

/** A real terminal, with somebody at it. */
export interface Terminal {
  /** Types a line and presses Enter. */
  type(line: string): Promise<void>;
  /** what stands on the screen, without colour */
  screen(): Promise<string>;
  /** the same, with the colours that the terminal has understood, as SGR (ECMA-48 section 8.3.117) */
  coloured(): Promise<string>;
  /** all that was ever written to it, control sequences and all: what stands on the screen for a moment is in it too */
  written(): Promise<string>;
  /** Keeps the screen as a picture, to be looked at: .cache/pictures/<name>.png */
  picture(name: string): Promise<void>;
}

/** tmux with a shell in this folder and a server of its own, which goes with the test. */
export async function openTerminal({ folder, columns }: { folder: string; columns: number }): Promise<Terminal> {
  const place = await mkdtemp(join(tmpdir(), "httpsidecar-tmux-"));
  const tmux = (...words: string[]) => execa("tmux", ["-S", join(place, "socket"), "-f", "/dev/null", ...words]);
  onTestFinished(async () => {
    await tmux("kill-server").catch(() => {});
    await rm(place, { recursive: true, force: true });
  });
  const size = ["-x", String(columns), "-y", "45"];
  await tmux("-u", "new-session", "-d", ...size, "-c", folder, "-e", "PS1=$ ", "sh");
  const written = join(place, "written");
  await tmux("pipe-pane", `cat >>${written}`);
  const coloured = async () => (await tmux("capture-pane", "-p", "-e")).stdout;
  return {
    type: async (line) => void (await tmux("send-keys", line, "Enter")),
    screen: async () => (await tmux("capture-pane", "-p")).stdout,
    coloured,
    written: () => readFile(written, "utf8"),
    picture: async (name) => paint(await coloured(), columns, repository(`.cache/pictures/${name}.png`)),
  };
}

async function paint(screen: string, columns: number, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: columns * 9, height: 400 } });
    await page.setContent(`<body style="${style}"><pre>${htmlOf(screen.trimEnd())}</pre></body>`);
    await page.screenshot({ path: file, fullPage: true });
  } finally {
    await browser.close();
  }
}

const style = "background:#1c1c1c;color:#ddd;font:14px/1.3 monospace;margin:8px";
const colours = ["#000", "#f66", "#6c6", "#fd5", "#69f", "#c6c", "#6cc", "#ddd"];

/** One span for each change of the look. */
function htmlOf(screen: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
  const [first = "", ...rest] = screen.split(/\u001b\[([\d;]*)m/);
  let html = escaped(first);
  for (let at = 0; at < rest.length; at += 2) {
    html += `<span style="${lookOf(rest[at] ?? "")}">${escaped(rest[at + 1] ?? "")}</span>`;
  }
  return html;
}

function lookOf(codes: string): string {
  const looks = codes.split(";").map(Number);
  const colour = looks.find((code) => code >= 30 && code < 38);
  return `${looks.includes(1) ? "font-weight:bold;" : ""}${colour ? `color:${colours[colour - 30]}` : ""}`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
