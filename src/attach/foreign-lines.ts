import { isMap, type YAMLMap } from "yaml";
import { withoutOurs } from "./our-lines.ts";
import { keyOf, lineOf, readYaml, topMap, type YamlFile } from "./yaml-file.ts";

/** Keys that may stand between our marks; below "*" everything is ours. */
interface Allowed {
  [key: string]: Allowed | "*";
}

/** What of the services is ours. */
export interface Ours {
  /** the Compose service that is nginx */
  service: string;
  /** keys of nginx's that may be ours; undefined: nginx came with us */
  keys: readonly string[] | undefined;
}

const allowed = ({ service, keys }: Ours): Allowed => ({
  services: {
    [service]: keys ? Object.fromEntries(keys.map((key) => [key, "*"])) : "*",
    certbot: "*",
    "certbot-companion": "*",
  },
  volumes: { "httpsidecar-socket": "*", "httpsidecar-state": "*", "httpsidecar-companion": "*" },
});

/** The first line between our marks that the operator put there (counted from 1): it would go with ours. */
export function foreignLine(text: string, name: string, ours: Ours): number | undefined {
  const { runs } = withoutOurs(text);
  if (runs.length === 0) return undefined;
  const file = readYaml(text, name);
  const isInside = (line: number) => runs.some(({ from, to }) => line >= from && line <= to);
  return foreignIn(file, topMap(file), allowed(ours)).find(isInside);
}

function foreignIn(file: YamlFile, map: YAMLMap | undefined, known: Allowed): number[] {
  return (map?.items ?? []).flatMap((pair) => {
    const inner = known[keyOf(pair)];
    if (inner === undefined) return [lineOf(file, pair.key)];
    return inner === "*" || !isMap(pair.value) ? [] : foreignIn(file, pair.value, inner);
  });
}
