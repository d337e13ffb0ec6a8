import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { hostname } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { getSystemErrorName } from "node:util";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { diskProblem } from "./disk-problem.ts";
import { lockScript } from "./lock-script.ts";
import { readText } from "./read-text.ts";

export interface LockOptions {
  /** the line that another run reads when it finds the lock held */
  owner?: string;
  /** the interpreter of the helper's script */
  perl?: string;
}

/** Releases the lock; settles when it is free. */
export type Release = () => Promise<void>;

/**
 * Takes certbot's lock (an fcntl write lock on .certbot.lock) without waiting, or throws Problem `locked`, retry
 * `look`. A helper process holds it and ends with this process, however it ends. If the helper is killed, work that is
 * under way goes on: it never overwrites a version, and every step of it is whole.
 */
export async function takeLock(
  folder: string,
  { owner = ownLine(), perl = "perl" }: LockOptions = {},
): Promise<Release> {
  const lock = join(folder, ".certbot.lock");
  const ownerFile = join(folder, ".httpsidecar.owner");
  const helper = spawn(perl, ["-e", lockScript, lock, ownerFile, owner], {
    env: {},
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = endOf(helper);
  const answer = await firstLine(helper);
  if (answer === "locked") return () => release(helper, ended);
  helper.kill("SIGKILL");
  if (answer === "held") throw locked(folder, await holderIn(ownerFile));
  throw failed(answer, lock);
}

function ownLine(): string {
  return `httpsidecar (process ${process.pid} in ${hostname()}, since ${new Date().toISOString()})`;
}

async function release(helper: ChildProcess, ended: Promise<void>): Promise<void> {
  helper.stdin?.end();
  await ended;
}

async function endOf(helper: ChildProcess): Promise<void> {
  // a helper that was killed leaves a pipe without a reader
  helper.stdin?.on("error", () => undefined);
  await once(helper, "exit").catch(() => undefined);
}

/** The helper's first line; "" when it ended without one, the error's code when it could not start. */
async function firstLine(helper: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  helper.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
  if (helper.stdout)
    createInterface({ input: helper.stdout })
      .once("line", resolve)
      .once("close", () => resolve(""));
  return promise;
}

async function holderIn(ownerFile: string): Promise<string> {
  const line = (await readText(ownerFile).catch(() => undefined)) ?? "";
  // another container may write this file: one short line of it is shown
  const shown = line.replace(/[^\x20-\x7e]/g, "").slice(0, 200);
  return shown || phrase`certbot, or another program that uses certbot's lock`;
}

function locked(folder: string, holder: string): Problem {
  return new Problem({
    code: "locked",
    message: phrase`another run is at work in ${folder}: ${holder}`,
    fix: phrase`wait until it is done and try again; the lock is released automatically when its holder exits`,
    retry: "look",
  });
}

function failed(answer: string, lock: string): Problem {
  const errno = Number(/^failed (\d+)$/.exec(answer)?.[1] ?? 0);
  if (errno > 0) return diskProblem(errnoError(errno), lock);
  return new Problem({
    code: "no-lock-helper",
    message: phrase`the lock ${lock} could not be acquired: perl did not run (${answer || phrase`it exited at once`})`,
    fix: phrase`use the image as it was built; in an image of your own: apt-get install -y perl-base`,
    retry: "after-a-fix",
  });
}

function errnoError(errno: number): NodeJS.ErrnoException {
  return Object.assign(new Error("the lock failed"), { code: getSystemErrorName(-errno), syscall: "fcntl" });
}
