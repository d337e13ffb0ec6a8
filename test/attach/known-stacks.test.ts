import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { afterAttach } from "../../src/attach/afterwards.ts";
import { attach } from "../../src/attach/attach.ts";
import { attachOptions, attachTools, fakeEngine, neighbour } from "../support/attach-tools.ts";
import { temporaryFolder } from "../support/folders.ts";

const domain = "ai.acme.org";
const network = { networks: { default: null } };
const published = (...ports: readonly (readonly [host: number, inside: number])[]) => ({
  ports: ports.map(([host, target]) => ({ published: String(host), target })),
});

/** A stack as its own compose file resolves, as far as a proxy has to do with it, and what is right for it. */
interface KnownStack {
  name: string;
  services: Record<string, Record<string, unknown>>;
  /** services that run */
  runs: readonly string[];
  upstream: string;
  /** NAME=SERVICE:PORT of a second origin that browsers use */
  also?: string;
  lines: readonly string[];
}

const stacks: readonly KnownStack[] = [
  {
    name: "Flowise",
    services: {
      flowise: {
        ...{ image: "flowiseai/flowise:latest", ...published([3000, 3000]) },
        environment: { PORT: "3000", APP_URL: "http://localhost:3000" },
      },
      "flowise-worker": { image: "flowiseai/flowise-worker:latest", environment: { PORT: "3000" } },
      redis: { image: "redis:alpine" },
    },
    runs: ["flowise"],
    upstream: "flowise:3000",
    lines: [`APP_URL=https://${domain}`],
  },
  {
    name: "Langfuse",
    services: {
      "langfuse-web": {
        ...{ image: "docker.io/langfuse/langfuse:3", ...published([3000, 3000]) },
        environment: {
          NEXTAUTH_URL: "http://localhost:3000",
          LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT: "http://minio:9000",
          LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT: "http://localhost:9090",
        },
      },
      "langfuse-worker": { image: "docker.io/langfuse/langfuse-worker:3", ...published([3030, 3030]) },
      minio: { image: "cgr.dev/chainguard/minio", ...published([9090, 9000], [9091, 9001]) },
      postgres: { image: "docker.io/postgres:17" },
    },
    runs: ["langfuse-web", "langfuse-worker", "minio"],
    upstream: "langfuse-web:3000",
    also: "files.acme.org=minio:9000",
    lines: [`NEXTAUTH_URL=https://${domain}`, "LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT=https://files.acme.org"],
  },
  {
    name: "LobeHub",
    services: {
      "network-service": { image: "alpine", ...network, ...published([9000, 9000], [3210, 3210]) },
      lobe: {
        ...{ image: "lobehub/lobe-chat-database", network_mode: "service:network-service" },
        environment: { APP_URL: "http://localhost:3210", S3_ENDPOINT: "http://localhost:9000" },
      },
      minio: { image: "minio/minio", network_mode: "service:network-service" },
    },
    runs: ["network-service", "lobe", "minio"],
    upstream: "network-service:3210",
    also: "files.acme.org=network-service:9000",
    lines: [`APP_URL=https://${domain}`, "S3_ENDPOINT=https://files.acme.org"],
  },
  {
    name: "FastGPT",
    services: {
      fastgpt: {
        ...{ image: "ghcr.io/labring/fastgpt:v4.14.0", ...published([3000, 3000]) },
        environment: { FE_DOMAIN: "http://192.168.1.5:3000", STORAGE_EXTERNAL_ENDPOINT: "http://192.168.1.5:9000" },
      },
      "fastgpt-mcp-server": { image: "ghcr.io/labring/fastgpt-mcp_server:v4.14.0", ...published([3003, 3000]) },
      "fastgpt-minio": { image: "minio/minio:latest", ...published([9000, 9000], [9001, 9001]) },
      sandbox: { image: "ghcr.io/labring/fastgpt-sandbox:v4.14.0" },
    },
    runs: ["fastgpt", "fastgpt-mcp-server", "fastgpt-minio"],
    upstream: "fastgpt:3000",
    also: "files.acme.org=fastgpt-minio:9000",
    lines: [`FE_DOMAIN=https://${domain}`, "STORAGE_EXTERNAL_ENDPOINT=https://files.acme.org"],
  },
  {
    name: "n8n",
    services: {
      n8n: {
        ...{ image: "docker.n8n.io/n8nio/n8n", ...published([5678, 5678]) },
        environment: { N8N_HOST: "localhost", N8N_PROTOCOL: "http", WEBHOOK_URL: "http://localhost:5678/" },
      },
      "n8n-worker": { image: "docker.n8n.io/n8nio/n8n", command: ["worker"] },
      postgres: { image: "postgres:16" },
    },
    runs: ["n8n", "n8n-worker"],
    upstream: "n8n:5678",
    lines: [`WEBHOOK_URL=https://${domain}/`, `N8N_HOST=${domain}`, "N8N_PROTOCOL=https"],
  },
  {
    name: "RAGFlow",
    services: {
      "ragflow-cpu": { image: "infiniflow/ragflow:v0.22.0", profiles: ["cpu"], ...published([8081, 80], [8444, 443]) },
      "ragflow-gpu": { image: "infiniflow/ragflow:v0.22.0", profiles: ["gpu"], ...published([8081, 80], [8444, 443]) },
      minio: { image: "quay.io/minio/minio", ...published([9000, 9000]) },
    },
    runs: ["ragflow-gpu", "minio"],
    upstream: "ragflow-gpu:80",
    lines: [],
  },
  {
    name: "Open WebUI",
    services: {
      "open-webui": {
        ...{ image: "ghcr.io/open-webui/open-webui:main", ...published([3000, 8080]) },
        environment: { WEBUI_URL: "http://10.0.0.5:3000" },
      },
      ollama: { image: "ollama/ollama" },
    },
    runs: ["open-webui", "ollama"],
    upstream: "open-webui:8080",
    lines: [`WEBUI_URL=https://${domain}`],
  },
];

