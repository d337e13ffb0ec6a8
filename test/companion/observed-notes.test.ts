import { expect, test } from "vitest";
import { parseDump } from "../../src/companion/nginx/dump.ts";
import { seenBy, visitorsPort } from "../../src/companion/observed-notes.ts";

const domain = "shop.example";
const app = "proxy_buffering off; proxy_set_header Upgrade $http_upgrade;";
const tls = (folder: string) => `server { listen 443 ssl; ssl_certificate ${folder}/fullchain.pem; ${app} }`;
const extras = { redirect: "auto", http2: false, hstsMaxAge: undefined, publicHttpsPort: 443 } as const;
const about = { domain, extras };
const open = { published: [80, 443], onHostNetwork: false };

test("an nginx that is as it should be gives no word", () => {
  expect(seenBy(parseDump(tls(`/etc/letsencrypt/live/${domain}`)), open, about)).toEqual([]);
});

test("a port that is not published, sockets and streams that do not pass, and foreign files are each a word", () => {
  expect(seenBy(parseDump(tls("/etc/ssl")), open, about)).toEqual(["foreign-certificate"]);
  expect(seenBy(parseDump("server { listen 80; }"), { ...open, published: [8080] }, about)).toEqual([
    ...["port-80-unpublished", "port-443-unpublished", "no-web-sockets", "buffered"],
  ]);
});

test("HTTPS on another port is published where that port is", () => {
  const moved = { domain, extras: { ...extras, publicHttpsPort: 8443 } };
  const dump = parseDump(tls(`/etc/letsencrypt/live/${domain}`));
  expect(seenBy(dump, { ...open, published: [80, 8443] }, moved)).toEqual([]);
  expect(seenBy(dump, open, moved)).toEqual(["port-443-unpublished"]);
});

test("visitors use the host's port that leads to nginx's HTTPS, whatever nginx itself listens on", () => {
  const at = (published: number[], ...ports: [number, number][]) => ({ published, hostPorts: new Map(ports) });
  const own = parseDump("server { listen 8443 ssl; ssl_certificate /own.pem; }");
  expect(visitorsPort(own, at([80, 31443], [8080, 80], [8443, 31443]))).toBe(31443);
  expect(visitorsPort(parseDump("server { listen 80; }"), at([8080, 9443], [80, 8080], [443, 9443]))).toBe(9443);
  expect(visitorsPort(own, at([80, 443], [8080, 80], [8443, 443]))).toBeUndefined();
  expect(visitorsPort(own, at([80], [8080, 80]))).toBeUndefined();
});

test("a container that has the host's network is a word", () => {
  const hosted = { ...open, onHostNetwork: true };
  expect(seenBy(parseDump(tls(`/etc/letsencrypt/live/${domain}`)), hosted, about)).toEqual(["host-network"]);
});

test("a server block that answers in the place of ours is a word", () => {
  const other = "server { listen 443 ssl; ssl_certificate /blog.pem; }";
  const text = `${other} ${tls(`/etc/letsencrypt/live/${domain}`)}`;
  expect(seenBy(parseDump(text), open, about)).toEqual(["other-server-block"]);
});
