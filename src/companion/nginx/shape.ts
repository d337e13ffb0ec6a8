import { phrase } from "../../model/phrase.ts";
export interface Start {
  entrypoint: readonly string[];
  command: readonly string[];
  /** the entrypoint's scripts as they lie in the container */
  scripts: readonly Script[];
}

export interface Script {
  path: string;
  text: string;
}

/** Programs that may prepare an entrypoint inside `sh -c`: each ends by itself and gives the same when run twice. */
const preparing = new Set(["cp", "sed", "chmod", "mkdir", "dos2unix"]);

/** Why this start cannot run a second time beside a running nginx; undefined: it can. */
export function whyNotReplayable(start: Start): string | undefined {
  const script = lastScript(start);
  if (typeof script !== "string") return script.why;
  return whyNotEnding(start, script) ?? start.scripts.map(whyNotRepeatable).find((why) => why !== undefined);
}

/** Absolute paths of the scripts that the start names. */
export function scriptPaths({ entrypoint }: Pick<Start, "entrypoint">): readonly string[] {
  const words = entrypoint.flatMap((word) => word.split(/[\s'"]+/));
  return [...new Set(words.filter((word) => /^\/[\w./-]+$/.test(word) && word !== "/bin/sh"))];
}

// Either a script with nginx's command as its arguments, or `sh -c` with a line that prepares a script and runs it.
function lastScript({ entrypoint, command }: Start): string | { why: string } {
  const [program = "", flag, text, ...rest] = entrypoint;
  if (entrypoint.length === 1 && program.startsWith("/") && isNginxOrNothing(command)) return program;
  if (isShell(program) && flag === "-c" && text !== undefined && rest.length === 0) return scriptOfLine(text);
  return {
    why: phrase`the entrypoint ${JSON.stringify(entrypoint)} with the command ${JSON.stringify(command)} is not a known one`,
  };
}

const isShell = (program: string) => ["sh", "/bin/sh", "bash", "/bin/bash"].includes(program);

const isNginxOrNothing = ([program]: readonly string[]) => program === undefined || program === "nginx";

function scriptOfLine(text: string): string | { why: string } {
  const steps = text.split("&&").map((step) => step.trim().replace(/^exec\s+/, ""));
  const last = steps.pop() ?? "";
  const unknown = steps.find((step) => !preparing.has(step.split(/\s/)[0] ?? ""));
  if (unknown !== undefined) return { why: phrase`the entrypoint runs "${unknown}", which may not bear a second run` };
  if (steps.some(hasShellSyntax)) return { why: phrase`the entrypoint's line does more than prepare a script` };
  if (!/^\/[\w./-]+$/.test(last)) return { why: phrase`the entrypoint's line runs "${last}", not a script` };
  return last;
}

// Outside of quotes nothing may start, redirect or substitute; inside, a sed expression may say what it likes.
function hasShellSyntax(step: string) {
  const bare = step.replaceAll(/'[^']*'/g, "").replaceAll(/"(?:[^"`$]|\$(?!\())*"/g, "");
  return /[;&|<>`\n]|\$\(/.test(bare);
}

function whyNotEnding({ scripts, command }: Start, path: string) {
  const script = scripts.find((one) => one.path === path);
  if (!script) return phrase`${path} is not there`;
  const last = codeLines(script.text).at(-1) ?? "";
  if (/^exec\s+nginx(\s|$)/.test(last)) return undefined;
  if (/^exec\s+"\$@"$/.test(last) && command[0] === "nginx") return undefined;
  return phrase`the last command of ${path} is not "exec nginx"`;
}

function whyNotRepeatable({ path, text }: Script) {
  const lines = codeLines(text);
  const background = lines.find((line) => /(?<![&><|\\])&(?![&>\d-])/.test(line.replaceAll(/'[^']*'|"[^"]*"/g, "")));
  if (background !== undefined) return phrase`${path} starts something in the background: ${background}`;
  const signal = lines.find((line) => /\bnginx\s+-s\b/.test(line));
  if (signal !== undefined) return phrase`${path} signals nginx: ${signal}`;
  const absolute = lines.find((line) => /\/s?bin\/nginx\b(?! -[vV]\b)/.test(line));
  if (absolute !== undefined) return phrase`${path} calls nginx by its path: ${absolute}`;
  return undefined;
}

const codeLines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
