import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeCertificate } from "../support/certificates.ts";
import { temporaryFolder } from "../support/folders.ts";
import { accepts } from "../support/loopback.ts";
import { freePorts } from "../support/ports.ts";
import { repository } from "../support/repository.ts";
import { templateNginx } from "../support/template-nginx.ts";
import { haproxyProgram } from "../support/web-processes.ts";

const path = "/.well-known/acme-challenge";
const page = '<script>alert(1)</script> %[env(PATH)] "\\n%5b';

/** What would make something of the site's own origin out of a text, or have a visitor's browser do more than show it. */
const harmful = {
  ...{ "content-type": "text/html", "set-cookie": "session=of-the-attacker", location: "https://attacker.example/" },
  ...{ refresh: "0; url=https://attacker.example/", link: "<https://attacker.example/>; rel=preload" },
  ...{ "www-authenticate": "Basic realm=password", "alt-svc": 'h2="attacker.example:443"; ma=86400' },
  ...{ "strict-transport-security": "max-age=63072000; includeSubDomains", "clear-site-data": '"*"' },
  ...{ "access-control-allow-origin": "*", "access-control-allow-credentials": "true", "service-worker-allowed": "/" },
  ...{ "content-security-policy": "default-src 'none'", "content-disposition": "attachment; filename=update.exe" },
  ...{ "x-accel-redirect": "/of-the-app", "x-accel-limit-rate": "1", "report-to": "{}", nel: "{}" },
  ...{ "content-encoding": "gzip", "content-language": "x", "proxy-authenticate": "Basic", sourcemap: "/x" },
} as const;

/** What a server in front may say of its own, and what frames a response. */
const allowed = [
  ...["server", "date", "content-type", "content-length", "transfer-encoding", "connection", "keep-alive"],
  ...["x-content-type-options", "x-httpsidecar-scheme", "cache-control"],
];

/** Code that has taken certbot over, in the place of our responder; the status stands in the token. */
async function takenOver() {
  const asked: { url: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer(({ url = "", headers }, response) => {
    asked.push({ url, headers });
    const status = Number(/status-(\d+)$/.exec(url)?.[1] ?? 200);
    response.writeHead(status, harmful).end(status === 304 ? undefined : page);
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return { asked, port: (server.address() as AddressInfo).port };
}

async function swarmsNginx(sidecar: number): Promise<number> {
  const challenge = (await readFile(repository("docker/swarm/17-challenge.envsh"), "utf8")).replace(
    "certbot:8688",
    `127.0.0.1:${sidecar}`,
  );
  return (await templateNginx(await makeCertificate(), {}, challenge)).http;
}

/** The shipped file, but for its addresses. */
async function haproxyOf(file: string, sidecar: number): Promise<number> {
  const [port = 0] = await freePorts(1);
  const folder = await temporaryFolder();
  const shipped = await readFile(repository(`docker/haproxy/${file}`), "utf8");
  const moved = shipped
    .replace("bind :80", `bind 127.0.0.1:${port}`)
    .replace(/^ *bind :443 .*$/m, "")
    .replace("/run/haproxy-admin/admin.sock", `${folder}/admin.sock`)
    .replace("certbot:8688", `127.0.0.1:${sidecar}`)
    .replace('"${UPSTREAM}"', "127.0.0.1:9");
  await writeFile(join(folder, "haproxy.cfg"), moved);
  const { program, env } = await haproxyProgram();
  const server = execa(program, ["-db", "-f", join(folder, "haproxy.cfg")], { env, reject: false, stdio: "ignore" });
  onTestFinished(async () => {
    server.kill("SIGKILL");
    await server;
  });
  await accepts(port);
  return port;
}

async function ask(port: number, url: string, headers: Record<string, string> = {}) {
  const signal = AbortSignal.timeout(20_000);
  const asked = request({
    host: "127.0.0.1",
    port,
    path: url,
    headers: { host: "shop.example.com", ...headers },
    signal,
  });
  const [response]: [IncomingMessage] = (await once(asked.end(), "response")) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const servers = [
  { name: "nginx in a swarm", open: swarmsNginx },
  { name: "HAProxy with subdomain.cfg", open: (sidecar: number) => haproxyOf("subdomain.cfg", sidecar) },
  { name: "HAProxy with path.cfg", open: (sidecar: number) => haproxyOf("path.cfg", sidecar) },
];

describe.each(servers)("certbot, taken over, behind $name", ({ open }) => {
  test("serves a token's text, and no header of its own with it", async () => {
    const sidecar = await takenOver();
    const port = await open(sidecar.port);
    const { status, headers, body } = await ask(port, `${path}/Aa0-_token`);
    expect({ status, body }).toEqual({ status: 200, body: page });
    expect(headers).toMatchObject({ "content-type": "text/plain", "x-content-type-options": "nosniff" });
    expect(Object.keys(headers).filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test("leads nobody elsewhere and asks for no password, whatever its status", async () => {
    const sidecar = await takenOver();
    const port = await open(sidecar.port);
    for (const status of [201, 206, 301, 302, 307, 401, 404, 407, 500]) {
      const { headers, body } = await ask(port, `${path}/status-${status}`);
      expect(Object.keys(headers).filter((name) => !allowed.includes(name))).toEqual([]);
      if (body.includes("alert")) expect(headers["content-type"]).toBe("text/plain");
    }
  });

  test("sees no cookie and no password of the site's visitors, and is asked for tokens alone", async () => {
    const sidecar = await takenOver();
    const port = await open(sidecar.port);
    await ask(port, `${path}/token`, { cookie: "session=of-a-visitor", authorization: "Basic c2VjcmV0" });
    expect(sidecar.asked[0]?.headers.host).toBe("shop.example.com");
    expect(sidecar.asked.map(({ url }) => url)).toEqual([`${path}/token`]);
    expect(JSON.stringify(sidecar.asked)).not.toMatch(/of-a-visitor|c2VjcmV0/);
    for (const name of ["x.html", "below/token", "", "a%20b", "%2e%2e/x", "token;x=y.js", "token.svg"])
      expect((await ask(port, `${path}/${name}`)).body).not.toContain("alert");
    expect(sidecar.asked).toHaveLength(1);
  });
});
