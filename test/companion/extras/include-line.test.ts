import { expect, it } from "vitest";
import { withIncludeLine, withoutIncludeLine } from "../../../src/companion/extras/include-line.ts";

const server = "server {\n    listen 80;\n    listen 443 ssl;\n}\n";
const line = "    include /etc/nginx/httpsidecar/*.conf; # httpsidecar: a start of nginx takes this line away\n";
const put = (text: string) => withIncludeLine(Buffer.from(text))?.toString();

it("stands first in each server block of a file that serves TLS", () => {
  expect(put(server)).toBe(`server {\n${line}    listen 80;\n    listen 443 ssl;\n}\n`);
  expect(put(`  server  { # HTTP\n listen 80;\n}\n${server}`)?.split(line)).toHaveLength(3);
});

it("stands once, however often it is put, and comes out again without a trace", () => {
  const once = put(server) ?? "";
  expect(put(once)).toBe(once);
  expect(withoutIncludeLine(Buffer.from(once)).toString()).toBe(server);
});

it.each([
  ["no TLS", "server {\n  listen 80;\n}\n"],
  ["TLS in a comment", "server {\n  listen 80; # 443 ssl\n}\n"],
  ["no server block in a plain line", "server { listen 443 ssl; }\n"],
])("is not put where there is %s", (_, text) => {
  expect(put(text)).toBeUndefined();
});
