import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { appAddresses } from "../../src/attach/addresses.ts";
import { findKnownApp } from "../../src/attach/apps.ts";
import { attach } from "../../src/attach/attach.ts";
import { detach } from "../../src/attach/detach.ts";
import { formerRenewals } from "../../src/attach/habits.ts";
import { attachOptions, attachTools, host, services } from "../support/attach-tools.ts";
import { temporaryFolder } from "../support/folders.ts";

const network = (...names: string[]) => ({ networks: Object.fromEntries(names.map((name) => [name, null])) });

async function attached(config: object, given: Parameters<typeof attachOptions>[1] = {}, language = "") {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "compose.yaml"), "services: {}\n");
  const tools = attachTools([], { host: { ...host, language } });
  const { result } = await attach(
    attachOptions(folder, { domain: "ai.acme.org", ...given }),
    JSON.stringify(config),
    tools,
  );
  const read = (name: string) => readFile(join(folder, name), "utf8");
  const override = parse(await read("compose.override.yaml"), { logLevel: "silent" }).services;
  return { result, folder, tools, override, read };
}

describe("any app without a proxy", () => {
  const portal = {
    name: "x",
    services: {
      web: { image: "acme/portal", ...network("default") },
      minio: { image: "minio", ...network("default") },
    },
  };

  test("gets an nginx that leads to it, and to further names' services", async () => {
    const also = [{ name: "s3.acme.org", upstream: "minio:9000" }];
    const { override, read } = await attached(portal, {
      upstream: "web:9000",
      also,
      domain: "ai.acme.org,s3.acme.org",
    });
    expect(override.nginx.environment).toMatchObject({
      UPSTREAM: "web:9000",
      UPSTREAMS_BY_NAME: "s3.acme.org=minio:9000",
    });
    expect(override.certbot.environment).not.toHaveProperty("WEBUI_URL");
    expect(await read(".env")).toContain("CERTBOT_DOMAIN=ai.acme.org,s3.acme.org\n");
  });

  test("on networks of its own shares them with nginx and certbot, which reach the world too", async () => {
    const given = {
      name: "x",
      services: { web: { image: "p", ...network("back") } },
      networks: { back: { internal: true } },
    };
    const { override } = await attached(given, { upstream: "web:9000" });
    for (const name of ["nginx", "certbot"]) expect(override[name].networks).toEqual(["back", "default"]);
  });

  test("is tried with the staging environment, and made real by another attach", async () => {
    const first = await attached(portal, { upstream: "web:9000", staging: true });
    expect(first.override.certbot.environment.CERTBOT_OPTIONS).toBe("--staging ${CERTBOT_OPTIONS:-}");
    const real = attachOptions(first.folder, { domain: "ai.acme.org", upstream: "web:9000" });
    expect(await attach(real, JSON.stringify(portal), first.tools)).toMatchObject({ result: "written" });
    expect(await first.read("compose.override.yaml")).not.toContain("--staging");
    await detach(real, first.tools);
    await expect(first.read("compose.override.yaml")).rejects.toThrow("ENOENT");
  });

  test("has the operator's language in its settings, unless a person says another", async () => {
    expect(await (await attached(portal, { upstream: "web:1" }, "ja")).read("httpsidecar.env")).toContain(
      "\nHTTPSIDECAR_LANG=ja\n",
    );
    const { folder, tools } = await attached(portal, { upstream: "web:1" });
    await writeFile(join(folder, "httpsidecar.env"), "HTTPSIDECAR_LANG=zh\n");
    const spoken = { ...tools, host: { ...host, language: "ja" } };
    await attach(attachOptions(folder, { upstream: "web:1" }), JSON.stringify(portal), spoken);
    expect((await readFile(join(folder, "httpsidecar.env"), "utf8")).match(/HTTPSIDECAR_LANG=.*/g)).toEqual([
      "HTTPSIDECAR_LANG=zh",
    ]);
  });
});

describe("addresses of an app that still say http", () => {
  const lines = async (given: Record<string, unknown>, values: Record<string, string>) => {
    const all = services(given);
    const app = findKnownApp(all);
    if (!app) throw new Error("not known");
    return (await appAddresses(app, all, "ai.acme.org", async () => new Map(Object.entries(values)))).lines;
  };

  test.each([
    [
      "Flowise",
      { a: { image: "flowiseai/flowise" } },
      { APP_URL: "http://ai.acme.org:3000/x" },
      ["APP_URL=https://ai.acme.org/x"],
    ],
    [
      "n8n",
      { a: { image: "n8nio/n8n" } },
      { WEBHOOK_URL: "http://localhost:5678/", N8N_HOST: "localhost", N8N_PROTOCOL: "http" },
      ["WEBHOOK_URL=https://ai.acme.org/", "N8N_HOST=ai.acme.org", "N8N_PROTOCOL=https"],
    ],
    [
      "Langfuse, with its second origin",
      {
        a: { image: "langfuse/langfuse:3" },
        minio: { image: "minio/minio", ports: [{ target: 9000, published: "9090" }] },
        nginx: { environment: { UPSTREAMS_BY_NAME: "s3.acme.org=minio:9000" } },
      },
      { NEXTAUTH_URL: "http://localhost:3000", LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT: "http://localhost:9090" },
      ["NEXTAUTH_URL=https://ai.acme.org", "LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT=https://s3.acme.org"],
    ],
    ["FastGPT, already right", { a: { image: "labring/fastgpt" } }, { FE_DOMAIN: "https://ai.acme.org" }, []],
  ])("are named with the line to set: %s", async (_, given, values, expected) => {
    expect(await lines(given, values)).toEqual(expected);
  });
});

test("lines of the folder that renew by themselves are named, and nothing else is read", async () => {
  const folder = await temporaryFolder();
  await writeFile(
    join(folder, "renew.sh"),
    "#!/bin/sh\n# docker compose run --rm certbot renew\ndocker compose run --rm certbot renew -q\necho certbot\n",
  );
  await writeFile(join(folder, "crontab"), "0 3 * * * cd /srv && timeout 60 docker compose up certbot\n");
  await writeFile(join(folder, "notes.txt"), "docker compose run certbot renew\n");
  await mkdir(join(folder, "dir.sh"));
  await mkdir(join(folder, "scripts"));
  await writeFile(join(folder, "scripts/certs.sh"), "docker-compose run --rm certbot renew\n");
  await symlink("/dev/zero", join(folder, "endless.sh"));
  expect(await formerRenewals(folder)).toEqual([
    "these lines renew by themselves and are no longer needed:",
    "  crontab line 1",
    "  renew.sh line 3",
    "  scripts/certs.sh line 1",
  ]);
});
