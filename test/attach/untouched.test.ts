import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { attach } from "../../src/attach/attach.ts";
import { detach } from "../../src/attach/detach.ts";
import { refuseFolderWithoutLinks } from "../../src/attach/links.ts";
import type { HostFacts } from "../../src/model/attach.ts";
import { attachOptions, attachTools, fakeEngine, host, neighbour } from "../support/attach-tools.ts";
import { temporaryFolder } from "../support/folders.ts";

const bind = (source: string, target: string) => ({ type: "bind", source, target });
const nginx = { image: "nginx", environment: { NGINX_HTTPS_ENABLED: "false" }, networks: { default: null } };
const certbot = { image: "x", volumes: [bind("/c", "/etc/letsencrypt"), bind("/w", "/var/www/html")] };
const dify = { name: "docker", services: { nginx, certbot }, networks: { default: {} } };
const withNginx = (keys: object) => ({ ...dify, services: { ...dify.services, nginx: { ...nginx, ...keys } } });

interface Refusal {
  why: string;
  code: string;
  config?: object;
  files?: Record<string, string>;
  options?: object;
  hostFacts?: Partial<HostFacts>;
  isPodman?: boolean;
  /** containers of nginx */
  nginxes?: number;
}

const refusals: readonly Refusal[] = [
  {
    why: "an override that sets one of our keys",
    code: "conflict",
    files: { "compose.override.yaml": "services:\n  certbot:\n    image: mine\n" },
  },
  {
    why: "an override that sets what is taken out",
    code: "conflict",
    config: { ...dify, services: { nginx, certbot: { ...certbot, build: { context: "." } } } },
    files: { "compose.override.yaml": "services:\n  certbot:\n    build: .\n" },
  },
  {
    why: "an override in brackets",
    code: "conflict",
    files: { "compose.override.yaml": "services: { api: { image: x } }\n" },
  },
  {
    why: "an override that is not YAML",
    code: "broken-yaml",
    files: { "compose.override.yaml": "services:\n\tx: 1\n" },
  },
  {
    why: "a mark without its other half",
    code: "not-ours",
    files: { "compose.override.yaml": "# httpsidecar: added by attach\n" },
  },
  { why: "an env file that is not understood", code: "settings-refused", files: { ".env": "A='open\n" } },
  {
    why: "a domain that is made of a variable",
    code: "settings-refused",
    files: { ".env": "D=x.test\nCERTBOT_DOMAIN=${D}\n" },
  },
  { why: "a note that a person changed", code: "not-ours", files: { "httpsidecar.env": "# for detach: {}\n" } },
  { why: "no nginx", code: "not-understood", config: { name: "x", services: { app: { image: "app" } } } },
  {
    why: "nginx that waits for certbot",
    code: "not-understood",
    config: withNginx({ depends_on: { certbot: { condition: "service_healthy" } } }),
  },
  {
    why: "nginx on another container's network",
    code: "not-understood",
    config: withNginx({ network_mode: "service:vpn" }),
  },
  {
    why: "certificates as single files",
    code: "not-understood",
    config: { name: "x", services: { nginx: { image: "nginx", volumes: [bind("/x/fullchain.pem", "/x.pem")] } } },
  },
  {
    why: "Caddy in the stack",
    code: "tls-elsewhere",
    config: { name: "x", services: { caddy: { image: "caddy", ports: [{ target: 80, published: "80" }] } } },
  },
  {
    why: "another program on port 80",
    code: "tls-elsewhere",
    hostFacts: { listeners: 'LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("apache2",pid=1,fd=4))' },
  },
  { why: "an upstream that is not there", code: "not-understood", options: { upstream: "web:80" } },
  { why: "nginx with deploy.replicas", code: "several-nginx", config: withNginx({ deploy: { replicas: 2 } }) },
  { why: "nginx with scale", code: "several-nginx", config: withNginx({ scale: 3 }) },
  { why: "nginx that runs twice, by --scale", code: "several-nginx", nginxes: 2 },
  { why: "Podman", code: "old-engine", isPodman: true },
  { why: "what Compose cannot have said", code: "not-understood", config: [] },
];

describe("a stack that is refused", () => {
  test.each(refusals)(
    "for $why is as before: files, links and containers",
    async ({ code, config = dify, files = {}, options, hostFacts, isPodman, nginxes = 1 }) => {
      const folder = await temporaryFolder();
      const all = { "compose.yaml": "services: {}\n", ".env": "SECRET=1\n", ...files };
      for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text);
      const diary: string[] = [];
      const published = (at: number) => [{ address: "0.0.0.0", hostPort: 8080 + at, containerPort: 80 }];
      const running = [
        ...Array.from({ length: nginxes }, (_, at) => neighbour(folder, "nginx", { published: published(at) })),
        neighbour(folder, "certbot"),
      ];
      const engine = fakeEngine(diary, { running, isPodman: async () => isPodman ?? false });
      const tools = attachTools(diary, { engine, host: { ...host, ...hostFacts } });
      await expect(attach(attachOptions(folder, options), JSON.stringify(config), tools)).rejects.toMatchObject({
        code,
      });
      const left = await Promise.all(
        (await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name), "utf8")]),
      );
      expect(Object.fromEntries(left)).toEqual(all);
      expect(diary.filter((line) => line.startsWith("remove "))).toEqual([]);
    },
  );

  test("is told apart from one that is not: the same stack without a reason is written", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "compose.yaml"), "services: {}\n");
    expect(await attach(attachOptions(folder), JSON.stringify(dify), attachTools([]))).toMatchObject({
      result: "written",
    });
  });
});

describe("a folder that cannot hold links", () => {
  const refusing = async () => Promise.reject(Object.assign(new Error("no"), { code: "EPERM" }));

  test("is seen before anything is written, at the nearest folder that is there", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "volumes"));
    const wanted = join(folder, "volumes/certbot/conf");
    await expect(refuseFolderWithoutLinks(wanted, folder, refusing)).rejects.toMatchObject({
      code: "no-links",
      message: expect.stringContaining(join(folder, "volumes")),
    });
  });

  test("is not one where a link can be made, and none is left", async () => {
    const folder = await temporaryFolder();
    await refuseFolderWithoutLinks(join(folder, "conf"), folder, symlink);
    expect(await readdir(folder)).toEqual([]);
  });
});

test("a sidecar that could not be started leaves no volume behind, though it never had a container", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "compose.yaml"), "services: {}\n");
  const diary: string[] = [];
  const engine = fakeEngine(diary, {
    running: [neighbour(folder, "nginx", { published: [{ address: "0.0.0.0", hostPort: 8080, containerPort: 80 }] })],
  });
  const tools = attachTools(diary, { engine });
  await attach(attachOptions(folder), JSON.stringify(dify), tools);
  await detach(attachOptions(folder), tools);
  expect(diary).toContain("remove volume docker_httpsidecar-companion");
  expect(diary).not.toContain("remove nginx");
});
