/** Every app that attach recognises, in containers: what Langfuse, LibreChat and Coze show in npm test too. */
import { describe, expect } from "vitest";
import { bringAppUp, filesOf, leadNameToNginx, scriptsFor } from "../support/attaching.ts";
import { openBrowser } from "../support/browser.ts";
import { widthOf } from "../support/in-the-page.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import type { StackOptions } from "../support/stack.ts";
import { arrivals } from "../support/stream.ts";
import { upload } from "../support/upload.ts";
import { echoThroughWebSocket } from "../support/web-socket.ts";
import { withFreshStack } from "../support/with-stack.ts";

const domain = "app.example.test";
const files = "files.example.test";

interface App {
  kind: StackOptions["kind"];
  /** of the second origin */
  also?: string;
  /** what attach says of its addresses; PORT: that of HTTPS */
  says: readonly string[];
}

const apps: readonly App[] = [
  { kind: "flowise", says: ["put into .env:", `  APP_URL=https://${domain}PORT`] },
  {
    kind: "lobehub",
    also: `${files}=minio:9000`,
    says: [
      "put into docker-compose.yaml (services.lobe.environment):",
      `  APP_URL: https://${domain}PORT`,
      `  S3_ENDPOINT: https://${files}PORT`,
    ],
  },
  {
    kind: "fastgpt",
    also: `${files}=fastgpt-minio:9000`,
    says: [
      "put into docker-compose.yaml (services.fastgpt.environment):",
      `  FE_DOMAIN: https://${domain}PORT`,
      `  STORAGE_EXTERNAL_ENDPOINT: https://${files}PORT`,
    ],
  },
  {
    kind: "n8n",
    says: ["put into n8n.env:", `  WEBHOOK_URL=https://${domain}PORT/`, `  N8N_HOST=${domain}`, "  N8N_PROTOCOL=https"],
  },
  { kind: "ragflow", says: [] },
];

describe.each(apps)("$kind", ({ kind, also, says }) => {
  const test = withFreshStack({
    ...{ kind, domain, env: { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` }, prepare: bringAppUp },
  });

  test("gets HTTPS with all that it needs of an nginx, and goes back byte for byte", async ({ stack }) => {
    const [before, running] = [await filesOf(stack.folder), await stack.containers()];
    const words = ["--domain", domain, ...(also ? ["--also", also] : []), "--yes"];
    expect(await scriptsFor(stack.folder).attach(...words)).toMatchObject({ exitCode: 4 });
    await leadNameToNginx(stack, ...(also ? [files] : []));
    const { names } = await stack.waitForHttps();
    expect([...names].sort()).toEqual(also ? [domain, files] : [domain]);
    expect(await stack.containers()).toMatchObject(running);

    const view = await stack.view();
    expect((await stack.entry("/")).body).toContain("over https");
    expect(await echoThroughWebSocket(view, "/ws", "hello")).toBe("hello");
    expect((await arrivals(view)).at(-1)).toBeGreaterThan(600);
    const { sent, got } = await upload(view, 200);
    expect(got).toEqual(sent);
    if (also) {
      const { page, complaints } = await openBrowser(view, files);
      const open = async () => (await page.goto(`https://${domain}:${stack.httpsPort}/`).catch(() => null))?.status();
      await expect.poll(open).toBe(200);
      const picture = `https://${files}:${stack.httpsPort}/picture.svg`;
      await expect.poll(() => page.evaluate(widthOf, picture)).toBe(7);
      expect(complaints).toEqual([]);
    }

    const { output, exitCode } = await scriptsFor(stack.folder).attach(...words);
    expect({ output, exitCode }).toMatchObject({ exitCode: 0 });
    expect(output).toContain(says.map((line) => `${line.replace("PORT", `:${stack.httpsPort}`)}\n`).join(""));
    if (says.length === 0) expect(output).not.toContain("put into");

    expect(await scriptsFor(stack.folder).detach("--yes")).toMatchObject({ exitCode: 0 });
    expect(await filesOf(stack.folder)).toEqual(before);
    expect(await stack.containers()).toMatchObject(running);
  });
});
