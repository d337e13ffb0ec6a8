import { describe, expect, test } from "vitest";
import { missingAfter, parseDump, servesTls, tlsPorts } from "../../../src/companion/nginx/dump.ts";
import { withOurLine } from "../../../src/companion/nginx/our-line.ts";

const http = `# configuration file /etc/nginx/nginx.conf:
events {}
http { include conf.d/*.conf; }
# configuration file /etc/nginx/conf.d/default.conf:
server {
    listen 80;
    listen [::]:80 default_server;
    server_name _ "shop.example";   # not server_name other;
    location / { return 200 "listen 99; }"; }
}
`;
const challenge = http.replace(
  "location / ",
  "location ^~ /.well-known/acme-challenge/ { root /var/www/html; } location / ",
);
const https = http.replace(
  "server_name",
  "listen 443 ssl; ssl_certificate /etc/letsencrypt/live/a.example/fullchain.pem; server_name",
);

describe("a dump", () => {
  test("gives files, listens and names, and takes comments and texts for what they are", () => {
    expect(parseDump(http)).toEqual({
      blocks: [expect.objectContaining({ names: ["_", "shop.example"] })],
      files: ["/etc/nginx/nginx.conf", "/etc/nginx/conf.d/default.conf"],
      bytes: http.length,
      listens: [
        { address: "80", ssl: false },
        { address: "[::]:80", ssl: false },
      ],
      serverNames: ["_", "shop.example"],
      challenge: false,
      certificates: [],
      upstreams: [],
      minTimeout: "unset",
      version: "",
      canHttp2: false,
      redirects: false,
      webSockets: false,
      streams: false,
    });
  });

  test("tells TLS listens, their ports, and the certificate", () => {
    const dump = parseDump(`${https}\nserver { listen [::]:8443 ssl; listen unix:/run/n.sock ssl; }`);
    expect(servesTls(dump)).toBe(true);
    expect(tlsPorts(dump)).toEqual([443, 8443]);
    expect(dump.certificates).toEqual(["/etc/letsencrypt/live/a.example/fullchain.pem"]);
  });

  test.each([
    ["its own server", "server { ssl on; listen 443; } server { listen 80; }"],
    ["the whole of http", "http { server { listen 443; } server { ssl off; listen 80; } ssl on; }"],
    ["a file that http includes", "server { listen 443; location / { return 200; } ssl on; }"],
  ])("tells TLS that is switched on in the old way for %s", (_, text) => {
    const dump = parseDump(text);
    expect(servesTls(dump)).toBe(true);
    expect(tlsPorts(dump)).toEqual([443]);
  });

  test("tells whether web sockets and streams are passed on", () => {
    const proxy = "server { proxy_set_header upgrade $http_upgrade; location /ws { proxy_buffering off; } }";
    expect(parseDump(http + proxy)).toMatchObject({ webSockets: true, streams: true });
    expect(parseDump(`${http}proxy_buffering on; # proxy_buffering off;`)).toMatchObject({ streams: false });
  });

  test("tells a time for pooled clients that someone set from the one in our own line", () => {
    const ours = String(withOurLine(Buffer.from(http.replace("http {", "http {\n"))));
    expect(parseDump(ours).minTimeout).toBe("ours");
    expect(parseDump(`${ours}\nkeepalive_min_timeout 9s;`).minTimeout).toBe("set");
    expect(parseDump(`${http}\nkeepalive_min_timeout 9s;`).minTimeout).toBe("set");
  });

  test("tells whether a person's configuration has HTTP/2 and a redirect, our own file left aside", () => {
    const ours =
      "# configuration file /etc/nginx/httpsidecar/extras.conf:\nhttp2 on;\nreturn 302 https://a.example/;\n";
    expect(parseDump(http + ours, "1.30.6")).toMatchObject({ canHttp2: true, redirects: false });
    expect(parseDump(http, "1.25.0").canHttp2).toBe(false);
    const ownStack = `${http}server { http2 on; location / { return 301 https://$host$request_uri; } }\n`;
    expect(parseDump(ownStack + ours, "1.30.6")).toMatchObject({ canHttp2: false, redirects: true });
  });

  test("tells the challenge location", () => expect(parseDump(challenge).challenge).toBe(true));
});

describe("after a switch", () => {
  const wanted = { https: true, challenge: false };

  test("nothing is missing when all of before is there and TLS besides", () => {
    expect(missingAfter(parseDump(http), parseDump(https), wanted)).toEqual([]);
  });

  test("an empty default.conf, as a full disk makes it, is seen", () => {
    const emptied = http.slice(0, http.indexOf("server {"));
    expect(missingAfter(parseDump(http), parseDump(emptied), { https: false, challenge: false })).toEqual([
      "listen 80",
      "listen [::]:80",
      "server_name _",
      "server_name shop.example",
    ]);
  });

  test("what was asked for and did not come is seen", () => {
    expect(missingAfter(parseDump(http), parseDump(http), { https: true, challenge: true })).toEqual([
      "a listen with ssl",
      "location /.well-known/acme-challenge/",
    ]);
  });

  test("a switch to off may take TLS away, and nothing else", () => {
    const off = { https: false, challenge: false };
    expect(missingAfter(parseDump(https), parseDump(http), off)).toEqual([]);
    expect(missingAfter(parseDump(https), parseDump(http.replace("listen 80;", "")), off)).toEqual(["listen 80"]);
  });
});
