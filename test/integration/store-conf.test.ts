import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import { valueAt, withValue } from "../../src/store/conf-edit.ts";
import { type Conf, parseConf, printConf } from "../../src/store/conf-text.ts";
import { writeValue } from "../../src/store/conf-value.ts";
import { chanceOf } from "../support/chance.ts";

// The parser of certbot's confs, from the distribution, is the judge.
const readWithConfigObj = `
import configobj, json, sys
def facts(section, path):
    for key in section.scalars:
        yield [path + [key], section[key]]
    for name in section.sections:
        yield [path + [name], "a section"]
        yield from facts(section[name], path + [name])
def read(text):
    try:
        return list(facts(configobj.ConfigObj(text.split("\\n")[:-1], interpolation=False), []))
    except configobj.ConfigObjError:
        return None
print(json.dumps([read(text) for text in json.load(sys.stdin)]))
`;
const fillInWithConfigObj = `
import configobj, json, sys
def facts(section, path):
    for key in section.scalars:
        try:
            yield [path + [key], section[key]]
        except (configobj.ConfigObjError, TypeError): # the latter where a name leads to a list
            yield [path + [key], None]
    for name in section.sections:
        yield from facts(section[name], path + [name])
print(json.dumps([list(facts(configobj.ConfigObj(text.split("\\n")[:-1]), [])) for text in json.load(sys.stdin)]))
`;
const writeWithConfigObj = `
import configobj, json, sys
def write(value):
    conf = configobj.ConfigObj(interpolation=False)
    conf["a"] = value
    try:
        return "\\n".join(conf.write())
    except configobj.ConfigObjError:
        return None
print(json.dumps([write(value) for value in json.load(sys.stdin)]))
`;

async function ask<T>(program: string, input: unknown): Promise<T[]> {
  const { stdout } = await execa("/usr/bin/python3", ["-c", program], { input: JSON.stringify(input) });
  return JSON.parse(stdout);
}

const bits = [
  "a",
  "b",
  "x y",
  " ",
  "  ",
  ",",
  "#",
  '"',
  "'",
  "=",
  "[",
  "]",
  "%",
  "\\",
  "'''",
  '"""',
  "é",
  "k = v",
  ";",
];
const seed = Math.floor(Math.random() * 2 ** 32);

function scribbler(start: number) {
  const chance = chanceOf(start);
  const below = (limit: number) => Math.floor(chance.between(0, limit));
  const scribble = () => Array.from({ length: below(7) }, () => bits[below(bits.length)]).join("");
  const line = (at: number) =>
    [`k${at} = ${scribble()}`, `k${at} = ${scribble()}`, `[${scribble()}]`, scribble()][below(4)];
  const text = () => `${Array.from({ length: 1 + below(3) }, (_, at) => line(at)).join("\n")}\n`;
  const value = () => (below(2) === 0 ? scribble() : Array.from({ length: below(3) }, scribble));
  return { text, value };
}

/** A key and its value, or a section. Lists, since JSON.parse of Node 24.21 mixes up object keys that hold escapes. */
type Fact = [path: readonly string[], value: unknown];

