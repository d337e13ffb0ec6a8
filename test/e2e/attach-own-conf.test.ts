import { once } from "node:events";
import { appendFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { bringAppUp, filesOf, scriptsFor } from "../support/attaching.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import type { Stack } from "../support/stack.ts";
import { startVisitors } from "../support/visitors.ts";
import { echoThroughWebSocket } from "../support/web-socket.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "chat.example.test";
const words = ["--domain", domain, "--yes"];
const test = withStack({
  ...{ kind: "librechat", domain },
  env: { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` },
  async prepare(stack) {
    await bringAppUp(stack);
    const own = `REDIRECT_TO_HTTPS=true\nPUBLIC_HTTPS_PORT=${stack.httpsPort}\n`;
    await appendFile(join(stack.folder, "httpsidecar.env"), own);
    await eventually(async () => expect(await visit(stack)).toBe(200));
  },
}).extend("before", { scope: "file" }, ({ stack }) => filesOf(stack.folder));

/** Over HTTP, by the public name. */
async function visit({ httpPort: port }: Stack): Promise<number | undefined> {
  const asked = get({ host: "127.0.0.1", port, path: "/", headers: { host: domain }, agent: false });
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

describe("docker/attach on an nginx whose configuration file is the user's", () => {
  test("puts one line into it, recreates that container once, and HTTPS is live", async ({ stack, before }) => {
    const { api, client } = await stack.containers();
    const { output, exitCode } = await scriptsFor(stack.folder).attach(...words);
    const once = expect.stringContaining("its container is recreated once");
    expect({ output, exitCode }).toMatchObject({ exitCode: 0, output: once });
    expect(output).toContain(`\n  DOMAIN_CLIENT=https://${domain}:${stack.httpsPort}\n`);
    expect(await stack.containers()).toMatchObject({ api });
    expect((await stack.containers())["client"]).not.toBe(client);
    const conf = await stack.read("client/nginx.conf");
    expect(conf.split("\n").filter((line) => !before["client/nginx.conf"]?.split("\n").includes(line))).toEqual([
      "    # httpsidecar: added by attach",
      "    include /etc/nginx/httpsidecar/*.conf;",
      "    # httpsidecar: end of what attach added",
    ]);
    expect((await stack.entry("/")).body).toContain("over https");
    expect(await echoThroughWebSocket(await stack.view(), "/ws", "hello")).toBe("hello");
    await eventually(async () => expect(await visit(stack)).toBe(302));
  });

  test("a second attach recreates nothing", async ({ stack }) => {
    const running = await stack.containers();
    expect(await scriptsFor(stack.folder).attach(...words)).toMatchObject({ exitCode: 0 });
    expect(await stack.containers()).toEqual(running);
  });

  test("goes back to HTTP and on again without a lost request, and comes up with HTTPS by itself", async ({
    stack,
  }) => {
    const visitors = await startVisitors({ port: stack.httpPort, domain: "localhost", streamSeconds: 0 });
    await stack.types("docker compose exec -T certbot httpsidecar disable-https");
    expect(await visit(stack)).toBe(200);
    const status = async () => (await stack.types("docker compose exec -T certbot httpsidecar status")).output;
    await eventually(async () => expect(await status()).toContain("HTTPS is switched off, as you wanted"));
    const on = await stack.types("docker compose exec -T certbot httpsidecar enable-https");
    expect(on.output).toContain("HTTPS is on");
    await eventually(async () => expect(await status()).not.toContain("HTTPS is switched off"));
    await eventually(async () => expect(await visit(stack)).toBe(302));
    const { newConnection, pooledGet } = await visitors.stop();
    expect([newConnection.lost, pooledGet.lost]).toEqual([0, 0]);

    await stack.types("docker compose stop certbot certbot-companion");
    await stack.types("docker compose up -d --force-recreate --no-deps client");
    expect(await stack.waitForHttps()).toMatchObject({ names: [domain] });
    await stack.types("docker compose up -d certbot certbot-companion");
  });

  test("goes with docker/detach, byte for byte, and nginx serves HTTP as before", async ({ stack, before }) => {
    const { api } = await stack.containers();
    expect(await scriptsFor(stack.folder).detach("--yes")).toMatchObject({ exitCode: 0 });
    expect(await filesOf(stack.folder)).toEqual(before);
    expect(await stack.containers()).toMatchObject({ api });
    await eventually(async () => expect(await visit(stack)).toBe(200));
  });
});
