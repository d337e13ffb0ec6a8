import { isMap, type YAMLMap } from "yaml";
import { withoutOurs } from "./our-lines.ts";
import { keyOf, lineOf, readYaml, topMap, type YamlFile } from "./yaml-file.ts";

/** Keys that may stand between our marks; below "*" everything is ours. */
interface Allowed {
  [key: string]: Allowed | "*";
}

const allowed = (service: string): Allowed => ({
  services: { [service]: { environment: "*" }, certbot: "*", "certbot-companion": "*" },
  volumes: { "httpsidecar-socket": "*", "httpsidecar-companion": "*" },
});

/** The first line between our marks that a person put there (counted from 1): it would go with ours. */
export function foreignLine(text: string, name: string, service: string): number | undefined {
  const { runs } = withoutOurs(text);
  const file = readYaml(text, name);
  const isInside = (line: number) => runs.some(({ from, to }) => line >= from && line <= to);
  return foreignIn(file, topMap(file), allowed(service)).find(isInside);
}

function foreignIn(file: YamlFile, map: YAMLMap | undefined, known: Allowed): number[] {
  return (map?.items ?? []).flatMap((pair) => {
    const inner = known[keyOf(pair)];
    if (inner === undefined) return [lineOf(file, pair.key)];
    return inner === "*" || !isMap(pair.value) ? [] : foreignIn(file, pair.value, inner);
  });
}
