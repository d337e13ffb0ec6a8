import { readlink, stat } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../base/files.ts";
import { hasCode, missingToUndefined } from "../base/system-error.ts";
import type { Lineage } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { inEnv } from "../model/typed-lines.ts";
import { replaceLink } from "./replace-link.ts";

/**
 * Dify's nginx looks in live/$CERTBOT_DOMAIN/ with the value as typed: where that is not the lineage's name, a link
 * leads from the one to the other. certbot lists lineages by renewal/*.conf and never sees it.
 * Throws Problem `bad-spelling`, or `spelling-taken` when something that is not our link has that name.
 */
export async function linkTypedName(folder: string, { name, domainAsTyped }: Lineage): Promise<void> {
  if (domainAsTyped === name) return;
  refuseUnusable(domainAsTyped);
  const live = join(folder, "live");
  const link = join(live, domainAsTyped);
  if (await leadTogether(link, join(live, name))) return;
  const target = await textOfLink(link);
  if (target === name) return;
  if (target !== undefined && !isOurs(target)) throw taken(link);
  await makeFolder(live, 0o700);
  await replaceLink(link, name);
}

/** A link of ours is the name of a neighbour; other links, folders and files belong to someone else. */
function isOurs(target: string): boolean {
  return target !== "" && !target.includes("/") && target !== "." && target !== "..";
}

/** True for the right link in any form, and where the file system does not tell upper from lower case. */
async function leadTogether(one: string, other: string): Promise<boolean> {
  const [here, there] = await Promise.all([one, other].map((path) => stat(path).catch(missingToUndefined)));
  return here !== undefined && here.dev === there?.dev && here.ino === there.ino;
}

/** undefined: nothing is there; "": something that is no link. */
async function textOfLink(link: string): Promise<string | undefined> {
  try {
    return await readlink(link).catch(missingToUndefined);
  } catch (error) {
    if (hasCode(error, "EINVAL")) return "";
    throw error;
  }
}

function refuseUnusable(domainAsTyped: string): void {
  const bytes = Buffer.byteLength(domainAsTyped);
  // 255 bytes is what Linux file systems allow for one name; the temp link beside it has five more
  if (!/[/\0]/.test(domainAsTyped) && !/^\.{0,2}$/.test(domainAsTyped) && bytes <= 250) return;
  throw new Problem({
    code: "bad-spelling",
    message: phrase`CERTBOT_DOMAIN cannot be the name of a folder under live/: ${bytes > 250 ? phrase`it is too long` : phrase`it contains / or ..`}`,
    fix: inEnv(
      phrase`put only the first domain into CERTBOT_DOMAIN, and the others behind --domains in CERTBOT_OPTIONS`,
    ),
    retry: "after-a-fix",
  });
}

function taken(link: string): Problem {
  return new Problem({
    code: "spelling-taken",
    message: phrase`${link} is in the way: nginx looks for the certificate there, and it is not a symlink of httpsidecar`,
    fix: `docker compose exec certbot mv '${link}' '${link}.old'`,
    retry: "look",
  });
}
