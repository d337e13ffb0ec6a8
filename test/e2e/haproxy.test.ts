import { appendFile, readFile, rm, stat, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { get as getSecurely } from "node:https";
import { join } from "node:path";
import { connect } from "node:tls";
import { describe, expect } from "vitest";
import { describeReport, startProbes } from "../support/probes.ts";
import { certbotSettings } from "../support/secure.ts";
import { cases, soak } from "../support/soak.ts";
import type { Stack } from "../support/stack.ts";
import { echoThroughWebSocket } from "../support/web-socket.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const swaps = soak ? 20 : 4;

const domain = "chat.example.test";
const renew = "docker compose exec -T certbot update-cert --force-renewal";

function variant(config: string) {
  const env = { ...certbotSettings({ domain }), HAPROXY_CONFIG: config };
  return withStack({ kind: "haproxy", domain, env, prepare: (stack) => stack.authority.start() });
}

const subdomain = { name: "subdomain", below: "", test: variant("subdomain.cfg") };
const path = { name: "path", below: "/owui", test: variant("path.cfg") };

describe.each(cases([subdomain], [path]))("the $name variant", ({ name, below, test }) => {
  test("starts with a placeholder, then serves the real certificate, web sockets and all", async ({ stack }) => {
    await stack.compose("up", "-d", "haproxy", "app");
    await eventually(async () => expect(await commonName(stack)).toBe("httpsidecar placeholder"));
    expect(await redirect(stack, `${below}/?a=b`)).toEqual({ status: 308, location: `https://${domain}${below}/?a=b` });

    await stack.typesFromReadme("docker compose up -d");
    await stack.waitForHttps();
    await stack.waitForLog("certbot", "next renewal");
    expect((await stack.entry(`${below}/`)).body).toContain("over https");
    expect(await echoThroughWebSocket(await stack.view(), `${below}/socket`, "hello")).toBe("hello");
    const file = await stat(pemOf(stack));
    expect({ mode: file.mode & 0o777, owner: file.uid, group: file.gid }).toEqual({
      mode: 0o600,
      owner: 99,
      group: 99,
    });
  });

  test("serves the app under each name of the certificate, the further ones of a list too", async ({ stack }) => {
    const names = [domain, domain.toUpperCase(), `www.${domain}`, "xn--bcher-kva.example.test"];
    const statuses = await Promise.all(names.map((name) => statusAt(stack, name, `${below}/`)));
    expect(statuses).toEqual(names.map(() => 200));
  });

  test(`${swaps} renewals are swapped in under load, with no reload and no connection lost`, async ({ stack }) => {
    const { roots } = await stack.view();
    const probes = await startProbes({ port: stack.httpsPort, domain, roots, below, streamSeconds: swaps });
    const serials = new Set<string>();
    for (let swap = 0; swap < swaps; swap++) {
      await stack.types(renew);
      serials.add((await stack.served()).serial);
    }
    const report = await probes.stop();

    console.log(`${name}, ${swaps} swaps: ${describeReport(report)}`);
    expect(serials.size).toBe(swaps);
    expect(report.newConnection.sent).toBeGreaterThan(20 * swaps);
    for (const { lost, seen } of [report.newConnection, report.pooledGet, report.pooledPost]) {
      expect({ lost, seen }).toEqual({ lost: 0, seen: { 200: expect.any(Number) } });
    }
    expect(report.stream).toEqual({ events: 10 * swaps, whole: true });
    expect(await stack.logs("haproxy")).not.toContain("Reloading HAProxy");
  });

  test("what HAProxy refuses changes nothing, and is made good when the reason is gone", async ({ stack }) => {
    const before = { serial: (await stack.served()).serial, pem: await readFile(pemOf(stack), "utf8") };
    const wrong = join(stack.folder, "certs/wrong.pem");
    await writeFile(wrong, "no certificate\n");
    const refused = await stack.tries(renew);
    expect(refused).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining("HAProxy rejected its configuration"),
    });
    expect(refused.output).toContain("/etc/haproxy/certs/wrong.pem");
    expect((await stack.served()).serial).toBe(before.serial);
    expect(await readFile(pemOf(stack), "utf8")).toBe(before.pem);

    await rm(wrong);
    await stack.types("docker compose exec -T certbot update-cert");
    expect((await stack.served()).serial).not.toBe(before.serial);
  });

  test("a reload is the other way, with no new connection lost, and a restart keeps the certificate", async ({
    stack,
  }) => {
    const { serial } = await stack.served();
    const { roots } = await stack.view();
    const probes = await startProbes({ port: stack.httpsPort, domain, roots, below, streamSeconds: 5 });
    for (let reload = 0; reload < 5; reload++) await stack.exec("certbot", "httpsidecar", "reload");
    const report = await probes.stop();
    console.log(`${name}, 5 reloads: ${describeReport(report)}`);
    expect(report.newConnection.lost).toBe(0);
    expect(report.stream?.whole).toBe(true);
    expect(await stack.logs("haproxy")).toContain("Reloading HAProxy");

    await stack.compose("restart", "haproxy");
    expect((await stack.waitForHttps()).serial).toBe(serial);
  });

  test("loses no request to an app that closes its idle connections when the next one comes", async ({ stack }) => {
    await appendFile(join(stack.folder, "app/server.mjs"), hasty);
    await stack.compose("restart", "app");
    await eventually(async () => expect((await stack.entry(`${below}/`)).status).toBe(200));

    const { roots } = await stack.view();
    const probes = await startProbes({ port: stack.httpsPort, domain, roots, below, streamSeconds: 8 });
    const { pooledGet, pooledPost } = await probes.stop();

    for (const { sent, lost } of [pooledGet, pooledPost]) {
      expect(sent).toBeGreaterThan(50);
      expect(lost).toBe(0);
    }
  });
});

/** Idle connections are closed after as long as a pooled visitor waits between two requests, which is told none of it. */
const hasty = `
Object.assign(server, { keepAliveTimeout: 200, keepAliveTimeoutBuffer: 0 });
server.prependListener("request", (_request, response) => {
  response.setHeader("connection", "keep-alive");
  response.setHeader("keep-alive", "timeout=60");
});
`;

function pemOf({ folder }: Stack): string {
  return join(folder, "certs", `${domain}.pem`);
}

/** Of whatever certificate is shown. */
async function commonName({ httpsPort: port }: Stack): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  const socket = connect({ host: "127.0.0.1", port, servername: domain, rejectUnauthorized: false });
  socket.once("secureConnect", () => resolve([socket.getPeerCertificate().subject.CN].flat()[0]));
  socket.once("error", reject);
  return await promise.finally(() => socket.destroy());
}

/** Of a request that names this host. */
async function statusAt({ httpsPort: port }: Stack, host: string, path: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const options = { host: "127.0.0.1", port, path, servername: domain, rejectUnauthorized: false, agent: false };
  getSecurely({ ...options, headers: { host } }, (response) => {
    response.resume();
    resolve(response.statusCode);
  }).once("error", reject);
  return await promise;
}

async function redirect({ httpPort: port }: Stack, path: string) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; location: string }>();
  get({ host: "127.0.0.1", port, path, headers: { host: domain }, agent: false }, (response) => {
    response.resume();
    resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? "" });
  }).once("error", reject);
  return await promise;
}
