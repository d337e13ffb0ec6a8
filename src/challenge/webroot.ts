import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rename, rmdir, unlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isThere } from "../base/files.ts";
import type { ChallengeResponder } from "../model/contracts.ts";
import { Problem } from "../model/problem.ts";
import { checkToken, errorCode, webrootProblem } from "./webroot-problems.ts";

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;
const challengePath = [".well-known", "acme-challenge"] as const;

/**
 * Answers http-01 (RFC 8555 section 8.3) from a folder that a web server serves, with certbot's names, modes and owners.
 * Links below the folder are never followed: the web server may be in a stranger's hands.
 * `cleanUp` may follow a failed `present`, and takes away only what this responder made.
 * Both throw Problem (`webroot-…`, `bad-token`).
 */
export function webroot(folder: string): ChallengeResponder {
  const made = new Set<string>();
  return {
    async present(token, keyAuthorization) {
      checkToken(token);
      await despiteOthers(folder, () =>
        withFolders(folder, { made }, ([, , challenges]) => writeToken(inside(challenges, token), keyAuthorization)),
      );
    },
    async cleanUp(token) {
      checkToken(token);
      await withFolders(folder, {}, (folders) => takeAway(folders, token, made));
    },
  };
}

const mostTries = 20;

/** Another process may remove an empty folder that it made, between our finding it and our writing into it. */
async function despiteOthers(folder: string, write: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      const isGone = error instanceof Problem && error.code === "webroot-missing";
      if (!isGone || tries === mostTries || !(await isThere(folder))) throw error;
    }
    await sleep(tries);
  }
}

type Folders = readonly [webroot: FileHandle, wellKnown: FileHandle, challenges: FileHandle];

/** Opens the three folders from the top down; with `made` the missing ones are made and noted there. */
async function withFolders(
  folder: string,
  { made }: { made?: Set<string> },
  work: (folders: Folders) => Promise<void>,
): Promise<void> {
  const opened: FileHandle[] = [];
  try {
    const top = await open(folder, O_RDONLY | O_DIRECTORY);
    opened.push(top);
    const wellKnown = await openFolder(top, challengePath[0], made);
    opened.push(wellKnown);
    const challenges = await openFolder(wellKnown, challengePath[1], made);
    opened.push(challenges);
    await work([top, wellKnown, challenges]);
  } catch (error) {
    if (made === undefined && errorCode(error) === "ENOENT") return;
    throw webrootProblem(folder, error);
  } finally {
    await Promise.all(opened.map((handle) => handle.close()));
  }
}

/** A path below an opened folder, whatever is put in its place meanwhile (what openat does). */
const inside = (folder: FileHandle, name: string) => `/proc/self/fd/${folder.fd}/${name}`;

async function openFolder(parent: FileHandle, name: string, made: Set<string> | undefined): Promise<FileHandle> {
  const path = inside(parent, name);
  const isNew = made !== undefined && (await makeFolder(path));
  const handle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  if (isNew) {
    made.add(name);
    await copyOwner(parent, handle);
  }
  return handle;
}

async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Readable for the web server's user whatever our umask is. Without the right to give files away it stays ours. */
async function copyOwner(from: FileHandle, to: FileHandle): Promise<void> {
  const { uid, gid } = await from.stat();
  await to.chmod(0o755);
  await to.chown(uid, gid).catch((error: unknown) => {
    if (errorCode(error) !== "EPERM") throw error;
  });
}

/**
 * A token that a stopped run left is replaced in one step: authorities hand out the same one while an authorization is
 * pending, and may be looking at it.
 */
async function writeToken(path: string, keyAuthorization: string): Promise<void> {
  const aside = asideOf(path);
  await gone(unlink(aside));
  const file = await open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644);
  try {
    await file.chmod(0o644);
    await file.writeFile(keyAuthorization);
  } finally {
    await file.close();
  }
  await rename(aside, path);
}

/** No token has a dot, so that no two are in each other's way. */
const asideOf = (path: string) => `${path}.new`;

async function takeAway([top, wellKnown, challenges]: Folders, token: string, made: Set<string>): Promise<void> {
  for (const path of [inside(challenges, token), asideOf(inside(challenges, token))]) await gone(unlink(path));
  if (made.has(challengePath[1])) await gone(rmdir(inside(wellKnown, challengePath[1])));
  if (made.has(challengePath[0])) await gone(rmdir(inside(top, challengePath[0])));
}

/** Gone already, or a folder still in use by another token, is as good. */
async function gone(removal: Promise<void>): Promise<void> {
  await removal.catch((error: unknown) => {
    if (!["ENOENT", "ENOTEMPTY"].includes(errorCode(error) ?? "")) throw error;
  });
}
