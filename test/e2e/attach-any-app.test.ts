import { describe, expect } from "vitest";
import { bringAppUp, filesOf, leadNameToNginx, scriptsFor } from "../support/attaching.ts";
import { openBrowser } from "../support/browser.ts";
import { widthOf } from "../support/in-the-page.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { arrivals } from "../support/stream.ts";
import { upload } from "../support/upload.ts";
import { echoThroughWebSocket } from "../support/web-socket.ts";
import { eventually, fetchSecurely, servedCertificate } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "traces.example.test";
const files = "files.example.test";
const words = ["--domain", domain, "--upstream", "langfuse-web:3000", "--also", `${files}=minio:9000`, "--yes"];
const test = withStack({
  ...{ kind: "langfuse", domain },
  env: { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` },
  prepare: bringAppUp,
}).extend("before", { scope: "file" }, ({ stack }) => filesOf(stack.folder));

describe("docker/attach on any app, with a second origin", () => {
  test("puts an nginx in front with one certificate for both names; what ran goes on", async ({ stack, before }) => {
    expect(Object.keys(before)).not.toContain("docker-compose.override.yaml");
    const running = await stack.containers();
    expect(await scriptsFor(stack.folder).attach(...words)).toMatchObject({ exitCode: 4 });
    expect(await stack.containers()).toMatchObject(running);
    await leadNameToNginx(stack, files);
    const { names } = await stack.waitForHttps();
    expect([...names].sort()).toEqual([files, domain]);
  });

  test("passes web sockets, streams and large uploads", async ({ stack }) => {
    const view = await stack.view();
    expect(await echoThroughWebSocket(view, "/ws", "hello")).toBe("hello");
    // Four pauses of 200 ms; held back, all would come at once.
    expect((await arrivals(view)).at(-1)).toBeGreaterThan(600);
    const { sent, got } = await upload(view, 200);
    expect(got).toEqual(sent);
  });

  test("finds the app again when it comes back with another address", async ({ stack }) => {
    const addressOf = async () => (await stack.types("docker compose exec -T langfuse-web hostname -i")).output;
    const former = await addressOf();
    // Another container takes the address that becomes free.
    await stack.types("docker compose rm -sf langfuse-web && docker compose run -d --no-deps minio sleep 600");
    await stack.types("docker compose up -d --no-deps langfuse-web");
    expect(await addressOf()).not.toBe(former);
    await eventually(async () => expect((await stack.entry("/")).body).toContain("over https"));
  });

  test("answers for the second origin by its own name, with the same certificate", async ({ stack }) => {
    const { serial } = await stack.served();
    const second = { ...(await stack.view()), domain: files };
    expect(await servedCertificate(second)).toMatchObject({ serial });
    expect(await fetchSecurely(second, "/")).toMatchObject({ status: 200, body: "the object store" });
    expect((await stack.entry("/")).body).toContain("over https");
  });

  test("a browser shows a page whose picture comes from the second origin", async ({ stack }) => {
    const { page, complaints } = await openBrowser(await stack.view(), files);
    expect((await page.goto(`https://${domain}:${stack.httpsPort}/`))?.status()).toBe(200);
    expect(await page.evaluate(widthOf, `https://${files}:${stack.httpsPort}/picture.svg`)).toBe(7);
    expect(complaints).toEqual([]);
  });

  test("names the app's own addresses that still say http", async ({ stack }) => {
    const { output, exitCode } = await scriptsFor(stack.folder).attach(...words);
    expect({ output, exitCode }).toMatchObject({ exitCode: 0 });
    expect(output).toContain(`\n  NEXTAUTH_URL=https://${domain}:${stack.httpsPort}\n`);
    expect(output).toContain(`\n  LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT=https://${files}:${stack.httpsPort}\n`);
    expect(output).toContain("then recreate what reads them (langfuse-web): docker compose up -d");
  });

  test("goes with docker/detach, byte for byte, and the app goes on", async ({ stack, before }) => {
    const { "langfuse-web": app, minio } = await stack.containers();
    expect(await scriptsFor(stack.folder).detach("--yes")).toMatchObject({ exitCode: 0 });
    expect(await filesOf(stack.folder)).toEqual(before);
    expect(await stack.containers()).toMatchObject({ "langfuse-web": app, minio });
    expect(Object.keys(await stack.containers())).not.toContain("nginx");
  });
});
