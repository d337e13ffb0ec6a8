import { phrase } from "../model/phrase.ts";
import type { StackState } from "./read-stack.ts";

/** Compose's label with the fingerprint of a service's settings; `docker compose config --hash` gives today's. */
const hashLabel = "com.docker.compose.config-hash";

/** What docker/attach and docker/detach hand over: lines of `docker compose config --hash`, then its JSON. */
export function partsOf(said: string): { hashes: ReadonlyMap<string, string>; config: string | undefined } {
  const at = said.search(/^\{/m);
  const lines = (at < 0 ? said : said.slice(0, at)).split("\n").map((line) => line.trim().split(/\s+/));
  const pairs = lines.filter((words): words is [string, string] => words.length === 2);
  return { hashes: new Map(pairs), config: at < 0 ? undefined : said.slice(at) };
}

/** Lines about what the next start recreates: containers whose fingerprint is not today's. */
export function recreated({ own }: StackState, hashes: ReadonlyMap<string, string>): string[] {
  const differs = own.filter(
    ({ service = "", labels }) => hashes.has(service) && labels[hashLabel] !== hashes.get(service),
  );
  const services = differs.map(({ service }) => service);
  if (hashes.size === 0)
    return [
      "",
      phrase`Compose does not tell what the next plain \`docker compose up -d\` recreates: docker compose up -d --dry-run`,
    ];
  if (services.length === 0)
    return ["", phrase`the next plain \`docker compose up -d\` will not recreate any container`];
  const all = [...new Set(services)].sort().join(", ");
  const away = services.includes("nginx") ? phrase`; nginx is away for some seconds then, once` : "";
  return [
    "",
    phrase`the next plain \`docker compose up -d\` recreates these, because their settings changed: ${all}${away}`,
  ];
}
