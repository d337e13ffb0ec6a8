import { readFile } from "node:fs/promises";
import { describe, expect } from "vitest";
import { bringAppUp, filesOf, leadNameToNginx, scriptsFor } from "../support/attaching.ts";
import { openBrowser } from "../support/browser.ts";
import { arrivalsOf, echoOverSocket, microphone } from "../support/in-the-page.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { repository } from "../support/repository.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "chat.example.test";
const env = { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` };
const sameFiles = [
  ["default.conf.template", "templates/default.conf.template"],
  ["16-https.envsh", "16-https.envsh"],
] as const;

const test = withStack({
  kind: "open-webui",
  domain,
  env,
  prepare: bringAppUp,
});

describe("docker/attach on Open WebUI without a proxy", () => {
  test("puts an nginx in front and says that the name is not in DNS yet; what ran goes on", async ({ stack }) => {
    const running = await stack.containers();
    const { output, exitCode } = await scriptsFor(stack.folder).attach("--domain", domain, "--yes");
    console.log(output);
    expect({ output, exitCode }).toMatchObject({
      output: expect.stringContaining(`${domain} does not exist in DNS`),
      exitCode: 4,
    });
    expect(await stack.containers()).toMatchObject(running);
    expect((await fetch(`http://127.0.0.1:${stack.httpPort}/`)).status).toBe(200);
  });

  test("has HTTPS by itself once the name is there", async ({ stack }) => {
    await leadNameToNginx(stack);
    expect(await stack.waitForHttps()).toMatchObject({ names: [domain] });
    const { output } = await stack.tries("docker compose exec -T certbot httpsidecar doctor --all");
    expect(output).toMatch(/ok +Open WebUI +web sockets and streams pass/);
  });
});

describe("its HTTPS", () => {
  test("has the settings of the official stack, which testssl.sh looks at in tls-settings", async ({ stack }) => {
    for (const [here, there] of sameFiles) {
      expect(await stack.read(`httpsidecar/${here}`)).toBe(await readFile(repository(`docker/nginx/${there}`), "utf8"));
    }
    const { output } = await stack.types("docker compose config nginx --format json");
    const { NGINX_SSL_PROTOCOLS } = JSON.parse(output).services.nginx.environment;
    expect(await readFile(repository("compose.yaml"), "utf8")).toContain(`:-${NGINX_SSL_PROTOCOLS}}`);
  });
});

describe("a browser that trusts the authority", () => {
  test("is in a secure context: microphone, web socket and a stream that is not held back", async ({ stack }) => {
    const { page, complaints } = await openBrowser(await stack.view());
    // Led from HTTP to HTTPS, with path and query.
    await page.goto(`http://${domain}:${stack.httpPort}/?chat=1`);
    expect(page.url()).toBe(`https://${domain}:${stack.httpsPort}/?chat=1`);
    expect(await page.innerText("body")).toContain("It works, over https");
    expect(await page.evaluate("isSecureContext")).toBe(true);
    expect(await page.evaluate(microphone)).toEqual(["audio"]);
    expect(await page.evaluate(echoOverSocket, ["/ws", "hello"] as const)).toBe("hello");
    const arrivals = await page.evaluate(arrivalsOf, 6);
    // Five pauses of 200 ms; held back, all would come at once.
    expect(arrivals.at(-1)).toBeGreaterThan(700);
    expect(complaints).toEqual([]);
    await page.screenshot({ path: repository(".cache/screenshots/open-webui.png") });
  });
});

describe("docker/detach", () => {
  test("takes the nginx out with the sidecar, and Open WebUI goes on", async ({ stack }) => {
    const { "open-webui": app } = await stack.containers();
    const { output, exitCode } = await scriptsFor(stack.folder).detach("--yes");
    expect({ output, exitCode }).toMatchObject({
      output: expect.stringContaining("nginx was removed with the sidecar"),
      exitCode: 0,
    });
    expect(await stack.container("open-webui")).toBe(app);
    expect(Object.keys(await filesOf(stack.folder)).filter((path) => /httpsidecar\/|override/.test(path))).toEqual([]);
  });
});
