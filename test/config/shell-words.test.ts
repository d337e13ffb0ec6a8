import { expect, test } from "vitest";
import { shellWords } from "../../src/config/shell-words.ts";
import { refusals } from "./refusal.ts";

test.for([
  ["", []],
  ["   ", []],
  ["--dry-run", ["--dry-run"]],
  ["  --dry-run\t--debug\r\n-v ", ["--dry-run", "--debug", "-v"]],
  ["--deploy-hook 'echo hi'", ["--deploy-hook", "echo hi"]],
  ['--deploy-hook="echo  hi"', ["--deploy-hook=echo  hi"]],
  ["a''b ''", ["ab", ""]],
  ["a\\ b", ["a b"]],
  ['"a\\"b\\\\c\\$d\\`e"', ['a"b\\c$d`e']],
  ['"a\\nb"', ["a\\nb"]],
  ["'a\\'", ["a\\"]],
  ['"it\'s"', ["it's"]],
  ["one \\\n two", ["one", "two"]],
  ['"one\\\ntwo"', ["onetwo"]],
  ["# no comment", ["#", "no", "comment"]],
] as const)("%j is split as a shell splits it", ([text, words]) => {
  expect(shellWords(text, "CERTBOT_OPTIONS")).toEqual(words);
});

test.for([
  ["$(touch /tmp/x)", ["$(touch", "/tmp/x)"]],
  ['"$(touch /tmp/x)"', ["$(touch /tmp/x)"]],
  ["`id` $HOME $(id)", ["`id`", "$HOME", "$(id)"]],
  ["a|b;c&d>e<f", ["a|b;c&d>e<f"]],
  ["* ? ~ !x %s", ["*", "?", "~", "!x", "%s"]],
] as const)("%j is not expanded: its letters stay as they are", ([text, words]) => {
  expect(shellWords(text, "CERTBOT_OPTIONS")).toEqual(words);
});

test("what has no end is refused", () => {
  const inputs = ["--dry-run '", '-m "you@', "--debug \\"];
  expect(refusals(inputs, (text) => shellWords(text, "CERTBOT_OPTIONS"))).toMatchInlineSnapshot(`
    "CERTBOT_OPTIONS has an unclosed quote: '
      fix: close it, or remove it from CERTBOT_OPTIONS in .env …
    CERTBOT_OPTIONS has an unclosed quote: "
      fix: close it, or remove it from CERTBOT_OPTIONS in .env …
    CERTBOT_OPTIONS has a backslash at its end
      fix: close it, or remove it from CERTBOT_OPTIONS in .env …"
  `);
});
