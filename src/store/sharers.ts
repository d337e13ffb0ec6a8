import { readlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { valueAt } from "./conf-edit.ts";
import { parseConf } from "./conf-text.ts";
import { kinds, lineageNames, placesOf } from "./layout.ts";
import { readText } from "./read-text.ts";

/** Other lineages that use files of this one's archive, by their confs or by their links: a copied conf, a link by hand. */
export async function sharersOf(folder: string, name: string): Promise<readonly string[]> {
  const { archive } = placesOf(folder, name);
  const others = (await lineageNames(folder)).filter((other) => other !== name);
  const used = await Promise.all(others.map((other) => archivesOf(folder, other)));
  return others.filter((_, at) => used[at]?.includes(archive));
}

async function archivesOf(folder: string, name: string): Promise<readonly string[]> {
  const { conf, live } = placesOf(folder, name);
  const links = await Promise.all(kinds.map((kind) => targetOf(join(live, `${kind}.pem`))));
  return [await archiveIn(conf), ...links.map((target) => target && resolve(live, dirname(target)))].flatMap(
    (place) => place ?? [],
  );
}

/** What cannot be read is nobody's. */
async function archiveIn(conf: string): Promise<string | undefined> {
  const text = await readText(conf).catch(() => undefined);
  try {
    const value = valueAt(parseConf(text ?? "", conf), [], "archive_dir");
    return typeof value === "string" ? resolve(value) : undefined;
  } catch {
    return undefined;
  }
}

async function targetOf(link: string): Promise<string | undefined> {
  return await readlink(link).catch(() => undefined);
}
