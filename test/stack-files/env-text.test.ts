import { describe, expect, test } from "vitest";
import { changeEnvText, readEnvText, restoreEnvText } from "../../src/stack-files/env-text.ts";
import { workOf } from "../support/work.ts";

const on = { NGINX_HTTPS_ENABLED: "true" };
const change = (text: string, values: Record<string, string> = on) =>
  changeEnvText(Buffer.from(text), values, ".env").toString();

describe("only the value changes", () => {
  test.each([
    ["a plain line", "A=1\nNGINX_HTTPS_ENABLED=false\nB=2\n", "A=1\nNGINX_HTTPS_ENABLED=true\nB=2\n"],
    ["CRLF", "A=1\r\nNGINX_HTTPS_ENABLED=false\r\nB=2\r\n", "A=1\r\nNGINX_HTTPS_ENABLED=true\r\nB=2\r\n"],
    ["a byte order mark", "\ufeffNGINX_HTTPS_ENABLED=false\n", "\ufeffNGINX_HTTPS_ENABLED=true\n"],
    ["no final newline", "A=1\nNGINX_HTTPS_ENABLED=false", "A=1\nNGINX_HTTPS_ENABLED=true"],
    ["an export prefix", "export \tNGINX_HTTPS_ENABLED=false\n", "export \tNGINX_HTTPS_ENABLED=true\n"],
    ["double quotes", 'NGINX_HTTPS_ENABLED="false"\n', 'NGINX_HTTPS_ENABLED="true"\n'],
    ["single quotes", "NGINX_HTTPS_ENABLED='false' # why\n", "NGINX_HTTPS_ENABLED='true' # why\n"],
    ["spaces around =", "  NGINX_HTTPS_ENABLED = false  \n", "  NGINX_HTTPS_ENABLED = true  \n"],
    ["a colon", "NGINX_HTTPS_ENABLED: false\n", "NGINX_HTTPS_ENABLED: true\n"],
    ["an inline comment", "NGINX_HTTPS_ENABLED=false # off=1\n", "NGINX_HTTPS_ENABLED=true # off=1\n"],
    ["a # that is no comment", "NGINX_HTTPS_ENABLED=false#x\n", "NGINX_HTTPS_ENABLED=true\n"],
    ["backquotes", "NGINX_HTTPS_ENABLED=`false`\n", "NGINX_HTTPS_ENABLED=true\n"],
    ["an empty value", "NGINX_HTTPS_ENABLED=\nB=2\n", "NGINX_HTTPS_ENABLED=true\nB=2\n"],
    ["an empty value in CRLF", "NGINX_HTTPS_ENABLED= \r\nB=2\r\n", "NGINX_HTTPS_ENABLED=true \r\nB=2\r\n"],
    ["empty quotes", "NGINX_HTTPS_ENABLED=''\n", "NGINX_HTTPS_ENABLED='true'\n"],
    [
      "the last of two",
      "NGINX_HTTPS_ENABLED=a\nNGINX_HTTPS_ENABLED=b\nC=3\n",
      "NGINX_HTTPS_ENABLED=a\nNGINX_HTTPS_ENABLED=true\nC=3\n",
    ],
    [
      "a line after a multi-line value that names the key",
      'T="x\nNGINX_HTTPS_ENABLED=false\n"\nNGINX_HTTPS_ENABLED=false\n',
      'T="x\nNGINX_HTTPS_ENABLED=false\n"\nNGINX_HTTPS_ENABLED=true\n',
    ],
    [
      "a line after an escaped quote",
      "A='a\\'\nNGINX_HTTPS_ENABLED=false'\nNGINX_HTTPS_ENABLED=0\n",
      "A='a\\'\nNGINX_HTTPS_ENABLED=false'\nNGINX_HTTPS_ENABLED=true\n",
    ],
    [
      "beside values that Compose and dotenv read differently",
      "A=a#b\nB=`x`\nC=$X\nD: 4\nNGINX_HTTPS_ENABLED=0\n",
      "A=a#b\nB=`x`\nC=$X\nD: 4\nNGINX_HTTPS_ENABLED=true\n",
    ],
    ["beside other bytes than UTF-8", "A=Größe\nNGINX_HTTPS_ENABLED=0\n", "A=Größe\nNGINX_HTTPS_ENABLED=true\n"],
  ])("%s", (_, before, after) => {
    expect(change(before)).toBe(after);
  });

  test("bytes that are no UTF-8 stay", () => {
    const before = Buffer.concat([Buffer.from("A="), Buffer.from([0xff, 0xfe, 0xe4]), Buffer.from("\n")]);
    expect(changeEnvText(before, on, ".env")).toEqual(
      Buffer.concat([before, Buffer.from("NGINX_HTTPS_ENABLED=true\n")]),
    );
  });

  test("a file that says so already stays as it is", () => {
    expect(change("X=$NGINX_HTTPS_ENABLED\nNGINX_HTTPS_ENABLED='true'\n")).toBe(
      "X=$NGINX_HTTPS_ENABLED\nNGINX_HTTPS_ENABLED='true'\n",
    );
  });

  test("a value is emptied with quotes, so that what follows stays a comment", () => {
    expect(change("NGINX_HTTPS_ENABLED=false # c\n", { NGINX_HTTPS_ENABLED: "" })).toBe('NGINX_HTTPS_ENABLED="" # c\n');
  });
});

