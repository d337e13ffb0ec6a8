import { describe, expect, test } from "vitest";
import { valueAt, withValue } from "../../src/store/conf-edit.ts";
import { parseConf, printConf } from "../../src/store/conf-text.ts";

function valueOfLine(text: string) {
  return valueAt(parseConf(`${text}\n`, "x.conf"), [], "a");
}

describe("a value is read as ConfigObj reads it", () => {
  test.each([
    ["a = x, y", ["x", "y"]],
    ["a = x,", ["x"]],
    ["a = ,", []],
    ["a =", ""],
    ['a = ""', ""],
    ["a = x # c", "x"],
    ["a = x#c", "x"],
    ['a = "x # y"', "x # y"],
    ["a = 'x, y'", "x, y"],
    ['a = x "y" z', 'x "y" z'],
    ["a = 'x', y # c", ["x", "y"]],
    ["a=b=c", "b=c"],
    ["  a = x  ", "x"],
    ["a = date +%s", "date +%s"],
    ["a = C:\\new", "C:\\new"],
    ['a = """one\ntwo"""', "one\ntwo"],
    ["a = '''x \"\"\" y''' # c", 'x """ y'],
  ])("%j", (line, expected) => {
    expect(valueOfLine(line)).toEqual(expected);
  });

  test("with %(name)s taken from its section or from one around it", () => {
    const conf = parseConf("root = /etc\n[one]\nb = %(root)s/x\nc = %(b)s/y, %(root)s\nd = %(none)s\n", "x.conf");
    expect(valueAt(conf, ["one"], "c")).toEqual(["/etc/x/y", "/etc"]);
    expect(valueAt(conf, ["one"], "d")).toBeUndefined();
  });

  test("and a name that leads to itself leads nowhere", () => {
    expect(valueOfLine("a = %(a)s")).toBeUndefined();
  });
});

describe("what ConfigObj refuses is refused with its line", () => {
  test.each([
    ['a = "x" y', "there is text behind a closing quote"],
    ['a = x, "y" z', "there is text behind a closing quote"],
    ["a = 'x", "a quote is not closed, or an item of a list is empty"],
    ["a = x,,y", "a quote is not closed, or an item of a list is empty"],
    ["; comment", "it is neither a section, nor key = value, nor a # comment"],
    ["a: b", "it is neither a section, nor key = value, nor a # comment"],
    ["b = 2", "b is there twice"],
    ["[s]\n[s]", "s is there twice"],
    ["[[s]]", "its section is nested too deep"],
    ["[[s]", "its brackets do not match"],
    ['a = """x', "its triple quote is not closed"],
  ])("%j", (text, why) => {
    const line = text.split("\n").length + 1;
    expect(() => parseConf(`b = 1\n${text}\n`, "x.conf")).toThrow(`x.conf, line ${line}, cannot be read: ${why}`);
  });
});

describe("what is not changed stays byte for byte", () => {
  test.each([
    "a = 1 # c\n\n  # note\n[s]  # t\nb=x,\n[[u]]\n\tc = 'q'\n",
    "\uFEFFa = 1\r\n[s]\r\nb = 2\r\n",
    'a = """one\ntwo"""\nb = 1\n',
  ])("%j", (text) => {
    expect(printConf(parseConf(text, "x.conf"))).toBe(text);
  });
});

describe("setting a value", () => {
  test("changes one line and keeps the comment on it", () => {
    const conf = parseConf("a = 1 # c\nb = 2\n", "x.conf");
    expect(printConf(withValue(conf, [], "a", "3"))).toBe("a = 3 # c\nb = 2\n");
  });

  test("leaves a line alone that says so already in another way", () => {
    const conf = parseConf('a = "1"\n', "x.conf");
    expect(printConf(withValue(conf, [], "a", "1"))).toBe('a = "1"\n');
  });

  test("adds a key at the end of its own section, before the comments of the next", () => {
    const conf = parseConf("a = 1\n# about s\n[s]\nb = 2\n[[u]]\nc = 3\n[t]\n", "x.conf");
    const edited = withValue(withValue(withValue(conf, [], "d", "4"), ["s"], "e", "5"), ["s", "u"], "f", ["6"]);
    expect(printConf(edited)).toBe("a = 1\nd = 4\n# about s\n[s]\nb = 2\ne = 5\n[[u]]\nc = 3\nf = 6,\n[t]\n");
  });

  test("makes a section that is missing, inside its parent", () => {
    const conf = parseConf("[s]\nb = 2\n[t]\nc = 3\n", "x.conf");
    expect(printConf(withValue(conf, ["s", "u"], "a.test", "/x"))).toBe("[s]\nb = 2\n[[u]]\na.test = /x\n[t]\nc = 3\n");
  });

  test("to one line in place of a block of lines", () => {
    const conf = parseConf("a = '''x\ny'''\nb = 1\n", "x.conf");
    expect(printConf(withValue(conf, [], "a", "z"))).toBe("a = z\nb = 1\n");
  });

  test.each([
    ["plain text", "a = plain text"],
    ['say "x" now', 'a = say "x" now'],
    ["x, y", 'a = "x, y"'],
    ['say "x, y"', "a = 'say \"x, y\"'"],
    [" x", 'a = " x"'],
    ["", 'a = ""'],
    ['it\'s "so", #1', "a = '''it's \"so\", #1'''"],
    ["one\ntwo", "a = '''one\ntwo'''"],
    [[], "a = ,"],
    [["x"], "a = x,"],
    [["x", "y, z"], 'a = x, "y, z"'],
  ])("%j is quoted as ConfigObj quotes it", (value, expected) => {
    expect(printConf(withValue(parseConf("", "x.conf"), [], "a", value))).toBe(`${expected}\n`);
  });
});
