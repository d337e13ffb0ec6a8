import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { start } from "../model/typed-lines.ts";

/** Unusable settings (exit code 2): what is wrong, and best of all the line to paste. */
export function badSettings(message: string, fix: string): Problem {
  return new Problem({ code: "bad-settings", message, fix, retry: "after-a-fix" });
}

/** Words that cannot be used (exit code 2). */
export function badWords(message: string, fix: string): Problem {
  return new Problem({ code: "bad-words", message, fix, retry: "after-a-fix" });
}

/** The command that applies a changed .env and leaves the rest of the stack alone. */
export const thenStart = phrase`then run: ${start}`;

/** What was not typed is in a file, whose change counts only once the container is made again: so does each of these fixes. */
export function untyped<T>(words: readonly string[], read: () => T): T {
  try {
    return read();
  } catch (error) {
    const isLeft = error instanceof Problem && words.length === 0 && !error.fix.includes("docker compose");
    throw isLeft ? badSettings(error.message, `${error.fix}; ${thenStart}`) : error;
  }
}

/** The fix of a variable: the line, its file, and the command that applies it. */
export function putIntoEnv(line: string): string {
  return phrase`put ${line} into ${fileOf(line)}, ${thenStart}`;
}

/** Compose drops the carriage returns of a .env; other readers keep them in each value. */
export function windowsLineEnds(name: string): Problem {
  const message = phrase`${name} ends in a carriage return: ${fileOf(name)} has Windows line ends`;
  return badSettings(message, phrase`sed -i 's/\\r$//' ${fileOf(name)}, ${thenStart}`);
}

/** Some stacks hand .env to every service, so our own settings have a file of their own. */
function fileOf(line: string): string {
  return /^(?:CERTBOT|NGINX)_/.test(line) ? ".env" : "httpsidecar.env";
}

/**
 * A value for a message: quoted, short, without invisible characters, and without anything before an @, which may be a
 * password.
 */
export function shown(value: string): string {
  const open = value.replace(/^(\/\/)?.*@/s, "$1…@");
  const short = open.length > 60 ? `${open.slice(0, 60)}…` : open;
  return JSON.stringify(short).replace(/(?! )[\p{C}\p{Z}]/gu, (letter) => {
    return `\\u{${letter.codePointAt(0)?.toString(16)}}`;
  });
}