function readHere(text: string): Fact[] | null {
  try {
    return factsOf(parseConf(text, "x.conf"));
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

function factsOf({ lines }: Conf): Fact[] {
  return lines.flatMap((line): Fact[] => {
    if (line.kind === "section") return [[line.section, "a section"]];
    return line.kind === "entry" ? [[[...line.section, line.key], line.value]] : [];
  });
}

function inOrder(facts: readonly Fact[] | null | undefined): readonly string[] | null {
  return facts?.map((fact) => JSON.stringify(fact)).sort() ?? null;
}

describe(`against ConfigObj, with scribbles of seed ${seed}`, () => {
  test("what we accept, it reads the same; what it refuses, we refuse", async () => {
    const { text } = scribbler(seed);
    const texts = Array.from({ length: 5000 }, text);
    const theirs = await ask<Fact[] | null>(readWithConfigObj, texts);
    const ours = texts.map(readHere);
    const accepted = texts.flatMap((given, at) =>
      ours[at] === null ? [] : [{ given, ours: ours[at], theirs: theirs[at] }],
    );
    for (const { given, ours, theirs } of accepted)
      expect(inOrder(ours), JSON.stringify(given)).toEqual(inOrder(theirs));
    // we are stricter only where quotes and brackets stand in odd places
    const both = theirs.filter((facts) => facts !== null).length;
    expect(accepted.length).toBeGreaterThan(both * 0.85);
  });

  test("a value is quoted as it quotes it", async () => {
    const { value } = scribbler(seed);
    const values = Array.from({ length: 5000 }, value);
    const theirs = await ask<string | null>(writeWithConfigObj, values);
    const written = values.map((given) => writeValue(given));
    for (const [at, given] of values.entries()) {
      if (written[at] !== undefined) expect(`a = ${written[at]}`, JSON.stringify(given)).toBe(theirs[at]);
    }
    // it writes a few that it cannot read back; we write none of those
    const refused = (all: readonly unknown[]) => all.filter((text) => text === undefined || text === null).length;
    expect(refused(written) - refused(theirs)).toBeLessThan(values.length * 0.02);
  });

  test("%(name)s is filled in from the same places", async () => {
    const texts = Array.from({ length: 1500 }, references(seed));
    const theirs = await ask<Fact[]>(fillInWithConfigObj, texts);
    for (const [at, text] of texts.entries()) {
      const conf = parseConf(text, "x.conf");
      const ours = conf.lines.flatMap((line): Fact[] =>
        line.kind === "entry" ? [[[...line.section, line.key], valueAt(conf, line.section, line.key) ?? null]] : [],
      );
      expect(inOrder(ours), text).toEqual(inOrder(theirs[at]));
    }
  });

  test("setting a value leaves every other line as it stood, comments and unknown sections too", async () => {
    const { text, value } = scribbler(seed);
    const comments = ["# of mine", "", "[unknown]", "x = y # why", "  # indented"];
    const made = Array.from({ length: 2000 }, () => ({ before: `${text()}${comments.join("\n")}\n`, value: value() }));
    let kept = 0;
    for (const { before, after } of made.flatMap(edited)) {
      const lines = after.split("\n").filter((line) => !line.startsWith("set = "));
      expect(lines.join("\n"), before).toBe(before);
      kept += 1;
    }
    expect(kept).toBeGreaterThan(200);
  });

  test("after setting a value, every other one is read as before", async () => {
    const { text, value } = scribbler(seed);
    const made = Array.from({ length: 3000 }, () => ({ before: text(), value: value() })).flatMap(edited);
    const theirs = await ask<Fact[] | null>(
      readWithConfigObj,
      made.map(({ after }) => after),
    );
    for (const [at, { before, value, after }] of made.entries()) {
      const expected: Fact[] = [...(readHere(before) ?? []), [["set"], value]];
      expect(inOrder(theirs[at]), JSON.stringify({ before, after })).toEqual(inOrder(expected));
    }
    expect(made.length).toBeGreaterThan(300);
  });
});

/** Confs of three levels whose values refer to each other, to nobody, and in circles. */
function references(start: number): () => string {
  const chance = chanceOf(start);
  const names = ["a", "b", "c", "d"] as const;
  const part = () =>
    chance.oneOf(["x", " y", `%(${chance.oneOf([...names, "none"])})s`, "%", "%%", "%s", "%(a", "date +%s"]);
  const value = () => {
    const item = () => Array.from({ length: Math.floor(chance.between(1, 4)) }, part).join("");
    return chance.happens(0.2) ? `${item()}, ${item()}` : item();
  };
  const entries = () => names.filter(() => chance.happens(0.6)).map((name) => `${name} = ${value()}`);
  const optional = (head: string) => (chance.happens(0.5) ? [head, ...entries()] : []);
  return () =>
    `${[...entries(), "[s]", ...entries(), ...optional("[[DEFAULT]]"), ...optional("[[t]]"), ...optional("[DEFAULT]")].join("\n")}\n`;
}

function edited({ before, value }: { before: string; value: string | string[] }) {
  if (readHere(before) === null || writeValue(value) === undefined) return [];
  return [{ before, value, after: printConf(withValue(parseConf(before, "x.conf"), [], "set", value)) }];
}
