import { phrase } from "../../model/phrase.ts";
import { challengePath, type Directive } from "../../stack-files/nginx-tokens.ts";
import { chosenFor, serverBlocks } from "../../stack-files/server-blocks.ts";
import type { NginxPorts } from "../nginx-ports.ts";
import { type Block, byHand, deeper, type Part, partsOf } from "./blocks.ts";
import { type ByHand, byHandAt } from "./by-hand.ts";
import type { ConfFile } from "./conf-files.ts";
import { obstacleIn } from "./obstacles.ts";

/** Where our lines go. */
export interface Place {
  file: ConfFile;
  /** offset of a line's beginning */
  at: number;
  indentation: string;
}

export interface Places {
  places: readonly Place[];
  /** the root of the operator's own location for the challenge; undefined: there is none */
  challengeRoot: string | undefined;
}

/** The server blocks that answer these names over HTTP, if each can take HTTPS besides. */
export function placesFor(files: readonly ConfFile[], domains: readonly string[], ports: NginxPorts): Places | ByHand {
  const all = files.flatMap((file) => blocksOf(file, files));
  const here = all.filter(({ listens }) => listens.some(({ port }) => port === ports.http));
  const chosen = domains.map((domain) => chosenFor(domain, ports.http, here));
  if (chosen.includes(undefined)) return undecided(files, here, ports.http);
  const blocks = [...new Set(chosen as readonly Block[])];
  for (const block of blocks) {
    const obstacle = obstacleIn(block, { all, domains: domains.filter((_, at) => chosen[at] === block), ports });
    if (obstacle) return obstacle;
  }
  return placesIn(blocks);
}

const blocksOf = (file: ConfFile, files: readonly ConfFile[]): readonly Block[] =>
  serverBlocks(file.directives).map((block) => ({ ...block, file, parts: partsOf(block, file, files) }));

function undecided(files: readonly ConfFile[], here: readonly Block[], port: number): ByHand {
  const [block] = here;
  if (block) return byHand(phrase`which server block answers is decided by a pattern`, block);
  const [file = { path: "nginx.conf", text: "", source: undefined }] = files;
  return byHandAt(file, 0, phrase`no server block listens on port ${port}`);
}

function placesIn(blocks: readonly Block[]): Places | ByHand {
  const places: Place[] = [];
  const roots = new Set<string | undefined>();
  for (const block of blocks) {
    const [own] = block.parts.flatMap((part) => nestedIn(part, isChallenge));
    const root = own && rootOf(own.location);
    if (own && root === undefined)
      return byHand(phrase`another program answers the challenge there`, own.part, own.location[0]);
    const at = lineIn(block);
    if (at === undefined) return byHand(phrase`the server block is written in one line`, block);
    places.push({ file: block.file, at, indentation: indentationIn(block) });
    roots.add(root);
  }
  const [challengeRoot] = roots;
  const [first] = blocks;
  if (roots.size < 2 || !first) return { places, challengeRoot };
  return byHand(phrase`the names are answered by server blocks with different challenge locations`, first);
}

const isChallenge = ({ words: [name, ...values] }: Directive) =>
  name === "location" && values.some((value) => value.includes(challengePath));

/** The first directive that fits, with all that is in its braces. */
function nestedIn(part: Part, fits: (directive: Directive) => boolean) {
  const from = part.directives.findIndex(fits);
  const to = part.directives.findIndex(({ end }, at) => at > from && end === "}");
  return from < 0 ? [] : [{ part, location: part.directives.slice(from, to) }];
}

/** A folder that the location itself names; undefined: it does something else. */
function rootOf(location: readonly Directive[]): string | undefined {
  const inner = location.slice(1);
  const isPlain = inner.every(({ words: [name = ""], end }) => end === ";" && !elsewhere.test(name));
  const root = inner.find(({ words: [name] }) => name === "root")?.words[1];
  return isPlain && root && /^\/[\w./-]+$/.test(root) ? root.replace(/(?<=.)\/+$/, "") : undefined;
}

const elsewhere = /^(?:alias|return|rewrite|\w+_pass)$/;

/** The beginning of the first line of the block that lies between two of its directives. */
function lineIn({ file: { text }, directives }: Block): number | undefined {
  let depth = 0;
  for (const [at, directive] of directives.entries()) {
    depth += deeper(directive);
    const { to } = directive;
    const eol = text.indexOf("\n", to);
    const next = directives[at + 1]?.from ?? 0;
    if (depth === 1 && eol >= 0 && eol < next && /^[ \t\r]*(?:#.*)?$/.test(text.slice(to, eol))) return eol + 1;
  }
  return undefined;
}

function indentationIn({ file: { text }, directives }: Block): string {
  const [, first] = directives;
  const before = first?.end === "}" ? "" : text.slice(text.lastIndexOf("\n", first?.from) + 1, first?.from);
  return /^[ \t]+$/.test(before) ? before : "    ";
}
