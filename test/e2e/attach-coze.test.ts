import { describe, expect } from "vitest";
import { bringAppUp, filesOf, scriptsFor } from "../support/attaching.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import type { Stack } from "../support/stack.ts";
import { arrivals } from "../support/stream.ts";
import { upload } from "../support/upload.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "studio.example.test";
const test = withStack({
  ...{ kind: "coze", domain },
  env: { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` },
  prepare: bringAppUp,
}).extend("before", { scope: "file" }, ({ stack }) => everyFile(stack));

const conf = "nginx/conf.d/default.conf";

/** The file of nginx's too, which is Dify's own to write elsewhere. */
async function everyFile(stack: Stack): Promise<Record<string, string>> {
  return { ...(await filesOf(stack.folder)), [conf]: await stack.read(conf) };
}

describe("docker/attach on Coze, whose nginx has the front end and two files of the person's", () => {
  test("puts a line into the one with the server, recreates that container alone, and HTTPS is live", async ({
    stack,
    before,
  }) => {
    const { "coze-web": web, ...others } = await stack.containers();
    const { output, exitCode } = await scriptsFor(stack.folder).attach("--domain", domain, "--yes");
    expect({ output, exitCode }).toMatchObject({ exitCode: 0, output: expect.stringContaining("is live") });
    expect(output).toContain(`put into .env:\n  SERVER_HOST=https://${domain}:${stack.httpsPort}\n`);
    const running = await stack.containers();
    expect(running).toMatchObject(others);
    expect(running["coze-web"]).not.toBe(web);
    const now = await everyFile(stack);
    const changed = Object.keys(before).filter((path) => now[path] !== before[path]);
    expect(changed).toEqual([".env", "httpsidecar.env", conf]);
  });

  test("serves its pages, streams, uploads and the object store behind it over HTTPS", async ({ stack }) => {
    expect((await stack.entry("/")).body).toBe("the studio\n");
    expect((await stack.entry("/local_storage/bucket/x")).body).toBe("the object store");
    const view = await stack.view();
    // Four pauses of 200 ms; held back, all would come at once.
    expect((await arrivals(view, "/api/sse")).at(-1)).toBeGreaterThan(600);
    const { sent, got } = await upload(view, 200, "/api/upload");
    expect(got).toEqual(sent);
  });

  test("goes with docker/detach, byte for byte, and serves HTTP on its own port as before", async ({
    stack,
    before,
  }) => {
    const { "coze-server": server } = await stack.containers();
    expect(await scriptsFor(stack.folder).detach("--yes")).toMatchObject({ exitCode: 0 });
    expect(await everyFile(stack)).toEqual(before);
    expect(await stack.containers()).toMatchObject({ "coze-server": server });
    const address = (await stack.types("docker compose port coze-web 80")).output.trim();
    await eventually(async () => expect(await (await fetch(`http://${address}/`)).text()).toBe("the studio\n"));
  });
});
