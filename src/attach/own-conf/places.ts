import { phrase } from "../../model/phrase.ts";
import { challengePath, type Directive, directivesOf } from "../../stack-files/nginx-tokens.ts";
import { chosenFor, type ServerBlock, serverBlocks } from "../../stack-files/server-blocks.ts";
import type { NginxPorts } from "../nginx-ports.ts";
import { type ByHand, byHandAt } from "./by-hand.ts";
import type { ConfFile } from "./conf-files.ts";

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

type Block = ServerBlock & { file: ConfFile };

/** The server blocks that answer these names over HTTP, if each can take HTTPS besides. */
export function placesFor(files: readonly ConfFile[], domains: readonly string[], ports: NginxPorts): Places | ByHand {
  const here = files.flatMap(blocksOf).filter(({ listens }) => listens.some(({ port }) => port === ports.http));
  const chosen = domains.map((domain) => chosenFor(domain, ports.http, here));
  if (chosen.includes(undefined)) return undecided(files, here, ports.http);
  const blocks = [...new Set(chosen as readonly Block[])];
  for (const block of blocks) {
    const obstacle = obstacleIn(block, ports.https);
    if (obstacle) return obstacle;
  }
  return placesIn(blocks);
}

const blocksOf = (file: ConfFile): readonly Block[] =>
  serverBlocks(directivesOf(file.text)).map((block) => ({ ...block, file }));

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
    const location = nestedIn(block, isChallenge);
    const root = location && rootOf(location);
    if (location && root === undefined)
      return byHand(phrase`another program answers the challenge there`, block, location[0]);
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

/** Why this block cannot simply listen on TLS as well. */
function obstacleIn(block: Block, https: number): ByHand | undefined {
  const { file, directives, listens } = block;
  if (!file.source) return byHand(phrase`${file.path} is not a file of the stack's folder`, block);
  if (generated.test(file.text.slice(0, directivesOf(file.text).next().value?.from)))
    return byHand(phrase`another program writes ${file.source.name}, as its first lines say`, block);
  if (!isBalanced(file.text)) return byHand(phrase`its braces are not balanced`, block);
  const tls = directives.find(({ words: [name, ...rest] }) => name === "listen" && rest.includes("ssl"));
  if (tls || listens.some(({ port }) => port === https)) return byHand(phrase`it listens on TLS already`, block, tls);
  const redirect = directives.find(isRedirect);
  if (redirect) return byHand(phrase`it redirects to HTTPS already`, block, redirect);
  const answer = directly(block).find(({ words: [name] }) => name === "return");
  return answer && byHand(phrase`it answers every request itself`, block, answer);
}

/** What generators of files write on top. */
const generated =
  /^[ \t]*#.*(?:do not (?:edit|modify|change)|auto-?generated|generated (?:by|from)|managed by (?!certbot))/im;

const isRedirect = ({ words: [name, ...values] }: Directive) =>
  ["return", "rewrite"].includes(name ?? "") && values.some((value) => value.startsWith("https://"));

/** How many braces it opens. */
const deeper = ({ end }: Directive) => Number(end === "{") - Number(end === "}");

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const directive of directivesOf(text)) {
    depth += deeper(directive);
    if (depth < 0) return false;
  }
  return depth === 0;
}

const isChallenge = ({ words: [name, ...values] }: Directive) =>
  name === "location" && values.some((value) => value.includes(challengePath));

/** The first directive that fits, with all that is in its braces. */
function nestedIn({ directives }: Block, fits: (directive: Directive) => boolean): readonly Directive[] | undefined {
  const from = directives.findIndex(fits);
  if (from < 0) return undefined;
  const to = directives.findIndex(({ end }, at) => at > from && end === "}");
  return directives.slice(from, to);
}

/** A folder that the location itself names; undefined: it does something else. */
function rootOf(location: readonly Directive[]): string | undefined {
  const inner = location.slice(1);
  const isPlain = inner.every(({ words: [name = ""], end }) => end === ";" && !elsewhere.test(name));
  const root = inner.find(({ words: [name] }) => name === "root")?.words[1];
  return isPlain && root && /^\/[\w./-]+$/.test(root) ? root.replace(/(?<=.)\/+$/, "") : undefined;
}

const elsewhere = /^(?:alias|return|rewrite|\w+_pass)$/;

/** Those directly in the block; of a nested one its beginning. */
function directly({ directives }: Block): readonly Directive[] {
  let depth = -1;
  return directives.filter((directive) => {
    const isDirect = depth === 0 && directive.end !== "}";
    depth += deeper(directive);
    return isDirect;
  });
}

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

const byHand = (why: string, { file, directives: [first] }: Block, directive = first) =>
  byHandAt(file, directive?.to, why);
