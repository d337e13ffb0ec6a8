/** Our own nginx template: what its start makes of the settings, and what a real nginx with it offers. */
import { chmod, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { join } from "node:path";
import { type ConnectionOptions, connect, getCiphers } from "node:tls";
import { execa } from "execa";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { cloudflareRanges } from "../../src/model/edges.ts";
import { type MadeCertificate, makeCertificate } from "../support/certificates.ts";
import { temporaryFolder } from "../support/folders.ts";
import { close, listen, portOf } from "../support/loopback.ts";
import { freePorts } from "../support/ports.ts";
import { render, templateNginx } from "../support/template-nginx.ts";
import { eventually } from "../support/wire.ts";

const domain = "shop.example.com";
let pair: MadeCertificate;
beforeAll(async () => {
  pair = await makeCertificate({ domains: [domain] });
});

/** A program that only says its version, and with -V what it was built with. */
async function nginxOf(version: string, built = ""): Promise<string> {
  const path = join(await temporaryFolder(), "nginx");
  const said = `echo "nginx version: nginx/${version}" >&2\n[ "$1" = -v ] || echo "configure arguments: ${built}" >&2\n`;
  await writeFile(path, `#!/bin/sh\n${said}`);
  await chmod(path, 0o755);
  return path;
}

test.each([
  ["1.22.1", "listen 443 ssl http2;", false],
  ["1.25.0", "listen 443 ssl http2;", false],
  ["1.25.1", "listen 443 ssl;", true],
  ["1.30.6", "listen 443 ssl;", true],
])("nginx %s gets HTTP/2 in the words that it knows", async (version, listen, ownLine) => {
  const { text } = await render(pair, {}, { nginx: await nginxOf(version) });
  expect(text).toContain(listen);
  expect(text.includes("http2 on;")).toBe(ownLine);
});

test("HTTP/3 comes where it is asked for and nginx has it, on the port that visitors use", async () => {
  const nginx = await nginxOf("1.29.3", "--prefix=/etc/nginx --with-http_v3_module");
  const { text, said } = await render(pair, { NGINX_HTTP3: "true", EXPOSE_NGINX_SSL_PORT: "8443" }, { nginx });
  expect(said).toBe("");
  expect(text).toMatch(/^ {4}listen 443 ssl;$/m);
  expect(text).toMatch(/^ {4}listen 443 quic reuseport;$/m);
  expect(text).toContain(`    add_header Alt-Svc 'h3=":8443"; ma=86400' always;\n`);
  expect(text).toContain("    ''      $host:8443;\n");
});

test.each([
  ["is not asked for", {}, "1.29.3", "--with-http_v3_module", ""],
  [
    "was left out of nginx",
    { NGINX_HTTP3: "true" },
    "1.29.3",
    "--with-http_v2_module",
    "has no HTTP/3: serving HTTP/2",
  ],
  ["waits for HTTPS", { NGINX_HTTP3: "true", NGINX_HTTPS_ENABLED: "false" }, "1.29.3", "--with-http_v3_module", ""],
])("HTTP/3 is not there where it %s", async (_, settings, version, built, says) => {
  const { text, said } = await render(pair, settings, { nginx: await nginxOf(version, built) });
  expect(said).toContain(says);
  expect(text).not.toMatch(/quic|Alt-Svc/);
});

test("protocols of old have the ciphers of old: Mozilla's have none for them", async () => {
  const { text } = await render(pair, { NGINX_SSL_PROTOCOLS: "TLSv1 TLSv1.1 TLSv1.2" });
  expect(text).not.toContain("ssl_ciphers");
  expect((await render(pair)).text).toContain("ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:");
});

test("a trusted proxy is an address, a network or cloudflare, and never everybody or a line of nginx", async () => {
  expect((await render(pair)).text).not.toContain("real_ip");
  const bad = ["0.0.0.0/0", "::/0", "1;}evil", "192.0.2.1/33", "300.1.1.1", "1:2", "2001:db8::/129", "/8"];
  const { text, said } = await render(pair, { NGINX_TRUSTED_PROXIES: `10.0.0.0/8 ${bad.join(" ")} 2001:db8::1` });
  expect(text.match(/set_real_ip_from .*/g)).toEqual(["set_real_ip_from 10.0.0.0/8;", "set_real_ip_from 2001:db8::1;"]);
  for (const refused of bad) expect(said).toContain(`: ${refused} is left out`);
  const all = await render(pair, { NGINX_TRUSTED_PROXIES: "0.0.0.0/0" });
  expect(all.text).not.toContain("real_ip");
  const { text: lines } = await render(pair, { NGINX_TRUSTED_PROXIES: "cloudflare" });
  expect([...lines.matchAll(/set_real_ip_from (.*);/g)].map(([, range]) => range)).toEqual([...cloudflareRanges]);
});

test("browsers agree on HTTP/2, and an app's own header against sniffing is not doubled", async () => {
  const app = createServer(({ url }, response) => {
    if (url === "/own") response.setHeader("x-content-type-options", "nosniff");
    response.end("app");
  });
  await listen(app, 0);
  onTestFinished(() => close(app));
  const { https: port } = await templateNginx(pair, { UPSTREAM: `127.0.0.1:${portOf(app)}` });
  const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false, ALPNProtocols: ["h2", "http/1.1"] });
  const agreed = await new Promise((resolve) => socket.on("secureConnect", () => resolve(socket.alpnProtocol)));
  socket.destroy();
  expect(agreed).toBe("h2");
  for (const path of ["/own", "/none"]) {
    const { stdout } = await execa("curl", ["-ksi", "--http1.1", `https://127.0.0.1:${port}${path}`]);
    expect(stdout.match(/^x-content-type-options: .*$/gim)).toEqual([
      expect.stringMatching(/^x-content-type-options: nosniff\r?$/i),
    ]);
    expect(stdout).toMatch(/^server: nginx\r?$/im);
  }
});

