import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { parseAst } from "vitest/node";
import { repository } from "../support/repository.ts";

type Node = { type: string } & Record<string, unknown>;
interface Place {
  file: File;
  node: Node;
}
/** A value that becomes a `fix`, and the functions around it, the outermost first. */
interface Fix extends Place {
  around: readonly Named[];
}
interface Named {
  name: string;
  parameters: readonly (string | undefined)[];
}
interface File {
  path: string;
  definitions: Map<string, Node[]>;
  imports: Map<string, { name: string; path: string }>;
  fixes: Fix[];
  calls: (Fix & { name: string; given: readonly Node[] })[];
}

/**
 * Every text that the source has as a fix, as the catalogue names it, with the files that say it: what a property `fix`
 * holds, and what is given to a function that makes it one, through names, choices, joins and calls.
 */
export function fixesIn(paths: readonly string[] = sources()): ReadonlyMap<string, readonly string[]> {
  const files = paths.map(read);
  const found = new Map<string, string[]>();
  for (const fix of [...files.flatMap(({ fixes }) => fixes), ...givenTo(files)]) {
    for (const text of textsOf(fix, files, [])) {
      const path = fix.file.path.replace(/^src\//, "");
      found.set(text, [...new Set([...(found.get(text) ?? []), path])]);
    }
  }
  return found;
}

const sources = () =>
  globSync("src/**/*.ts", { cwd: repository(".") })
    .filter((path) => !path.startsWith("src/languages/"))
    .sort();

function read(path: string): File {
  const file: File = { path, definitions: new Map(), imports: new Map(), fixes: [], calls: [] };
  visit(parseAst(readFileSync(repository(path), "utf8"), { lang: "ts" }) as unknown as Node, file, [], undefined);
  return file;
}

function visit(node: Node, file: File, around: readonly Named[], name: string | undefined): void {
  note(node, file, around);
  const inside = isFunction(node) ? [...around, named(node, name)] : around;
  for (const child of childrenOf(node)) visit(child, file, inside, nameOf(node));
}

function note(node: Node, file: File, around: readonly Named[]): void {
  const define = (name: string, value: Node) =>
    file.definitions.set(name, [...(file.definitions.get(name) ?? []), value]);
  if (node.type === "VariableDeclarator" && node["init"]) define(nameOf(node) ?? "", node["init"] as Node);
  if (node.type === "FunctionDeclaration") define(nameOf(node) ?? "", node);
  if (node.type === "ImportDeclaration") noteImports(node, file);
  if (node.type === "ObjectExpression") {
    for (const property of node["properties"] as Node[])
      if (idOf(property["key"]) === "fix") file.fixes.push({ file, around, node: property["value"] as Node });
  }
  if (node.type !== "CallExpression") return;
  const called = idOf(node["callee"]);
  if (called !== undefined) file.calls.push({ file, around, node, name: called, given: node["arguments"] as Node[] });
}

function noteImports(node: Node, file: File): void {
  const path = posix.join(posix.dirname(file.path), String((node["source"] as Node)["value"]));
  for (const each of node["specifiers"] as Node[])
    file.imports.set(idOf(each["local"]) ?? "", { name: idOf(each["imported"]) ?? "", path });
}

/** Arguments of calls of functions whose parameter becomes a fix, and of those that pass theirs on to them. */
function givenTo(files: readonly File[]): readonly Fix[] {
  const calls = files.flatMap((file) => file.calls);
  const known = new Set<string>();
  const found: Fix[] = [];
  let values: readonly Fix[] = files.flatMap(({ fixes }) => fixes);
  while (values.length > 0) {
    const takers = values.flatMap(takerOf).filter((taker) => !known.has(taker.key));
    for (const { key } of takers) known.add(key);
    values = calls.flatMap((call) =>
      takers
        .filter(({ name, path }) => name === call.name && isSeen(call.file, name, path))
        .flatMap(({ at }) => call.given[at] ?? [])
        .map((node) => ({ file: call.file, around: call.around, node })),
    );
    found.push(...values);
  }
  return found;
}

function takerOf({ file: { path }, node, around }: Fix) {
  const own = around.findLast(({ parameters }) => parameters.includes(idOf(node)));
  if (node.type !== "Identifier" || own === undefined) return [];
  const at = own.parameters.indexOf(idOf(node));
  return [{ name: own.name, path, at, key: `${path} ${own.name} ${at}` }];
}

const isSeen = (file: File, name: string, path: string) =>
  file.definitions.has(name) ? file.path === path : file.imports.get(name)?.path === path;

/** What parameters stand for. */
type Bound = ReadonlyMap<string, readonly string[]>;

function textsOf(
  { file, node }: Place,
  files: readonly File[],
  seen: readonly Node[],
  bound: Bound = new Map(),
): Texts {
  if (seen.includes(node)) return [];
  const of = (...nodes: unknown[]) =>
    nodes.filter(isNode).flatMap((each) => textsOf({ file, node: each }, files, [...seen, node], bound));
  switch (node.type) {
    case "TaggedTemplateExpression":
      return idOf(node["tag"]) === "phrase" ? of(node["quasi"]) : [];
    case "TemplateLiteral":
      return filled(node, of, (call) => definedAs(call["callee"] as Node, file, files).some(isOneText));
    case "Literal":
      return typeof node["value"] === "string" && node["value"] !== "" ? [node["value"]] : [];
    case "ConditionalExpression":
      return of(node["consequent"], node["alternate"]);
    case "LogicalExpression":
    case "BinaryExpression":
      return of(node["left"], node["right"]);
    case "AwaitExpression":
      return of(node["argument"]);
    case "ArrowFunctionExpression":
    case "FunctionDeclaration":
    case "FunctionExpression":
      return of(...returnedBy(node["body"] as Node));
    case "Identifier":
      return (
        bound.get(idOf(node) ?? "") ??
        definedAs(node, file, files).flatMap((each) => textsOf(each, files, [...seen, node]))
      );
    case "CallExpression":
      return definedAs(node["callee"] as Node, file, files).flatMap((each) => {
        const { parameters } = isFunction(each.node) ? named(each.node, undefined) : { parameters: [] };
        const given = parameters.map((name, at) => [name ?? "", of((node["arguments"] as Node[])[at])] as const);
        const texts = new Map(given.filter(([, is]) => is.length > 0));
        return textsOf(each, files, [...seen, node], texts);
      });
    default:
      return [];
  }
}

type Texts = readonly string[];

/** A template with those of its places that stand for one text, such as a command that has a name. */
function filled(template: Node, of: (node: Node) => Texts, isSentence: (call: Node) => boolean): Texts {
  const pieces = (template["quasis"] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
  const places = template["expressions"] as Node[];
  return pieces.slice(1).reduce<Texts>(
    (texts, piece, at) => {
      const place = places[at];
      const isFilled = place?.type === "Identifier" || (place?.type === "CallExpression" && isSentence(place));
      const is = place && isFilled ? of(place) : [];
      const choices = is.length > 0 ? is : [`{${at + 1}}`];
      return texts.flatMap((text) => choices.map((choice) => `${text}${choice}${piece}`));
    },
    [pieces[0] ?? ""],
  );
}

/** A function that makes a sentence of what it is given, as those of src/model/typed-lines.ts. */
function isOneText({ node }: Place): boolean {
  const body = node.type === "ArrowFunctionExpression" ? (node["body"] as Node).type : "";
  return ["TaggedTemplateExpression", "CallExpression"].includes(body);
}

function definedAs(node: Node, file: File, files: readonly File[]): readonly Place[] {
  const name = idOf(node) ?? "";
  const own = file.definitions.get(name);
  if (own) return own.map((each) => ({ file, node: each }));
  const from = file.imports.get(name);
  const home = files.find(({ path }) => path === from?.path);
  return home ? (home.definitions.get(from?.name ?? "") ?? []).map((each) => ({ file: home, node: each })) : [];
}

function returnedBy(body: Node): readonly Node[] {
  if (body.type !== "BlockStatement") return [body];
  const returned = (node: Node): readonly Node[] => {
    if (isFunction(node)) return [];
    return node.type === "ReturnStatement" && isNode(node["argument"])
      ? [node["argument"]]
      : childrenOf(node).flatMap(returned);
  };
  return childrenOf(body).flatMap(returned);
}

function named(node: Node, name: string | undefined): Named {
  const parameters = (node["params"] as Node[]).map((each) => idOf(each) ?? idOf(each["left"]));
  return { name: nameOf(node) ?? name ?? "", parameters };
}

const isFunction = ({ type }: Node) =>
  ["FunctionDeclaration", "ArrowFunctionExpression", "FunctionExpression"].includes(type);

const nameOf = (node: Node) => idOf(node["id"]);

const idOf = (node: unknown) =>
  isNode(node) && node.type === "Identifier" && typeof node["name"] === "string" ? node["name"] : undefined;

const childrenOf = (node: Node) => Object.values(node).flat().filter(isNode);

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";
