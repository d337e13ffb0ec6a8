import { describe, expect, test } from "vitest";
import { recognise } from "../../src/attach/recognise.ts";
import { services } from "../support/attach-tools.ts";

const mounts = (...targets: string[]) => targets.map((target) => ({ type: "bind", source: `/srv${target}`, target }));
const nginx = { image: "nginx", environment: { NGINX_HTTPS_ENABLED: "false" } };
const certbot = { image: "certbot/certbot", volumes: mounts("/etc/letsencrypt", "/var/www/html") };

const recognised = async (
  given: Record<string, unknown>,
  asked: { named?: string; upstream?: string; hasCertificates?: boolean; isRunning?: boolean } = {},
) =>
  await recognise(services(given), {
    named: asked.named,
    upstream: asked.upstream,
    force: false,
    domain: "chat.acme.org",
    hasCertificates: async () => asked.hasCertificates ?? false,
    isRunning: () => asked.isRunning ?? false,
  });

describe("a stack", () => {
  test("is Dify's by its nginx and certbot, whatever the service is called", async () => {
    expect(await recognised({ nginx, certbot })).toEqual({ kind: "dify", service: "nginx" });
    expect(await recognised({ proxy: nginx, certbot }, { named: "proxy" })).toEqual({ kind: "dify", service: "proxy" });
  });

  test("is one of ours by its companion", async () => {
    expect(await recognised({ nginx, certbot, "certbot-companion": {} })).toEqual({ kind: "own", service: "nginx" });
  });

  test("only renews where nginx sees certbot's folder and has no switch", async () => {
    const kind = { kind: "renew-only", service: "nginx" };
    expect(await recognised({ nginx: { image: "nginx" } }, { hasCertificates: true })).toEqual(kind);
  });

  test("is one with a person's own configuration file by that mount, whatever the service is called", async () => {
    const client = { image: "acme/front", volumes: mounts("/etc/nginx/conf.d/default.conf") };
    const kind = { kind: "own-conf", service: "client" };
    expect(await recognised({ api: { image: "x" }, client })).toEqual(kind);
    expect(await recognised({ client: { ...client, volumes: mounts("/etc/nginx/conf.d") } })).toEqual(kind);
    expect(await recognised({ client }, { hasCertificates: true })).toEqual({ ...kind, kind: "renew-only" });
    const template = { ...client, volumes: mounts("/etc/nginx/templates/x.conf.template") };
    expect(await recognised({ client: template })).toEqual(kind);
    const ragFlow = { image: "infiniflow/ragflow:v0.20", volumes: mounts("/etc/nginx/conf.d/ragflow.conf") };
    expect(await recognised({ ragFlow })).toMatchObject({ kind: "app" });
    const coze = { "coze-server": { image: "cozedev/coze-studio-server:latest" }, client };
    expect(await recognised(coze)).toEqual(kind);
  });

  const n8n = { image: "n8nio/n8n" };
  const ports = [{ target: 5678, published: "5678" }];

  test("is an app's by the service that visitors reach, not by a worker of the same image before it", async () => {
    const given = { worker: { ...n8n, command: ["worker"] }, web: { ...n8n, ports } };
    for (const isRunning of [true, false])
      expect(await recognised(given, { isRunning })).toMatchObject({ kind: "app", app: { upstream: "web:5678" } });
  });

  test("is an app's beside programs of the same makers, whatever comes first and is published", async () => {
    const given = {
      pipelines: { image: "ghcr.io/open-webui/pipelines:main", ports: [{ target: 9099, published: "9099" }] },
      chat: { image: "ghcr.io/open-webui/open-webui:main", ports: [{ target: 8080, published: "3000" }] },
    };
    expect(await recognised(given, { isRunning: true })).toMatchObject({ app: { upstream: "chat:8080" } });
    const worker = { ...n8n, command: ["worker"], ports: [{ target: 5679, published: "5679" }] };
    const queue = { worker, web: { ...n8n, ports } };
    expect(await recognised(queue, { isRunning: true })).toMatchObject({ app: { upstream: "web:5678" } });
  });

  test("with two services that are the same app is left alone until one is named", async () => {
    const given = { one: { ...n8n, ports }, two: { ...n8n, ports } };
    await expect(recognised(given, { isRunning: true })).rejects.toMatchObject({
      message: "several services of this stack are n8n: one, two",
      fix: expect.stringContaining("--upstream one:5678"),
    });
    const app = { upstream: "two:5678" };
    expect(await recognised(given, { isRunning: true, upstream: "two:5678" })).toMatchObject({ kind: "app", app });
  });

  test.each([
    ["Open WebUI", "ghcr.io/open-webui/open-webui:main", {}, "app:8080"],
    ["Flowise", "flowiseai/flowise:3", { PORT: "3001" }, "app:3001"],
    ["Langfuse", "docker.io/langfuse/langfuse:3", {}, "app:3000"],
    ["LobeHub", "lobehub/lobe-chat-database", {}, "app:3210"],
    ["FastGPT", "ghcr.io/labring/fastgpt:v4.14", {}, "app:3000"],
    ["n8n", "docker.n8n.io/n8nio/n8n", { N8N_PORT: "5679" }, "app:5679"],
    ["RAGFlow", "infiniflow/ragflow:v0.20", {}, "app:80"],
    ["RAGFlow", "swr.cn-north-4.myhuaweicloud.com/infiniflow/ragflow@sha256:ab", {}, "app:80"],
    ["FastGPT", "registry.cn-hangzhou.aliyuncs.com/fastgpt/fastgpt:v4.15.0", {}, "app:3000"],
    ["LobeHub", "lobehub/lobehub:latest", {}, "app:3210"],
    ["LibreChat", "ghcr.io/danny-avila/librechat-dev:latest", { PORT: "3080" }, "app:3080"],
  ])("is %s's by its image, and gets an nginx in front", async (name, image, environment, upstream) => {
    const given = {
      app: { image, environment },
      worker: { image: "langfuse/langfuse-worker:3" },
      db: { image: "postgres" },
    };
    expect(await recognised(given)).toMatchObject({
      kind: "app",
      service: "nginx",
      app: { upstream, known: { name } },
    });
  });

  test("of any app gets an nginx in front of the service that --upstream names", async () => {
    const given = { web: { image: "acme/portal" } };
    expect(await recognised(given, { upstream: "web:9000" })).toEqual({
      kind: "app",
      service: "nginx",
      app: { known: undefined, upstream: "web:9000" },
    });
    await expect(recognised(given, { upstream: "portal:9000" })).rejects.toThrow("has no service portal");
    await expect(recognised({ ...given, nginx }, { upstream: "web:9000" })).rejects.toThrow("a service nginx already");
  });

  test.each([
    [{ app: { image: "x" } }, /this stack has no service nginx \(services: app\)/, /--upstream SERVICE:PORT$/],
    [{ app: {}, proxy: { image: "nginx:1" } }, /no service nginx/, /^name it: --service proxy$/],
    [{ nginx: { image: "nginx" } }, /nginx in the service nginx cannot be switched/, /^mount its configuration file/],
  ])("%j is left alone with the reason and the way", async (given, message, fix) => {
    await expect(recognised(given)).rejects.toThrow(
      expect.objectContaining({ message: expect.stringMatching(message), fix: expect.stringMatching(fix) }),
    );
  });
});
