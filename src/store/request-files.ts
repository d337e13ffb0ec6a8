import { access, constants, lstat, mkdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { createFile } from "../base/atomic-file.ts";
import { onDisk } from "../base/disk-problem.ts";
import { hasCode, missingToUndefined } from "../base/system-error.ts";
import { phrase } from "../model/phrase.ts";
import { plainPath } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import type { RequestFiles, RequestPlaces } from "../model/signing-request.ts";

const kinds = ["cert", "chain", "fullchain"] as const;
type Kind = (typeof kinds)[number];

/** certbot's: two of one name, so that they are 0000_chain.pem and 0001_chain.pem. */
const usual: Readonly<Record<Kind, string>> = { cert: "cert.pem", chain: "chain.pem", fullchain: "chain.pem" };

/** Throws Problem `file-there` for a place that is taken. */
export async function refuseTaken(places: RequestPlaces): Promise<void> {
  const given = kinds.flatMap((kind) => places[kind] ?? []).map((path) => resolve(path));
  const twice = given.find((path, at) => given.indexOf(path) !== at);
  if (twice !== undefined) throw there(twice);
  for (const path of given) if (await lstat(path).catch(missingToUndefined)) throw there(path);
}

/** Makes the folders. Throws Problem for one that cannot be written. */
export async function checkPlaces(places: RequestPlaces): Promise<void> {
  for (const folder of new Set(kinds.map((kind) => dirname(resolve(places[kind] ?? usual[kind]))))) {
    await onDisk(folder, async () => {
      await mkdir(folder, { recursive: true, mode: 0o755 });
      await access(folder, constants.W_OK);
    });
  }
}

/**
 * Writes the three files, 0644, over none that is there, or none of them; returns their paths. Throws Problem
 * `file-there`.
 */
export async function writeRequested(
  places: RequestPlaces,
  pem: Readonly<Record<Kind, string>>,
): Promise<RequestFiles> {
  const made: string[] = [];
  const write = async (kind: Kind) => {
    const path = await createAt(places[kind], usual[kind], pem[kind]);
    made.push(path);
    return path;
  };
  try {
    return { cert: await write("cert"), chain: await write("chain"), fullchain: await write("fullchain") };
  } catch (error) {
    await Promise.all(made.map((path) => rm(path, { force: true })));
    throw error;
  }
}

async function createAt(given: string | undefined, name: string, pem: string): Promise<string> {
  for (let number = 0; number < 10_000; number += 1) {
    const path = resolve(given ?? join(".", `${String(number).padStart(4, "0")}_${name}`));
    try {
      await createFile(path, pem, { mode: 0o644 });
      return path;
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
      if (given !== undefined) throw there(path);
    }
  }
  throw there(resolve(name));
}

function there(path: string): Problem {
  const fix = phrase`name another path, or move ${plainPath(path)} away`;
  return new Problem({ code: "file-there", message: phrase`${path} is there already`, fix, retry: "look" });
}
