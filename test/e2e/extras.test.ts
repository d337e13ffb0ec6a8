import { appendFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { connect } from "node:tls";
import { describe, expect } from "vitest";
import type { ExtraSettings } from "../../src/model/settings.ts";
import { openBrowser } from "../support/browser.ts";
import { type CompanionFixture, startCompanion, waitForHttp, withCompanion } from "../support/companion-fixture.ts";
import { arrivalsOf, echoOverSocket, microphone } from "../support/in-the-page.ts";
import { repository } from "../support/repository.ts";
import { goSecure } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { eventually, fetchSecurely, servedCertificate } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const test = withCompanion({ kind: "dify" });
const line = "include /etc/nginx/httpsidecar/*.conf;";

/** The companion of an operator who wants all of it, on a stack that publishes other ports. */
async function withExtras(stack: Stack, fixture: CompanionFixture, given: Partial<ExtraSettings> = {}) {
  await fixture.stop();
  const all = { redirect: "true", http2: true, hstsMaxAge: 300, publicHttpsPort: stack.httpsPort } as const;
  return await startCompanion(stack, { settings: { ...fixture.settings, extras: { ...all, ...given } } });
}

describe("a Dify-shaped nginx whose operator wants a redirect, HTTP/2 and HSTS", () => {
  test("with REDIRECT_TO_HTTPS=auto and other ports than 80 and 443 leads nobody away", async ({ stack, fixture }) => {
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "done", https: true });
    expect(await fixture.ask("add-extras-proven")).toMatchObject({ code: "unchanged", notes: [] });
    expect(await visit(stack, "/")).toMatchObject({ status: 200 });
  });

  test("leads what is for the domain and can be asked again, and nothing else", async ({ stack, fixture, root }) => {
    const mine = await withExtras(stack, fixture);
    // Whether the companion was quicker, since its settings are others now, or not.
    expect(await mine.ask("add-extras")).toMatchObject({ https: true, notes: ["redirects"] });

    const led = { status: 302, location: `https://${stack.domain}:${stack.httpsPort}/a%20b?c=d` };
    expect(await visit(stack, "/a%20b?c=d")).toMatchObject(led);
    expect(await visit(stack, "/a%20b?c=d", { method: "HEAD" })).toMatchObject(led);
    expect(await visit(stack, "/", { method: "POST" })).toMatchObject({ status: 200 });
    expect(await visit(stack, "/", { host: "192.0.2.7" })).toMatchObject({ status: 200 });
    expect(await visit(stack, "/", { "x-forwarded-proto": "https" })).toMatchObject({ status: 200 });
    expect((await visit(stack, "/.well-known/acme-challenge/x")).status).not.toBe(302);
    expect((await visit(stack, "/", { method: "POST" })).hsts).toBeUndefined();

    const view = { port: stack.httpsPort, domain: stack.domain, roots: [root] };
    expect((await fetchSecurely(view, "/")).status).toBe(200);
    expect(await spoken(stack, root)).toEqual({ alpn: "h2", hsts: "max-age=300" });
    expect(await mine.ask("add-extras")).toMatchObject({ code: "unchanged", notes: ["redirects"] });
    expect(await mine.ask("reload")).toMatchObject({ code: "done" });
    await mine.stop();
  });

  test("has it all back after nginx was started anew", async ({ stack, fixture, root }) => {
    const mine = await withExtras(stack, fixture);
    await stack.types("docker compose restart --timeout 1 nginx");
    await eventually(() => servedCertificate({ port: stack.httpsPort, domain: stack.domain, roots: [root] }));
    await eventually(async () => expect(await visit(stack, "/")).toMatchObject({ status: 302 }));
    await mine.stop();
  });

  test("still gives a page when the companion is gone and nginx starts with its old environment", async ({
    stack,
    fixture,
  }) => {
    await fixture.stop();
    await stack.types("docker compose restart --timeout 1 nginx");
    await waitForHttp(stack);
    expect(await visit(stack, "/")).toMatchObject({ status: 200 });
    expect(await stack.read("nginx/conf.d/default.conf")).not.toContain(line);
  });

  test("works where NGINX_SERVER_NAME is the domain, and goes with HTTPS", async ({ stack, fixture, root }) => {
    const mine = await withExtras(stack, fixture);
    await stack.setEnv({ NGINX_SERVER_NAME: stack.domain });
    await stack.types("docker compose up -d nginx");
    await eventually(() => servedCertificate({ port: stack.httpsPort, domain: stack.domain, roots: [root] }));
    await eventually(async () => expect(await visit(stack, "/")).toMatchObject({ status: 302 }));
    expect(await visit(stack, "/", { host: "other.example.test" })).toMatchObject({ status: 200 });

    expect(await mine.ask("disable-https")).toMatchObject({ code: "done", https: false });
    expect(await visit(stack, "/")).toMatchObject({ status: 200 });
    expect(await stack.read("nginx/conf.d/default.conf")).not.toContain(line);
    await mine.stop();
  });
});

