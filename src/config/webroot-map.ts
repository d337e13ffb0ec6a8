import * as z from "zod";
import { parseJson } from "../base/json-file.ts";
import type { CertbotOptions } from "../model/certbot-options.ts";
import { phrase } from "../model/phrase.ts";
import { badSettings, shown } from "./bad-settings.ts";
import { readDomain } from "./domain.ts";
import { allOf } from "./given.ts";
import type { Given } from "./options.ts";

const schema = z.record(z.string(), z.string());

/**
 * Which folder proves which name: --webroot-map, and several -w, each of which counts for the -d behind it.
 * Throws Problem `bad-settings` for a map that is no JSON, and for a -w without a -d of its own among several.
 */
export function readWebrootMap(given: readonly Given[]): CertbotOptions {
  const map = { ...fromOrder(given), ...Object.fromEntries(mapEntries(given)) };
  for (const folder of Object.values(map)) checkFolder(folder);
  return Object.keys(map).length > 0 ? { webrootMap: map } : {};
}

/** The names of --webroot-map, as with -d. */
export function namesInMap(given: readonly Given[]): readonly string[] {
  return mapEntries(given).map(([name]) => name);
}

function fromOrder(given: readonly Given[]): Record<string, string> {
  if (new Set(allOf(given, "webrootPath")).size < 2) return {};
  const relevant = given.filter(({ key }) => key === "webrootPath" || key === "domains");
  const starts = relevant.flatMap(({ key }, at) => (key === "webrootPath" ? [at] : []));
  const groups = starts.map((start, at) => ({
    folder: relevant[start]?.value ?? "",
    names: relevant.slice(start + 1, starts[at + 1]).flatMap(({ value }) => namesIn(value)),
  }));
  const [orphan] = groups.filter(({ names }) => names.length === 0);
  if (orphan !== undefined || starts[0] !== 0) throw unclear(groups[0]?.folder ?? "");
  return Object.fromEntries(groups.flatMap(({ folder, names }) => names.map((name) => [name, folder])));
}

function mapEntries(given: readonly Given[]): [name: string, folder: string][] {
  return allOf(given, "webrootMap").flatMap((text) => {
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) {
      return Object.entries(parsed.data).flatMap(([names, folder]) =>
        namesIn(names).map((name): [string, string] => [name, folder]),
      );
    }
    throw badSettings(
      phrase`--webroot-map ${shown(text)} is not a list of names with their folders`,
      phrase`write --webroot-map '{"a.example.org,b.example.org":"/var/www/html"}'`,
    );
  });
}

/** Spelt as in certificates, so that each name finds its folder; -d refuses what is no name. */
export function nameInMap(typed: string): string {
  const read = readDomain(typed.trim(), false);
  return read.ok ? read.domain : typed.trim();
}

function namesIn(list: string): string[] {
  return list.split(",").map(nameInMap);
}

function checkFolder(folder: string): void {
  if (folder.startsWith("/")) return;
  throw badSettings(
    phrase`the webroot ${shown(folder)} is not a full path`,
    phrase`write a path such as /var/www/html`,
  );
}

function unclear(webroot: string) {
  return badSettings(
    phrase`--webroot-path is set twice, and it is not clear which folder is for which domain`,
    phrase`keep one of them in CERTBOT_OPTIONS: -w ${webroot}; or write each -w before the -d that it is for`,
  );
}
