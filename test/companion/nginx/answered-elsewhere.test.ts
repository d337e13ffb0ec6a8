import { expect, test } from "vitest";
import { isAnsweredElsewhere } from "../../../src/companion/nginx/answered-elsewhere.ts";
import { directivesOf } from "../../../src/stack-files/nginx-tokens.ts";
import { serverBlocks } from "../../../src/stack-files/server-blocks.ts";

const domain = "shop.example.com";
const challenge = "location ^~ /.well-known/acme-challenge/ { root /var/www/html; }";
const certificate = `ssl_certificate /etc/letsencrypt/live/${domain}/fullchain.pem;`;
const ours = `server { listen 80; server_name _; ${challenge} }`;
const elsewhere = (text: string) => isAnsweredElsewhere(serverBlocks(directivesOf(text)), domain);

test.each([
  ["the only block", ours],
  ["the first of two", `${ours} server { listen 80; server_name blog.example.com; }`],
  ["a later one that has the name", `server { listen 80; } server { listen 80; server_name ${domain}; ${challenge} }`],
  ["one whose wildcard fits", `server { listen 80; } server { listen 80; server_name *.example.com; ${challenge} }`],
  ["the one made the default", `server { listen 80; } server { listen 80 default_server; ${challenge} }`],
  ["one at another port", `server { listen 80; ${challenge} } server { listen 8080; }`],
  ["perhaps one with a pattern", `server { listen 80; } server { listen 80; server_name ~^shop; ${challenge} }`],
  ["one that includes what may be anything", `server { listen 80; include more; } ${ours}`],
])("all is well when the name is answered by %s", (_, text) => {
  expect(elsewhere(text)).toBe(false);
});

test.each([
  ["first", `server { listen 80; server_name blog.example.com; } ${ours}`],
  ["the default", `${ours} server { listen 80 default_server; }`],
  ["named so", `${ours} server { listen 80; server_name ${domain}; }`],
  ["better fitting", `server { server_name .com; ${challenge} } server { server_name *.example.com; }`],
])("a block without the challenge that is %s answers in the place of the one that has it", (_, text) => {
  expect(elsewhere(text)).toBe(true);
});

test("a block with a certificate of its own that is first answers in the place of ours", () => {
  const tls = `server { listen 443 ssl; ${certificate} }`;
  const foreign = "server { listen 443 ssl; server_name blog.example.com; ssl_certificate /blog.pem; }";
  expect(elsewhere(`${foreign} ${tls}`)).toBe(true);
  expect(elsewhere(`${tls} ${foreign}`)).toBe(false);
});