const whole = withStack({
  kind: "dify",
  async prepare(stack) {
    const own = `REDIRECT_TO_HTTPS=true\nPUBLIC_HTTPS_PORT=${stack.httpsPort}\nHSTS_MAX_AGE=300\nHTTP2=true\n`;
    await appendFile(join(stack.folder, "httpsidecar.env"), own);
    await goSecure(stack);
  },
});

describe("a Dify-shaped stack with REDIRECT_TO_HTTPS=true in httpsidecar.env", () => {
  whole("leads its visitors once HTTPS is proven, says so, and keeps the challenge where it is", async ({ stack }) => {
    const log = await stack.logs("certbot");
    expect(log).toContain("HTTP redirects to HTTPS (REDIRECT_TO_HTTPS)");
    expect(log).not.toContain("warning: nginx does not redirect");
    expect(await visit(stack, "/")).toMatchObject({
      status: 302,
      location: `https://${stack.domain}:${stack.httpsPort}/`,
    });

    await stack.types("docker compose exec -T certbot update-cert --force-renewal");

    expect(await visit(stack, "/")).toMatchObject({ status: 302 });
    expect((await fetchSecurely(await stack.view(), "/")).headers["strict-transport-security"]).toBe("max-age=300");
    await stack.types("docker compose exec -T certbot httpsidecar disable-https");
    expect(await visit(stack, "/")).toMatchObject({ status: 200 });
    await stack.types("docker compose exec -T certbot httpsidecar enable-https");
    await eventually(async () => expect(await visit(stack, "/")).toMatchObject({ status: 302 }));
  });

  whole(
    "leads a browser to a microphone, a web socket and a stream, with no mixed content and no complaint on its way",
    async ({ stack }) => {
      const { page, complaints } = await openBrowser(await stack.view());
      await page.goto(`http://${stack.domain}:${stack.httpPort}/?a=b`);
      expect(page.url()).toBe(`https://${stack.domain}:${stack.httpsPort}/?a=b`);
      expect(await page.innerText("body")).toContain("over https");
      expect(await page.evaluate("isSecureContext")).toBe(true);
      expect(await page.evaluate(microphone)).toEqual(["audio"]);
      expect(await page.evaluate(echoOverSocket, ["/socket.io/", "hello"] as const)).toBe("hello");
      expect((await page.evaluate(arrivalsOf, 6)).at(-1)).toBeGreaterThan(700);
      expect(complaints).toEqual([]);
      await page.screenshot({ path: repository(".cache/screenshots/dify-led.png") });
    },
  );
});

interface Visit {
  status: number | undefined;
  location: string | undefined;
  hsts: string | undefined;
}

/** One request over HTTP that follows nothing. */
function visit(
  stack: Stack,
  path: string,
  { method = "GET", ...headers }: Record<string, string> = {},
): Promise<Visit> {
  return new Promise((resolve, reject) => {
    const asked = request({
      port: stack.httpPort,
      path,
      method,
      headers: { host: stack.domain, ...headers },
      agent: false,
    });
    asked.on("error", reject);
    asked.on("response", ({ statusCode: status, headers: { location, ...more } }) => {
      asked.destroy();
      resolve({ status, location, hsts: more["strict-transport-security"] });
    });
    asked.end();
  });
}

/** What a browser is offered over TLS. */
async function spoken({ httpsPort: port, domain }: Stack, root: string) {
  const socket = connect({ port, servername: domain, ca: root, ALPNProtocols: ["h2", "http/1.1"] });
  await new Promise((resolve, reject) => void socket.once("secureConnect", resolve).once("error", reject));
  const alpn = socket.alpnProtocol;
  socket.destroy();
  const answer = await fetchSecurely({ port, domain, roots: [root] }, "/");
  return { alpn, hsts: answer.headers["strict-transport-security"] };
}
