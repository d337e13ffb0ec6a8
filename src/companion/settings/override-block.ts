import { phrase } from "../../model/phrase.ts";
import { switchBegin as begin, switchEnd as end } from "../../stack-files/marks.ts";
import { settingsRefused } from "../../stack-files/refused.ts";
import { switchKeys } from "../parts.ts";

const parent = /^( *)(["']?)([A-Za-z0-9._-]+)\2: *(?:#.*)?\r?$/;
const ourSetting = new RegExp(`^\\s*["']?(?:-\\s*["']?)?(?:${switchKeys.join("|")})["']?\\s*[:=]`);

/** Our part of the operator's override file. */
export interface Block {
  inside: readonly string[];
  /** the whole text with these lines inside the block */
  fill(lines: readonly string[]): string;
}

/**
 * The lines between `# httpsidecar: begin` and `# httpsidecar: end` under services.<service>.environment.
 * Throws Problem `settings-refused` when there is no such block, or when one of our keys also stands outside of it.
 */
export function ourBlock(text: string, service: string, name: string): Block {
  const lines = text.split("\n");
  const [first, last] = [only(lines, begin), only(lines, end)];
  if (first < 0 || last < first) throw notOurs(name);
  const indentation = /^ */.exec(lines[first] ?? "")?.[0] ?? "";
  if (lines[last] !== lines[first]?.replace(begin, end)) throw notOurs(name);
  if (parents(lines.slice(0, first), indentation.length).join() !== `environment,${service},services`) {
    throw misplaced(name, service);
  }
  const outside = [...lines.slice(0, first), ...lines.slice(last)].findIndex((line) => ourSetting.test(line));
  if (outside >= 0) throw setTwice(name);

  const eol = lines[first]?.endsWith("\r") ? "\r" : "";
  const filled = (inner: readonly string[]) => inner.map((line) => indentation + line + eol);
  return {
    inside: lines.slice(first + 1, last),
    fill: (inner) => [...lines.slice(0, first + 1), ...filled(inner), ...lines.slice(last)].join("\n"),
  };
}

/** The index of the one line with these words, else -1. */
function only(lines: readonly string[], words: string): number {
  const first = lines.findIndex((line) => line.trim() === words);
  return first === lines.findLastIndex((line) => line.trim() === words) ? first : -1;
}

/** The keys above, from the nearest to the top; "?" for what is not a plain YAML key. */
function parents(above: readonly string[], indentation: number): string[] {
  const keys: string[] = [];
  let depth = indentation;
  for (const line of above.toReversed()) {
    const spaces = line.length - line.trimStart().length;
    if (/^\s*(?:#|$)/.test(line) || spaces >= depth) continue;
    depth = spaces;
    keys.push(parent.exec(line)?.[3] ?? "?");
  }
  return keys;
}

function notOurs(name: string) {
  return settingsRefused(
    phrase`${name} is your own file and has no httpsidecar block`,
    phrase`put the lines "${begin}" and "${end}" under the environment of nginx in ${name}`,
  );
}

function misplaced(name: string, service: string) {
  return settingsRefused(
    phrase`httpsidecar's block in ${name} is not under services.${service}.environment`,
    phrase`move the lines from "${begin}" to "${end}" there`,
  );
}

function setTwice(name: string) {
  return settingsRefused(
    phrase`${name} sets one of httpsidecar's keys outside its block`,
    phrase`remove that line from ${name}`,
  );
}
