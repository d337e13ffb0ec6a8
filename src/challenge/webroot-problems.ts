import { phrase } from "../model/phrase.ts";
import { plainPath } from "../model/plain-text.ts";
import { Problem, type ProblemFacts } from "../model/problem.ts";
import { applied } from "../model/typed-lines.ts";

type Advice = Pick<ProblemFacts, "code" | "message" | "fix">;

/**
 * One row for each way a folder can refuse; everything here can be seen again for free. `plain`: for the fix, since a saved
 * conf may name the folder.
 */
const advice: Record<string, (folder: string, plain: string) => Advice> = {
  ENOENT: (folder, plain) => ({
    code: "webroot-missing",
    message: phrase`the webroot ${folder} is not there`,
    fix: applied(phrase`mount the folder that nginx serves into the certbot service: ./volumes/certbot/www:${plain}`),
  }),
  EROFS: (folder, plain) => ({
    code: "webroot-read-only",
    message: phrase`the webroot ${folder} is mounted read-only`,
    fix: applied(phrase`remove ":ro" from the mount of ${plain} in the certbot service; nginx may keep its own`),
  }),
  EACCES: notAllowed,
  EPERM: notAllowed,
  ENOSPC: full,
  EDQUOT: full,
  ENOTDIR: notAFolder,
  EISDIR: notAFolder,
  ELOOP: notAFolder,
};

function notAllowed(folder: string, plain: string): Advice {
  return {
    code: "webroot-not-allowed",
    message: phrase`the webroot ${folder} may not be written`,
    fix: phrase`check who owns it: ls -ldn ${plain} ${plain}/.well-known ${plain}/.well-known/acme-challenge; and give it to the user of the certbot service`,
  };
}

function full(folder: string, plain: string): Advice {
  return {
    code: "webroot-full",
    message: phrase`the disk with the webroot ${folder} is full`,
    fix: phrase`free some space: df -h ${plain}`,
  };
}

function notAFolder(folder: string, plain: string): Advice {
  return {
    code: "webroot-not-a-folder",
    message: phrase`a link or a file is in the place of a folder on the way to ${folder}/.well-known/acme-challenge`,
    fix: phrase`find it: ls -ld ${plain} ${plain}/.well-known ${plain}/.well-known/*; then remove it`,
  };
}

/** Gives the Problem (`webroot-…`) for an error of the file system; an error of another kind comes back as it is. */
export function webrootProblem(folder: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined) return error;
  const facts = advice[code]?.(folder, plainPath(folder)) ?? {
    code: "webroot-unusable",
    message: phrase`the webroot ${folder} cannot be used (${code})`,
    fix: phrase`check the disk and the mount of ${plainPath(folder)}`,
  };
  return new Problem({ ...facts, retry: "look", cause: error });
}

/** Throws Problem `bad-token` unless the token is base64url (RFC 8555 section 8.3), so that it can be a file's name. */
export function checkToken(token: string): void {
  if (/^[\w-]{1,200}$/.test(token)) return;
  throw new Problem({
    code: "bad-token",
    message: phrase`the CA sent a challenge token that is not base64url`,
    fix: phrase`check that the directory (--server) is the address of a real ACME CA`,
    retry: "after-a-fix",
  });
}

/** ENOENT and its like; undefined for anything that is no error of the system. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "syscall" in error && "code" in error ? String(error.code) : undefined;
}
