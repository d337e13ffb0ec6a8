import { isAlias, isMap, type Node, type Pair, visit } from "yaml";
import { phrase } from "../model/phrase.ts";
import { leftAlone } from "./refuse.ts";
import { keyOf, lineOf, topMap, type YamlFile } from "./yaml-file.ts";

/** Keys whose meaning is in other files, and tags that change what is merged. Throws Problem `not-understood`. */
export function refuseUnresolved(file: YamlFile): void {
  const top = topMap(file);
  const services = top?.items.find((pair) => keyOf(pair) === "services")?.value;
  const inner = isMap(services) ? services.items.flatMap(({ value }) => (isMap(value) ? value.items : [])) : [];
  const isTagged = ({ value }: Pair) => /^!(?:override|reset)$/.test((value as Node | null)?.tag ?? "");
  const found = top?.items.find((pair) => keyOf(pair) === "include") ?? inner.find((pair) => keyOf(pair) === "extends");
  const tagged = pairsIn(file).find(isTagged);
  if (tagged) throw unresolved(file, tagged, String((tagged.value as Node).tag));
  if (found && !isAlias(found.key)) throw unresolved(file, found, keyOf(found));
}

function pairsIn({ document }: YamlFile): readonly Pair[] {
  const pairs: Pair[] = [];
  visit(document, { Pair: (_, pair) => void pairs.push(pair) });
  return pairs;
}

function unresolved(file: YamlFile, pair: Pair, what: string) {
  return leftAlone(
    "not-understood",
    phrase`${file.name} line ${lineOf(file, pair.key)}: only Docker Compose itself resolves "${what}"`,
    viaCompose(),
  );
}

export const viaCompose = (): string => phrase`use docker/attach of this repository, which asks Docker Compose`;
