/** Every app that attach recognises, in containers: what Langfuse, LibreChat and Coze show in npm test too. */
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { bringAppUp, filesOf, leadNameToNginx, scriptsFor } from "../support/attaching.ts";
import { openBrowser } from "../support/browser.ts";
import { widthOf } from "../support/in-the-page.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import type { Stack, StackOptions } from "../support/stack.ts";
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
  /** lines of .env that move its ports out of the way, as the refusal says */
  moves?: readonly string[];
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
  { kind: "ragflow", says: [], moves: ["SVR_WEB_HTTP_PORT=8081", "SVR_WEB_HTTPS_PORT=8444"] },
];

/** An app on the ports of the nginx that would come is refused and left as it is; what the refusal says is done then. */
async function moveAway(stack: Stack, words: readonly string[], moves: readonly string[]): Promise<void> {
  const was = [await filesOf(stack.folder), await stack.containers()];
  const { output, exitCode } = await scriptsFor(stack.folder).attach(...words);
  expect({ output, exitCode }).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining(`set ${moves.join(" and ")} in .env, run docker compose up -d`),
  });
  expect([await filesOf(stack.folder), await stack.containers()]).toEqual(was);
  await appendFile(join(stack.folder, ".env"), `${moves.join("\n")}\n`);
  await stack.types("docker compose up -d");
}

describe.each(apps)("$kind", ({ kind, also, says, moves }) => {
  const test = withFreshStack({
    ...{ kind, domain, env: { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` }, prepare: bringAppUp },
  });

  test("gets HTTPS with all that it needs of an nginx, and goes back byte for byte", async ({ stack }) => {
    const words = ["--domain", domain, ...(also ? ["--also", also] : []), "--yes"];
    if (moves) await moveAway(stack, words, moves);
    const [before, running] = [await filesOf(stack.folder), await stack.containers()];
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
      expect((await page.goto(`https://${domain}:${stack.httpsPort}/`))?.status()).toBe(200);
      expect(await page.evaluate(widthOf, `https://${files}:${stack.httpsPort}/picture.svg`)).toBe(7);
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