/** What attach writes and says for a stack in a folder of its own. */
async function attached({ services, runs }: KnownStack, also: readonly string[]) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "compose.yaml"), "services: {}\n");
  const full = Object.entries(services).map(([name, one]) => [
    name,
    { ...("network_mode" in one ? {} : network), ...one },
  ]);
  const given = Object.fromEntries(full);
  const diary: string[] = [];
  const tools = attachTools(diary, { engine: engineOf(folder, runs, services) });
  const origins = also.map((pair) => ({ name: pair.split("=")[0] ?? "", upstream: pair.split("=")[1] ?? "" }));
  const names = [domain, ...origins.map(({ name }) => name)].join(",");
  const config = (all: object) => JSON.stringify({ name: "x", services: all });
  await attach(attachOptions(folder, { domain: names, also: origins }), config(given), tools);
  const { services: ours } = parse(await readFile(join(folder, "compose.override.yaml"), "utf8"), {
    logLevel: "silent",
  });
  diary.length = 0;
  await afterAttach(
    { folder, file: undefined, service: undefined },
    config({ ...given, nginx: { environment: ours.nginx.environment } }),
    tools,
  );
  return { nginx: ours.nginx.environment, said: diary.join("\n") };
}

const engineOf = (folder: string, runs: readonly string[], services: KnownStack["services"]) =>
  fakeEngine([], {
    running: runs.map((service) => neighbour(folder, service)),
    variables: async (id) => new Map(Object.entries((services[id]?.["environment"] ?? {}) as Record<string, string>)),
  });

test.each(stacks)("$name gets an nginx in front, and its own addresses are named", async (stack) => {
  const { nginx, said } = await attached(stack, stack.also ? [stack.also] : []);
  expect(nginx.UPSTREAM).toBe(stack.upstream);
  expect(nginx.UPSTREAMS_BY_NAME).toBe(stack.also);
  const named = said.split("\n").filter((line) => /^ {2}[A-Z0-9_]+=/.test(line));
  expect(named.map((line) => line.trim())).toEqual(stack.lines);
  expect(said).not.toContain("--also");
});

test.each(stacks.filter(({ also }) => also))("$name without its second origin is told of it", async (stack) => {
  const { said } = await attached(stack, []);
  expect(said).toContain(`attach again with --also NAME=${stack.also?.split("=")[1]}`);
});

test("an app that publishes the ports which nginx needs is left alone, with its own variables for others", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "compose.yaml"), "services: {}\n");
  const given = {
    "ragflow-cpu": { image: "infiniflow/ragflow:v0.22.0", ...network, ...published([80, 80], [443, 443]) },
  };
  const running = [
    neighbour(folder, "ragflow-cpu", { published: [{ address: "0.0.0.0", hostPort: 80, containerPort: 80 }] }),
  ];
  const tools = attachTools([], { engine: fakeEngine([], { running }) });
  const config = JSON.stringify({ name: "x", services: given });
  await expect(attach(attachOptions(folder, { domain }), config, tools)).rejects.toMatchObject({
    code: "tls-elsewhere",
    fix: expect.stringContaining("SVR_WEB_HTTP_PORT=8081 and SVR_WEB_HTTPS_PORT=8444"),
  });
});