describe("a key that is not there is appended", () => {
  test.each([
    ["to an empty file", "", "NGINX_HTTPS_ENABLED=true\n"],
    [
      "after a commented-out one",
      "#NGINX_HTTPS_ENABLED=false\n",
      "#NGINX_HTTPS_ENABLED=false\nNGINX_HTTPS_ENABLED=true\n",
    ],
    ["after a last line without an end", "A=1", "A=1\nNGINX_HTTPS_ENABLED=true\n"],
    ["with the file's own line ending", "A=1\r\nB=2", "A=1\r\nB=2\r\nNGINX_HTTPS_ENABLED=true\r\n"],
    ["after a lone byte order mark", "\ufeff", "\ufeffNGINX_HTTPS_ENABLED=true\n"],
    [
      "when it stands only inside of another value",
      'A="\nNGINX_HTTPS_ENABLED=false\n"\n',
      'A="\nNGINX_HTTPS_ENABLED=false\n"\nNGINX_HTTPS_ENABLED=true\n',
    ],
    [
      "beside longer names",
      "XNGINX_HTTPS_ENABLED=0\nNGINX_HTTPS_ENABLED_X=0\n",
      "XNGINX_HTTPS_ENABLED=0\nNGINX_HTTPS_ENABLED_X=0\nNGINX_HTTPS_ENABLED=true\n",
    ],
  ])("%s", (_, before, after) => {
    expect(change(before)).toBe(after);
  });
});

