import { stat } from "node:fs/promises";
import { isThere, namesIn } from "../base/files.ts";
import { missingToUndefined } from "../base/system-error.ts";
import { phrase } from "../model/phrase.ts";
import { plainPath } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import type { LineagePlaces } from "./layout.ts";
import { newestPair } from "./newest-pair.ts";
import { isPlaceholder } from "./placeholder.ts";

/**
 * Without a conf, archive/<name> and live/<name> must be missing or empty (certbot refuses them too, but only after the
 * certificate was issued). Beside a conf that waits for its first rename, they are ours. Throws `name-taken`.
 */
export async function refuseTakenName(places: LineagePlaces): Promise<void> {
  const { archive, live, newConf, name } = places;
  if (await isThere(newConf)) return;
  for (const place of [archive, live]) {
    if (!(await holdsSomething(place))) continue;
    if (place === live && (await isPlaceholder(places))) continue;
    const isMendable = place === live || (await newestPair(places)) !== undefined;
    throw new Problem({
      code: "name-taken",
      message: phrase`${place} is not empty, but there is no renewal/${name}.conf that it belongs to`,
      fix: isMendable ? "docker compose exec certbot httpsidecar repair" : byHand(place),
      retry: "look",
    });
  }
}

function byHand(place: string): string {
  return `docker compose exec certbot mv ${plainPath(place)} ${plainPath(place)}.old`;
}

/** A plain file, or a dangling symlink, is in the way as well. */
async function holdsSomething(place: string): Promise<boolean> {
  const found = await stat(place).catch(missingToUndefined);
  if (!found?.isDirectory()) return isThere(place);
  return (await namesIn(place)).length > 0;
}
