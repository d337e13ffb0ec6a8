import { defaultFolders, readLineageName, readSettings } from "../../config/settings.ts";
import type { Lineage } from "../../model/lineage.ts";
import { canonicalName } from "../../model/lineage-identity.ts";
import { Problem } from "../../model/problem.ts";
import type { Context } from "../context.ts";

type Asked = Pick<Context, "environment" | "assembly">;

/** The lineage of CERTBOT_DOMAIN, which nginx reads; undefined where the settings name none that is usable. */
export function servedLineage(context: Asked): Lineage | undefined {
  return isStacksFolder(context.assembly) ? unlessBad(() => readSettings(sourceOf(context)).lineage) : undefined;
}

export function isServed(name: string | undefined, context: Asked): boolean {
  if (name === undefined || !isStacksFolder(context.assembly)) return false;
  const served = unlessBad(() => readLineageName(sourceOf(context)));
  return served === name || served === canonicalName(name);
}

/** nginx reads nothing of a --config-dir elsewhere. */
export function isStacksFolder({ folders }: Pick<Asked["assembly"], "folders">): boolean {
  return folders.config === defaultFolders.config;
}

function sourceOf({ environment, assembly: { folders } }: Asked) {
  return { environment, words: [], word: "certbot", folders };
}

function unlessBad<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
