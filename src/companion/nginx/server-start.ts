import { isServerProgram } from "./programs.ts";

/** The program and the flags that nginx's own test needs to read the same configuration. */
export interface ServerStart {
  /** as the start names it; undefined: not named, so one of the usual ones */
  program: string | undefined;
  /** -c, -p, -g and -e with their values; none where the start does not show them */
  flags: readonly string[];
}

const unknown: ServerStart = { program: undefined, flags: [] };
const readingFlags = ["-c", "-p", "-g", "-e"];

/**
 * How the container starts nginx, by the Engine's description: anybody in the container can forge a process list, only
 * the Engine's users can forge this.
 */
export function serverStart({
  entrypoint,
  command,
}: {
  entrypoint: readonly string[];
  command: readonly string[];
}): ServerStart {
  const words = [...entrypoint, ...command];
  const shellText = textOfShell(words);
  if (shellText !== undefined) return startInText(shellText);
  const at = words.findIndex(isServerProgram);
  return at < 0 ? unknown : { program: words[at], flags: flagsOf(words.slice(at + 1)) };
}

function textOfShell(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => /(?:^|\/)(?:ba|da|a|k)?sh$/.test(word));
  const flag = words[at + 1];
  return at >= 0 && flag !== undefined && /^-[a-z]*c$/.test(flag) ? words[at + 2] : undefined;
}

// several starts in one text, or one that the shell would still change: unknown which of them runs
function startInText(text: string): ServerStart {
  const [start, ...more] = commandsOf(text).flatMap(startOfCommand);
  return start && more.length === 0 ? start : unknown;
}

function startOfCommand(words: readonly string[]): readonly ServerStart[] {
  const at = words.findIndex(isServerProgram);
  const rest = words.slice(at + 1);
  const program = words[at];
  if (program === undefined || !words.slice(0, at).every((word) => leading.has(word))) return [];
  if (rest.some((word) => /^-[stTvVhq?]/.test(word))) return [];
  return rest.some((word) => /[$`*]/.test(word)) ? [unknown] : [{ program, flags: flagsOf(rest) }];
}

/** Words of the shell, and programs that start another one. */
const leading = new Set(["exec", "do", "then", "else", "{", "(", "!", "env", "nice", "gosu", "su-exec", "tini", "--"]);

// Quotes contain separators and blanks.
const shellWord = /"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|([;&|\n()]+)|((?:\\[\s\S]|[^\s;&|()"'\\])+)/g;

function commandsOf(text: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const [, double, single, separator, bare] of text.slice(0, mostText).matchAll(shellWord)) {
    if (separator !== undefined) commands.push([]);
    else commands.at(-1)?.push(single ?? (double ?? bare ?? "").replaceAll(/\\([\s\S])/g, "$1"));
  }
  return commands;
}

const mostText = 64 * 1024;

/** nginx takes a flag's value as the next word or in the same one. */
function flagsOf(words: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    const flag = word.slice(0, 2);
    if (!readingFlags.includes(flag)) return [];
    const value = word.length > 2 ? word.slice(2) : words[at + 1];
    return value === undefined ? [] : [flag, value];
  });
}