const get = async (url: string, ...words: readonly string[]) =>
  (await execa("curl", ["-ks", "-m", "60", "-w", " %{http_code}", ...words, url])).stdout;

test("an app that speaks TLS itself is asked over TLS, by the visitor's name", async () => {
  const names: string[] = [];
  const secure = createSecureServer({ key: pair.privateKeyPem, cert: pair.fullchainPem }, ({ headers }, response) => {
    response.end(`${headers["x-forwarded-proto"]} to ${headers.host}`);
  });
  secure.on("secureConnection", ({ servername }) => names.push(String(servername)));
  await listen(secure, 0);
  onTestFinished(() => close(secure));
  const { https } = await templateNginx(pair, { UPSTREAM: `https://127.0.0.1:${portOf(secure)}` });
  const connect = ["--connect-to", `${domain}:443:127.0.0.1:${https}`];
  expect(await get(`https://${domain}/`, ...connect)).toBe(`https to ${domain} 200`);
  expect(names).toEqual([domain]);
});

test("nginx starts before its app and without it: a visitor is told 502 until the app is there", async () => {
  const [port = 0] = await freePorts(1);
  const by = `nowhere.test=nowhere.invalid:80 later.test=127.0.0.1:${port}`;
  const { https } = await templateNginx(pair, { UPSTREAMS_BY_NAME: by });
  const statusOf = async (name: string) => {
    return (await get(`https://${name}/`, "--connect-to", `${name}:443:127.0.0.1:${https}`)).split(" ").at(-1);
  };
  expect(await Promise.all(["nowhere.test", "later.test", domain].map(statusOf))).toEqual(["502", "502", "502"]);
  const app = createServer((_, response) => response.end("app"));
  await listen(app, port);
  onTestFinished(() => close(app));
  await eventually(async () => expect(await statusOf("later.test")).toBe("200"));
});

/** Whether this handshake comes about, and with what. */
async function handshake(port: number, options: ConnectionOptions) {
  const socket = connect({ host: "127.0.0.1", port, servername: domain, rejectUnauthorized: false, ...options });
  const agreed = await new Promise<string>((resolve) => {
    socket.on("secureConnect", () => resolve(`${socket.getProtocol()} ${socket.getCipher().name}`));
    socket.on("error", ({ message }) => resolve(message));
  });
  const isTicket = socket.getTLSTicket() !== undefined;
  socket.destroy();
  return { agreed, isTicket };
}

test("TLS is what Mozilla calls intermediate: 1.2 and 1.3, forward secrecy, no tickets, the client's choice", async () => {
  const { https } = await templateNginx(pair);
  const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" } as const;
  expect((await handshake(https, old)).agreed).toMatch(/protocol version|unsupported|no protocols/);
  const cbc = { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA:AES128-GCM-SHA256" } as const;
  expect((await handshake(https, cbc)).agreed).toMatch(/handshake failure/);
  expect((await handshake(https, {})).agreed).toMatch(/^TLSv1\.3 /);
  for (const first of ["ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES256-GCM-SHA384"]) {
    const ciphers = `${first}:ECDHE-ECDSA-AES128-GCM-SHA256`;
    const { agreed, isTicket } = await handshake(https, { maxVersion: "TLSv1.2", ciphers });
    expect({ agreed, isTicket }).toEqual({ agreed: `TLSv1.2 ${first}`, isTicket: false });
  }
});

test("of all ciphers that OpenSSL has, those of Mozilla's intermediate list are taken, and no other", async () => {
  const rsa = await makeCertificate({ domains: [domain], keyType: "rsa" });
  for (const [key, its] of [["ECDSA", pair] as const, ["RSA", rsa] as const]) {
    const { https } = await templateNginx(its);
    // https://ssl-config.mozilla.org/guidelines/5.7.json; DHE needs parameters, which are not given
    const listed = ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"].map(
      (each) => `ECDHE-${key}-${each}`,
    );
    const others = getCiphers().map((name) => name.toUpperCase());
    const taken = (ciphers: readonly string[]) =>
      handshake(https, { maxVersion: "TLSv1.2", ciphers: `${ciphers.join(":")}:@SECLEVEL=0` });
    const unlisted = others.filter((name) => !name.startsWith("TLS_") && !listed.includes(name));
    expect(unlisted.length).toBeGreaterThan(40);
    expect((await taken(unlisted)).agreed).toMatch(/handshake failure/);
    for (const name of listed) expect((await taken([name])).agreed).toBe(`TLSv1.2 ${name}`);
  }
});
