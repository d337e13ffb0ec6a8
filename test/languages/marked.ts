import { parseAst } from "vitest/node";

type Node = { type: string } & Record<string, unknown>;
type Step = readonly [parent: Node, key: string];

/** Every text that the source marks for translation, as the catalogue names it. */
export function markedIn(code: string): readonly string[] {
  return textsOf(code, (node) => (isMarked(node) ? textOf(node["quasi"] as Node) : undefined));
}

/** The message of each Problem that `leftAlone` makes; of a choice of messages each one. */
export function refusalsIn(code: string): readonly string[] {
  return textsOf(code, (node, steps) => {
    const at = steps.findLastIndex(([parent]) => parent.type === "CallExpression" && calledOf(parent) === "leftAlone");
    const [call] = steps[at] ?? [];
    const isSecond = call !== undefined && (call["arguments"] as Node[])[1] === node;
    return isSecond && isMarked(node) ? textOf(node["quasi"] as Node) : undefined;
  });
}

/** Whether a text with something in its places may have become this. */
export function patternOf(text: string): RegExp {
  const pieces = text.split(/\{\d+\}/).map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return new RegExp(`^${pieces.join("[^]+")}$`);
}

/** Texts that a person reads, in the fields and calls that hold such, without the mark. */
export function unmarkedIn(code: string): readonly string[] {
  return textsOf(code, (node, steps) => {
    const isText = node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node["value"] === "string");
    if (!isText || !isForPeople(steps)) return undefined;
    const text = textOf(node);
    return isProse(text) ? text : undefined;
  });
}

/** Words of a text's places, which stay English on every screen without a mark of their own. */
export function unmarkedPlacesIn(code: string): readonly string[] {
  return textsOf(code, (node, steps) => {
    const { type, value } = node;
    if (type !== "Literal" || typeof value !== "string" || !/^[a-z ]{2,}$/.test(value)) return undefined;
    return isPlace(steps) ? value : undefined;
  });
}

/** Through choices alone, an expression of a marked text. */
function isPlace(steps: readonly Step[]): boolean {
  for (const [at, [parent, key]] of [...steps.entries()].toReversed()) {
    if (parent.type === "TemplateLiteral") return key === "expressions" && isMarked(steps[at - 1]?.[0] ?? parent);
    const passes =
      parent.type === "ConditionalExpression" ? key !== "test" : /^(?:Logical|Parenthes)/.test(parent.type);
    if (!passes) return false;
  }
  return false;
}

const fields = new Set(["message", "fix", "saw", "means", "title", "summary"]);
const calls = new Set([
  ...["say", "print", "complain", "warn", "line"],
  // what makes a Problem of a message and a fix
  ...["problem", "bad", "badSettings", "badWords", "failed", "refused", "refusal", "leftAlone"],
]);

/** The value of such a field or the argument of such a call, through choices and joins but through no other call. */
function isForPeople(steps: readonly Step[]): boolean {
  for (const [parent, key] of steps.toReversed()) {
    if (parent.type === "Property") return key === "value" && fields.has(String((parent["key"] as Node)["name"]));
    if (parent.type === "CallExpression") return key === "arguments" && calls.has(calledOf(parent));
    const passes =
      parent.type === "ConditionalExpression" ? key !== "test" : /^(?:Logical|Parenthes)/.test(parent.type);
    if (!passes) return false;
  }
  return false;
}

/** HAProxy's admin socket has a `say` of its own, in HAProxy's words. */
function calledOf(call: Node): string {
  const callee = call["callee"] as Node;
  if (callee.type !== "MemberExpression") return String(callee["name"]);
  return (callee["object"] as Node)["name"] === "admin" ? "" : String((callee["property"] as Node)["name"]);
}

/** Two words at least that are no command to paste, and more than a mark before what others said. */
function isProse(text: string): boolean {
  const rest = text.replace(/\{\d+\}/g, "").replace(/\b(?:error|warning|fix|httpsidecar|this is a bug|bug):?/g, "");
  const isCommand = /^(?:docker|certbot|cp|nginx|--[a-z]+) /.test(text) && !/[;,(]/.test(text);
  return !isCommand && /[a-z]{2,} +[a-z]{2,}/i.test(rest);
}

const isMarked = (node: Node) => node.type === "TaggedTemplateExpression" && (node["tag"] as Node)["name"] === "phrase";

function textOf(node: Node): string {
  if (node.type === "Literal") return String(node["value"]);
  const parts = (node["quasis"] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
  return parts.reduce((text, part, at) => `${text}{${at}}${part}`);
}

/** What `see` makes of each node and the steps that lead to it, in the order of the source. */
function textsOf(code: string, see: (node: Node, steps: readonly Step[]) => string | undefined): readonly string[] {
  const found: string[] = [];
  const steps: Step[] = [];
  const walk = (node: Node) => {
    const text = see(node, steps);
    if (text !== undefined) found.push(text);
    for (const key in node) {
      for (const child of [node[key]].flat()) {
        if (!isNode(child)) continue;
        steps.push([node, key]);
        walk(child);
        steps.pop();
      }
    }
  };
  walk(parseAst(code, { lang: "ts" }) as unknown as Node);
  return found;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";
