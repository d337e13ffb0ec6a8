import { expect, test } from "vitest";
import { directivesOf } from "../../src/stack-files/nginx-tokens.ts";
import { serverBlocks } from "../../src/stack-files/server-blocks.ts";

test("server blocks are told in their order, those of http and of its files, and no upstream's server", () => {
  const text =
    "http { upstream a { server app:80; } server { listen [::]:81 default_server; listen unix:/x; server_name a b; } }\n" +
    'stream { server { listen 5; } }\n# configuration file /a.conf:\nserver { server_name "c"; include x; }';
  expect(serverBlocks(directivesOf(text))).toMatchObject([
    { listens: [{ port: 81, isDefault: true }], names: ["a", "b"], includes: false },
    { listens: [{ port: 80, isDefault: false }], names: ["c"], includes: true },
  ]);
});
