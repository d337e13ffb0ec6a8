import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";

/** Settings that cannot be used (exit code 2): what is wrong, and best of all the line to paste. */
export function badSettings(message: string, fix: string): Problem {
  return new Problem({ code: "bad-settings", message, fix, retry: "after-a-fix" });
}

/** The command that makes a changed .env count; it leaves the rest of the stack alone. */
export const thenStart = phrase`then run: docker compose up -d certbot certbot-companion`;

/** The mend of a variable: the line, the file it belongs in, and the command that makes it count. */
export function putIntoEnv(line: string): string {
  return phrase`put ${line} into ${fileOf(line)}, ${thenStart}`;
}

/** Compose leaves the carriage returns of a .env out; what else reads one hands them on, as a part of each value. */
export function windowsLineEnds(name: string): Problem {
  const message = phrase`${name} ends in a carriage return: ${fileOf(name)} has Windows line ends`;
  return badSettings(message, phrase`sed -i 's/\\r$//' ${fileOf(name)}, ${thenStart}`);
}

/** .env is handed to every service of some stacks, so what only we read has a file of its own. */
function fileOf(line: string): string {
  return /^(?:CERTBOT|NGINX)_/.test(line) ? ".env" : "httpsidecar.env";
}

/** A value as it can be shown in a line: quoted, short, nothing invisible in it, and nothing before an @, which may be a password. */
export function shown(value: string): string {
  const open = value.replace(/^(\/\/)?.*@/s, "$1…@");
  const short = open.length > 60 ? `${open.slice(0, 60)}…` : open;
  return JSON.stringify(short).replace(/(?! )[\p{C}\p{Z}]/gu, (letter) => {
    return `\\u{${letter.codePointAt(0)?.toString(16)}}`;
  });
}
