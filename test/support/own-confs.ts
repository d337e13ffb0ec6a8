import { readFileSync } from "node:fs";
import { repository } from "./repository.ts";

const shipped = (name: string) => readFileSync(repository(`test/fixtures/own-conf/${name}.conf`), "latin1");
const libreChat = shipped("librechat");
const coze = shipped("coze");
const proxied = "location / { proxy_pass http://127.0.0.1:3080; }";

/** A person's file of nginx, and the server lines (counted from 1) below which ours go. */
export interface Understood {
  name: string;
  text: string;
  below: readonly number[];
  /** the root of the person's own location for the challenge */
  challengeRoot?: string;
}

/** The names are chat.acme.org, and in one www.acme.org too. */
export const understood: readonly Understood[] = [
  { name: "LibreChat's, half of it commented out", text: libreChat, below: [20] },
  { name: "Coze's, with an upstream `if` and locations by pattern", text: coze, below: [1] },
  { name: "LibreChat's with Windows line ends", text: libreChat.replaceAll("\n", "\r\n"), below: [20] },
  { name: "Coze's without a line end at its end", text: coze.trimEnd(), below: [1] },
  { name: "Coze's with tabs", text: coze.replaceAll("    ", "\t"), below: [1] },
  {
    name: "one with several blocks, by its name",
    text: `server {\n  listen 80 default_server;\n  return 444;\n}\nserver {\n  listen 80;\n  server_name chat.acme.org;\n  ${proxied}\n}\n`,
    below: [5],
  },
  {
    name: "one with several blocks, by the default",
    text: `server {\n  server_name blog.acme.org;\n  return 301 https://$host$request_uri;\n}\nserver {\n  listen 80 default_server;\n  server_name _;\n  ${proxied}\n}\n`,
    below: [5],
  },
  {
    name: "one whose names are answered by two blocks",
    text: `server {\n  server_name chat.acme.org;\n  ${proxied}\n}\nserver {\n  server_name www.acme.org;\n  ${proxied}\n}\n`,
    below: [1, 5],
  },
  {
    name: "one with braces in quotes, comments and patterns",
    text: `# } server {\nmap $http_user_agent $bot { default ""; "~*a{2}}" "{"; }\nserver { # { {\n  set $text "} ; {"; # }\n  set $more '}';\n  location ~ "^/[0-9]{3}$" { return 200 "{}"; }\n  ${proxied}\n}\n`,
    below: [3],
  },
  {
    name: "one whose brace stands in a line of its own",
    text: `server\n{\n\tlisten 80;\n\t${proxied}\n}\n`,
    below: [2],
  },
  {
    name: "one that begins in one line",
    text: `server { listen 80; server_name chat.acme.org; # the chat\n  ${proxied}\n}\n`,
    below: [1],
  },
  {
    name: "one with a location for the challenge",
    text: `server {\n  listen 80;\n  location ^~ /.well-known/acme-challenge/ {\n    root /var/www/acme/;\n    try_files $uri =404;\n  }\n  ${proxied}\n}\n`,
    below: [1],
    challengeRoot: "/var/www/acme",
  },
  {
    name: "LibreChat's with IPv6 only besides, HTTP/2 and a name",
    text: libreChat.replace(
      "server_name localhost;",
      "server_name chat.acme.org;\n    http2_max_concurrent_streams 64;",
    ),
    below: [20],
  },
  { name: "LibreChat's with its comments taken out", text: libreChat.replaceAll(/^ *#.*\n/gm, ""), below: [4] },
  {
    name: "LibreChat's with a block for names that are not known",
    text: `server {\n  listen 80 default_server;\n  server_name "";\n  return 444;\n}\n${libreChat.replaceAll(" default_server", "").replace("server_name localhost", "server_name chat.acme.org")}`,
    below: [25],
  },
  {
    name: "LibreChat's whole, in a file that is all of nginx.conf",
    text: `map $http_upgrade $up { default upgrade; "" close; }\nlog_format short '$remote_addr; {"host": "$host"}';\n${libreChat}`,
    below: [22],
  },
  {
    name: "Coze's with names by a map, a geo and kept connections",
    text: `geo $inside { default 0; 10.0.0.0/8 1; }\nmap $inside $to { 1 "a;{b}"; default '}'; }\nupstream api { server 127.0.0.1:8888; keepalive 8; }\n${coze}`,
    below: [4],
  },
  {
    name: "one that sends a path to another site's HTTPS",
    text: `server {\n  listen 80;\n  location = /docs { return 302 https://docs.acme.org/; }\n  rewrite ^/blog https://blog.acme.org/ redirect;\n  ${proxied}\n}\n`,
    below: [1],
  },
  {
    name: "one with hidden files denied, and a location that takes all",
    text: `server {\n  listen 80;\n  location ~ /\\. { deny all; }\n  location ^~ / { proxy_pass http://127.0.0.1:3080; }\n}\n`,
    below: [1],
  },
  {
    name: "one beside HTTPS on another port, and TLS that knows no name",
    text: `server {\n  listen 80;\n  server_name chat.acme.org;\n  ${proxied}\n}\nserver {\n  listen 443 ssl default_server;\n  ssl_reject_handshake on;\n}\nserver {\n  listen 8443 ssl;\n  ssl_reject_handshake on;\n}\n`,
    below: [1],
  },
  {
    name: "one without blanks, with words over several lines",
    text: `server{listen\n80;server_name\n\tchat.acme.org\n\twww.acme.org;\nlocation /{proxy_pass http://127.0.0.1:3080;}}\n`,
    below: [4],
  },
  { name: "one with letters of another code page", text: `# caf\xe9 \xff\n${coze}`, below: [2] },
];

/** A person's file that is left alone: why, and at which line. */
export interface LeftAlone {
  name: string;
  text: string;
  why: RegExp;
  line: number;
}

export const leftAlone: readonly LeftAlone[] = [
  {
    name: "HTTPS of its own",
    text: "server {\n  listen 80;\n  listen 443 ssl;\n  ssl_certificate /x.pem;\n}\n",
    why: /listens on TLS already/,
    line: 3,
  },
  { name: "a plain 443", text: "server {\n  listen 80;\n  listen 443;\n}\n", why: /listens on TLS already/, line: 1 },
  {
    name: "a redirect to HTTPS",
    text: "server {\n  listen 80;\n  return 301 https://$host$request_uri;\n}\n",
    why: /redirects to HTTPS already/,
    line: 3,
  },
  {
    name: "a redirect in a location",
    text: "server {\n  location / {\n    rewrite ^ https://chat.acme.org$request_uri permanent;\n  }\n}\n",
    why: /redirects to HTTPS already/,
    line: 3,
  },
  {
    name: "the PROXY protocol",
    text: `server {\n  listen 80 proxy_protocol;\n  ${proxied}\n}\n`,
    why: /expects the PROXY protocol/,
    line: 2,
  },
  {
    name: "a certificate of its own, and TLS not yet on",
    text: `server {\n  listen 80;\n  ssl_certificate /x.pem;\n  ssl_certificate_key /x.key;\n  ${proxied}\n}\n`,
    why: /has a certificate already/,
    line: 3,
  },
  {
    name: "HTTPS in a block of its own",
    text: `server {\n  listen 80;\n  server_name chat.acme.org;\n  ${proxied}\n}\nserver {\n  listen 443 ssl;\n  server_name chat.acme.org;\n  ssl_certificate /x.pem;\n}\n`,
    why: /another server block answers over HTTPS/,
    line: 6,
  },
  {
    name: "HTTPS of a default block that would answer",
    text: `server {\n  listen 443 ssl;\n  ssl_certificate /x.pem;\n}\nserver {\n  listen 80 default_server;\n  ${proxied}\n}\n`,
    why: /another server block answers over HTTPS/,
    line: 1,
  },
  {
    name: "a redirect that a variable hides",
    text: `server {\n  listen 80;\n  set $to https://$host;\n  location / { return 301 $to$request_uri; }\n}\n`,
    why: /redirects to HTTPS already/,
    line: 4,
  },
  {
    name: "one answer for everything",
    text: "server {\n  listen 80;\n  return 200 hello;\n}\n",
    why: /answers every request itself/,
    line: 3,
  },
  {
    name: "another program for the challenge",
    text: "server {\n  location /.well-known/acme-challenge/ { proxy_pass http://127.0.0.1:402; }\n}\n",
    why: /another program answers the challenge/,
    line: 2,
  },
  {
    name: "a challenge folder that is not its own",
    text: "server {\n  root /srv/www;\n  location /.well-known/acme-challenge/ { allow all; }\n}\n",
    why: /another program answers the challenge/,
    line: 3,
  },
  { name: "all in one line", text: `server { listen 80; ${proxied} }\n`, why: /written in one line/, line: 1 },
  {
    name: "names by a pattern",
    text: `server {\n  server_name ~^(?<sub>.+)\\.acme\\.org$;\n  ${proxied}\n}\n`,
    why: /decided by a pattern/,
    line: 1,
  },
  {
    name: "another port",
    text: `server {\n  listen 8080;\n  ${proxied}\n}\n`,
    why: /no server block listens on port 80/,
    line: 1,
  },
  {
    name: "a mark of bytes at its beginning",
    text: `\xef\xbb\xbf${coze}`,
    why: /no server block listens on port 80/,
    line: 1,
  },
  {
    name: "another writer",
    text: `# Generated by confd. Do not edit.\n${coze}`,
    why: /another program writes/,
    line: 2,
  },
  {
    name: "a program in another language",
    text: `server {\n  location /n {\n    content_by_lua_block {\n      local t = { n = #list }\n      ngx.say(t.n)\n    }\n  }\n}\n`,
    why: /not balanced/,
    line: 1,
  },
];
