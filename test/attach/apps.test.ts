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

async function attached(
  config: object,
  given: Parameters<typeof attachOptions>[1] = {},
  language = "",
  env: string | undefined = undefined,
) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "compose.yaml"), "services: {}\n");
  if (env !== undefined) await writeFile(join(folder, ".env"), env);
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

  test("that speaks TLS itself is reached so, under the name of the service whose network it shares", async () => {
    const given = {
      name: "x",
      services: {
        vpn: { image: "vpn", ...network("default") },
        web: { image: "acme/portal", network_mode: "service:vpn" },
      },
    };
    const also = [{ name: "s3.acme.org", upstream: "https://vpn:9443" }];
    const { override } = await attached(given, { upstream: "https://web:8443", also });
    expect(override.nginx.environment).toMatchObject({
      UPSTREAM: "https://vpn:8443",
      UPSTREAMS_BY_NAME: "s3.acme.org=https://vpn:9443",
    });
  });

  const portal80 = { image: "acme/portal", ...network("default"), ports: [{ target: 3000, published: "80" }] };

  test.each([
    [
      "holds port 80 of the host, running or not",
      portal80,
      /publishes the ports that nginx needs/,
      /8888 in the place of 80 \(services\.web\.ports\)/,
    ],
    [
      "is on the host's network",
      { image: "x", network_mode: "host" },
      /network_mode is host/,
      /remove network_mode from services\.web/,
    ],
    [
      "has no network",
      { image: "x", network_mode: "none" },
      /network_mode is none/,
      /remove network_mode from services\.web/,
    ],
  ])("is left alone where it %s, with what to change", async (_, web, message, fix) => {
    await expect(attached({ name: "x", services: { web } }, { upstream: "web:3000" })).rejects.toThrow(
      expect.objectContaining({ message: expect.stringMatching(message), fix: expect.stringMatching(fix) }),
    );
  });

  test("keeps a port that nginx does not need: by DNS 80 may be its own, where nginx has others", async () => {
    const given = { name: "x", services: { web: portal80 } };
    const dns = { provider: "cloudflare", credentials: "CLOUDFLARE_DNS_API_TOKEN=x\n" } as const;
    const env = "EXPOSE_NGINX_PORT=8080\nEXPOSE_NGINX_SSL_PORT=8443\n";
    expect(await attached(given, { upstream: "web:3000", dns }, "", env)).toMatchObject({ result: "written" });
    for (const [host, published] of [
      ["8080", env],
      ["443", "EXPOSE_NGINX_PORT=8080\n"],
    ] as const) {
      const web = { ...portal80, ports: [{ target: 3000, published: host }] };
      const refused = attached({ name: "x", services: { web } }, { upstream: "web:3000" }, "", published);
      await expect(refused).rejects.toThrow("publishes the ports that nginx needs");
    }
  });

  test("has nothing left of a certbot that took port 80 itself, and is not a service that ours would replace", async () => {
    const certbot = {
      image: "certbot/certbot",
      ...network("default"),
      user: "1000",
      profiles: ["certbot"],
      ports: [{ target: 80, published: "80" }],
    };
    const given = { name: "x", services: { ...portal.services, certbot } };
    const { override } = await attached(given, { upstream: "web:9000" });
    expect(override.certbot).toMatchObject({ ports: "null", profiles: "null", user: "null", command: ["serve"] });
    await expect(attached(given, { upstream: "certbot:80" })).rejects.toMatchObject({ code: "conflict" });
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
    const found = await appAddresses(app, all, "ai.acme.org", async () => new Map(Object.entries(values)));
    return found.lines.map(({ name, value }) => `${name}=${value}`);
  };

  const flowise = { a: { image: "flowiseai/flowise", container_name: "flow.lan" } };

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
    [
      "Flowise by an IPv6 address",
      flowise,
      { APP_URL: "http://[2001:db8::5]:3000/" },
      ["APP_URL=https://ai.acme.org/"],
    ],
    ["Flowise by a name of the house", flowise, { APP_URL: "HTTP://nas:3000" }, ["APP_URL=https://ai.acme.org"]],
    ["Flowise in quotes of a list", flowise, { APP_URL: '"http://10.0.0.9"' }, ["APP_URL=https://ai.acme.org"]],
    ["Flowise by Docker's name for the host", flowise, { APP_URL: "http://host.docker.internal:3000" }, []],
    ["Flowise by its own other name", flowise, { APP_URL: "http://me@flow.lan:3000/x" }, []],
    [
      "Open WebUI's list, in which each origin counts and none comes twice",
      { a: { image: "open-webui:main" } },
      { CORS_ALLOW_ORIGIN: "http://localhost:3000;http://ai.acme.org;https://x.org" },
      ["CORS_ALLOW_ORIGIN=https://ai.acme.org;https://x.org"],
    ],
    [
      "n8n's own guess, which has the port of the app",
      { a: { image: "n8nio/n8n" } },
      { N8N_PROTOCOL: "https" },
      ["WEBHOOK_URL=https://ai.acme.org/"],
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