describe("what is not surely understood is refused with file and line", () => {
  test.each([
    [
      "a quote left open",
      'A=1\nB="x\nNGINX_HTTPS_ENABLED=false\n',
      ".env line 2 cannot be changed safely: the quote after B is never closed",
    ],
    [
      "an escaped last quote",
      "A='a\\'\nB=2\n",
      ".env line 1 cannot be changed safely: the quote after A is never closed",
    ],
    ["text after a quote", 'A="x"y=2\n', ".env line 1 cannot be changed safely: text follows the closing quote"],
    ["a space in a name", "A=1\n\nF g=4\n", ".env line 3 cannot be changed safely: it is not KEY=value"],
    ["no name", "=2\n", ".env line 1 cannot be changed safely: it is not KEY=value"],
    ["a lone export", "A=1\nexport\n", ".env line 2 cannot be changed safely: export is there without a name"],
    ["export before =", "export =1\n", ".env line 1 cannot be changed safely: export is there without a name"],
    [
      "old Mac line ends",
      "A=1\rNGINX_HTTPS_ENABLED=false\r",
      ".env line 1 cannot be changed safely: a carriage return is inside the line",
    ],
    ["a zero byte", "A=1\nB=\0\n", ".env line 2 cannot be changed safely: it contains a zero byte"],
    [
      "a name without = at the very end",
      "A=1\nB",
      ".env line 2 cannot be changed safely: the last line has a name without = and no line end",
    ],
    ["a letter that is no ASCII in a name", "ÄB=1\n", ".env line 1 cannot be changed safely: it is not KEY=value"],
    [
      "a hard space before a quote",
      'A=\u00a0"x\n"\n',
      ".env line 1 cannot be changed safely: an unusual kind of white space precedes the value",
    ],
    [
      "the line after a multi-line value",
      "A='1\n2\n3'\nB c=1\n",
      ".env line 4 cannot be changed safely: it is not KEY=value",
    ],
    [
      "our key made of a variable",
      `A=1\nNGINX_HTTPS_ENABLED=$\{X}\n`,
      ".env line 2: NGINX_HTTPS_ENABLED is not set to a plain value",
    ],
    [
      "our key over two lines",
      'NGINX_HTTPS_ENABLED="a\nb"\n',
      ".env line 1: NGINX_HTTPS_ENABLED is not set to a plain value",
    ],
    [
      "our key without a value",
      "NGINX_HTTPS_ENABLED\nA=1\n",
      ".env line 1: NGINX_HTTPS_ENABLED is not set to a plain value",
    ],
    [
      "our key with a comment for a value",
      "NGINX_HTTPS_ENABLED= # off\n",
      ".env line 1: NGINX_HTTPS_ENABLED is not set to a plain value",
    ],
    [
      "another key made of ours",
      `NGINX_HTTPS_ENABLED=false\nB=x$\{NGINX_HTTPS_ENABLED:-1}\n`,
      ".env line 2: B is built from NGINX_HTTPS_ENABLED",
    ],
    [
      "another key made of ours in quotes",
      'B="\n$NGINX_HTTPS_ENABLED"\n',
      ".env line 1: B is built from NGINX_HTTPS_ENABLED",
    ],
  ])("%s", (_, text, message) => {
    expect(() => change(text)).toThrow(expect.objectContaining({ code: "settings-refused", message }));
  });

  test("a value that would need quotes is not written", () => {
    expect(() => change("A=1\n", { NGINX_SSL_CERT_FILENAME: "a b" })).toThrow("needs quoting");
  });
});

test("reads as Compose does: the last one counts, quotes and comments are taken off", () => {
  const text = "A=1 # c\nB='x # y'\nexport C : z\nA=a#b\nD\n#E=5\nF=\n";
  expect([...readEnvText(Buffer.from(text), ".env")]).toEqual([
    ["A", "a#b"],
    ["B", "x # y"],
    ["C", "z"],
    ["F", ""],
  ]);
});

test("a file of 1 MB is changed in well under a second", async () => {
  const filler = `A="${"x\n".repeat(250_000)}"\n${"KEY=value # and a comment\n".repeat(20_000)}# ${"y".repeat(100_000)}\n`;
  const changed = () =>
    expect(change(`${filler}NGINX_HTTPS_ENABLED=false\n`)).toBe(`${filler}NGINX_HTTPS_ENABLED=true\n`);
  expect(await workOf(changed)).toBeLessThan(1000);
});

describe("going back", () => {
  const restore = (current: string, before: string) =>
    restoreEnvText(Buffer.from(current), Buffer.from(before), on, ".env").toString();

  test("gives the old value with its own quotes", () => {
    expect(restore("NGINX_HTTPS_ENABLED='true'\nB=new\n", "NGINX_HTTPS_ENABLED='false'\n")).toBe(
      "NGINX_HTTPS_ENABLED='false'\nB=new\n",
    );
  });

  test("removes the line that was appended", () => {
    expect(restore("A=1\r\nNGINX_HTTPS_ENABLED=true\r\nB=new\r\n", "A=1\r\n")).toBe("A=1\r\nB=new\r\n");
  });

  test("leaves a value that a person changed since", () => {
    expect(restore("NGINX_HTTPS_ENABLED=maybe\n", "NGINX_HTTPS_ENABLED=false\n")).toBe("NGINX_HTTPS_ENABLED=maybe\n");
  });
});
