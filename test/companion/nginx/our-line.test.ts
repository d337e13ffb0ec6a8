import { expect, test } from "vitest";
import { countOurLine, withOurLine, withoutOurLine } from "../../../src/companion/nginx/our-line.ts";
import { knowsMinTimeout } from "../../../src/companion/nginx/pooled-clients.ts";

const conf = "events {}\nhttp {\n    include mime.types; # \xff\n}\n";

test("our line comes first in the http block, says whose it is, and goes without a trace", () => {
  const put = withOurLine(Buffer.from(conf, "latin1"));
  const [, , line] = String(put).split("\n");
  expect(line).toMatch(/^ {4}keepalive_min_timeout 5s; # httpsidecar: /);
  expect(countOurLine(String(put))).toBe(1);
  expect(withoutOurLine(put ?? Buffer.alloc(0))).toEqual(Buffer.from(conf, "latin1"));
});

test.each(["http { include x; }\n", "events {}\n", "include http.conf;\n", "http {\n}\nhttp {\n}\n", ""])(
  "it is not put into %j",
  (text) => {
    expect(withOurLine(Buffer.from(text))).toBeUndefined();
  },
);

test("a person's own directive stays", () => {
  const ownStack = "http {\n    keepalive_min_timeout 5s;\n    keepalive_min_timeout 5s; # mine\n}\n";
  expect(String(withoutOurLine(Buffer.from(ownStack)))).toBe(ownStack);
  expect(countOurLine(ownStack)).toBe(0);
});

test.each([
  ["1.27.4", true],
  ["1.27.10", true],
  ["1.28.0", true],
  ["2.0.0", true],
  ["1.27.3", false],
  ["1.26.9", false],
  ["0.99.99", false],
  ["", false],
])("nginx %s knows the directive: %j", (version, knows) => {
  expect(knowsMinTimeout(version)).toBe(knows);
});
