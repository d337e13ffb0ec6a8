/** A real nginx as the edge, in each of Cloudflare's modes, before a real nginx with our own template. */
import { writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { edge } from "../../src/doctor/checks/edge.ts";
import { type MadeCertificate, makeCertificate } from "../support/certificates.ts";
import { domain, partsAt, probe } from "../support/fake-edge.ts";
import { temporaryFolder } from "../support/folders.ts";
import { accepts, close, listen, portOf } from "../support/loopback.ts";
import { freePorts } from "../support/ports.ts";
import { startNginx, templateNginx } from "../support/template-nginx.ts";
import { webServer } from "../support/web-servers.ts";

/** An app that keeps what it was asked with. */
async function app() {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer(({ headers }, response) => {
    seen.push(headers);
    response.end("app");
  });
  await listen(server, 0);
  onTestFinished(() => close(server));
  return { seen, UPSTREAM: `127.0.0.1:${portOf(server)}` };
}

const modes = {
  flexible: (http: number) => `proxy_pass http://127.0.0.1:${http};`,
  full: (_: number, https: number) => `proxy_pass https://127.0.0.1:${https};`,
  strict: (_: number, https: number, root: string) =>
    `proxy_pass https://127.0.0.1:${https}; proxy_ssl_verify on; proxy_ssl_verify_depth 3;
     proxy_ssl_trusted_certificate ${root};`,
};

interface Origin {
  http: number;
  https: number;
}

/** Its port; an origin whose certificate it refuses is status 526, as at Cloudflare. */
async function edgeBefore({ http, https }: Origin, mode: keyof typeof modes, { rootPem }: { rootPem: string }) {
  const [port = 0] = await freePorts(1);
  const folder = await temporaryFolder();
  const own = await makeCertificate({ domains: [domain] });
  await writeFile(join(folder, "cert.pem"), own.fullchainPem);
  await writeFile(join(folder, "key.pem"), own.privateKeyPem);
  await writeFile(join(folder, "root.pem"), rootPem);
  await startNginx(`server {
    listen 127.0.0.1:${port} ssl; ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;
    proxy_set_header Host ${domain}; proxy_set_header X-Forwarded-Proto https;
    proxy_set_header X-Forwarded-For 198.51.100.7; proxy_ssl_server_name on; proxy_ssl_name ${domain};
    add_header cf-ray 8f0-NRT always; error_page 502 =526 /refused; location = /refused { return 526; }
    location / { ${modes[mode](http, https, join(folder, "root.pem"))} }
  }`);
  await accepts(port);
  return port;
}

async function originOf(pair: MadeCertificate, settings: Record<string, string> = {}) {
  const { seen, UPSTREAM } = await app();
  const nginx = await templateNginx(pair, { UPSTREAM, ...settings });
  await writeFile(join(nginx.webroot, probe.path), probe.body);
  return { nginx, seen };
}

const made = await makeCertificate({ domains: [domain] });

test.each([
  ["flexible", "warning", "reach nginx over plain HTTP"],
  ["full", "fine", "over HTTPS (Full or Full (strict))"],
  ["strict", "fine", "over HTTPS (Full or Full (strict)); Full (strict) accepts the stored certificate"],
] as const)("an edge in the mode %s gets the page, and the doctor says so", async (mode, verdict, saw) => {
  const { nginx, seen } = await originOf(made);
  const found = await edge.look(partsAt(await edgeBefore(nginx, mode, made), { nginx }));
  expect(found).toMatchObject([{ verdict, saw: expect.stringContaining(saw) }]);
  // no loop: who says that the visitor came over HTTPS is not redirected
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.every((headers) => headers["x-forwarded-proto"] === "https")).toBe(true);
});

const upstreams = {
  flexible: ({ http }: Origin) => `reverse_proxy 127.0.0.1:${http}`,
  full: ({ https }: Origin) =>
    `reverse_proxy https://127.0.0.1:${https} {\ntransport http {\ntls_insecure_skip_verify\n}\n}`,
};

test.each([
  ["flexible", "warning", "reach nginx over plain HTTP"],
  ["full", "fine", "over HTTPS (Full or Full (strict))"],
] as const)("a real Caddy in front, in the mode %s, gets the page without a loop", async (mode, verdict, saw) => {
  const { nginx, seen } = await originOf(made);
  const site = `header cf-ray 8f0-NRT\n${upstreams[mode](nginx)}`;
  const port = await webServer("caddy", await makeCertificate({ domains: [domain] }), site);
  const parts = partsAt(port, { nginx });
  expect(await edge.look(parts)).toMatchObject([{ verdict, saw: expect.stringContaining(saw) }]);
  const page = await parts.get({ address: "127.0.0.1", port, domain, path: "/", tls: true });
  expect(page).toMatchObject({ kind: "answer", status: 200, body: "app" });
  expect(seen.every((headers) => headers["x-forwarded-proto"] === "https")).toBe(true);
});

test("Full (strict) that refuses what is served is told by its status", async () => {
  const { nginx } = await originOf(await makeCertificate({ domains: ["other.example.com"] }));
  const found = await edge.look(partsAt(await edgeBefore(nginx, "strict", made), { nginx }));
  expect(found).toMatchObject([{ verdict: "blocks", means: expect.stringContaining("its mode is Full (strict)") }]);
});

test("the app learns the visitor's address from a proxy that is trusted, and from no other", async () => {
  const settings = [{}, { NGINX_TRUSTED_PROXIES: "127.0.0.1 2001:db8::/32" }, { NGINX_TRUSTED_PROXIES: "cloudflare" }];
  const known = settings.map(async (given) => {
    const { nginx, seen } = await originOf(made, given);
    const port = await edgeBefore(nginx, "full", made);
    await partsAt(port).get({ address: "127.0.0.1", port, domain, path: "/", tls: true });
    return seen[0]?.["x-real-ip"];
  });
  expect(await Promise.all(known)).toEqual(["127.0.0.1", "198.51.100.7", "127.0.0.1"]);
});

test("who says that the visitor came over HTTPS is believed if it is a proxy that is named, or if none is", async () => {
  const settings = [{}, { NGINX_TRUSTED_PROXIES: "127.0.0.1 10.1.0.0/16" }, { NGINX_TRUSTED_PROXIES: "cloudflare" }];
  const answers = settings.map(async (given) => {
    const { nginx, seen } = await originOf(made, given);
    const asked = { address: "127.0.0.1", port: nginx.http, domain, path: "/", forwarded: true };
    const answer = await partsAt(nginx.http).get(asked);
    return [answer.kind === "answer" && answer.status, seen[0]?.["x-forwarded-proto"]];
  });
  expect(await Promise.all(answers)).toEqual([
    [200, "https"],
    [200, "https"],
    [302, undefined],
  ]);
});
