/** Folders of apps as their own compose files have them, written by hand from their contract; stubs stand in for the apps. */
import { appendFile, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { readImages } from "./images.ts";
import { repository } from "./repository.ts";
import type { Service } from "./services.ts";
import { type FolderOptions, finish, reachable } from "./stack-folders.ts";

/** Open WebUI as its own compose file has it, without a proxy. */
export const openWebUiStack = (options: FolderOptions) =>
  appStack(options, { "open-webui": { image: "open-webui", port: 8080 } });

/** Langfuse's web and its object store, to which browsers come too: each publishes its own port, and no proxy is there. */
export const langfuseStack = (options: FolderOptions) =>
  appStack(options, {
    "langfuse-web": {
      ...{ image: "langfuse/langfuse", port: 3000 },
      environment: {
        NEXTAUTH_URL: "${NEXTAUTH_URL:-http://localhost:3000}",
        LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT: "${LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT:-http://localhost:9090}",
      },
    },
    minio: { image: "minio", port: 9000, command: objectStore },
  });

/** LibreChat with its nginx, whose one file a person keeps: 80 and 443 are published, and only 80 is served. */
export async function libreChatStack(options: FolderOptions): Promise<string> {
  const conf = join(options.folder, "client/nginx.conf");
  await mkdir(join(options.folder, "client"), { recursive: true });
  await cp(repository("test/fixtures/own-conf/librechat.conf"), conf);
  const client = {
    ...{ image: readImages().nginx, restart: "always", depends_on: ["api"] },
    ports: ["${EXPOSE_NGINX_PORT}:80", "${EXPOSE_NGINX_SSL_PORT}:443"],
    volumes: ["./client/nginx.conf:/etc/nginx/conf.d/default.conf:ro"],
    ...reachable(options),
  };
  const environment = { DOMAIN_CLIENT: "${DOMAIN_CLIENT:-http://localhost:3080}" };
  const api = { image: "danny-avila/librechat-dev-api", port: 3080, environment };
  return await appStack({ ...options, services: { client, ...options.services } }, { api });
}

/** Coze Studio: its nginx has the front end and two files of the person's, and leads to the object store as well. */
export async function cozeStack(options: FolderOptions): Promise<string> {
  const { folder } = options;
  for (const name of ["nginx/conf.d", "web"]) await mkdir(join(folder, name), { recursive: true });
  const conf = await readFile(repository("test/fixtures/own-conf/coze.conf"), "utf8");
  const inside = conf
    .replace(
      "location /api/ {\n        proxy_pass http://127.0.0.1:8888;",
      "location /api/ {\n        proxy_pass http://coze-server:8888/;",
    )
    .replaceAll("http://127.0.0.1:8888", "http://coze-server:8888")
    .replaceAll("http://127.0.0.1:9000", "http://minio:9000");
  await writeFile(join(folder, "nginx/conf.d/default.conf"), inside);
  await cp(repository("test/fixtures/own-conf/coze-nginx.conf"), join(folder, "nginx/nginx.conf"));
  await writeFile(join(folder, "web/index.html"), "the studio\n");
  const web = {
    ...{ image: await tagged(readImages().nginx, "cozedev/coze-studio-web"), restart: "always" },
    ...{ depends_on: ["coze-server", "minio"], ports: ["80"], ...reachable(options) },
    volumes: [
      "./nginx/nginx.conf:/etc/nginx/nginx.conf:ro",
      "./nginx/conf.d/default.conf:/etc/nginx/conf.d/default.conf:ro",
      "./web:/usr/share/nginx/html:ro",
    ],
  };
  const env = { ...options.env, SERVER_HOST: "http://localhost:8888" };
  return await appStack(
    { ...options, env, services: { "coze-web": web, ...options.services } },
    {
      "coze-server": { image: "cozedev/coze-studio-server", port: 8888, keys: { env_file: [".env"] } },
      minio: { image: "minio", port: 9000, command: objectStore },
    },
  );
}

export const flowiseStack = (options: FolderOptions) =>
  appStack(options, {
    flowise: { image: "flowiseai/flowise", port: 3000, environment: { APP_URL: "${APP_URL:-http://localhost:3000}" } },
  });

/** Its app and its object store share the network of a third service, which publishes their ports. */
export const lobeHubStack = (options: FolderOptions) => {
  const shared = { keys: { network_mode: "service:network-service" }, ports: [] };
  const environment = { APP_URL: "http://localhost:3210", S3_ENDPOINT: "http://localhost:9000" };
  return appStack(options, {
    "network-service": { image: "alpine", port: 1, ports: [3210, 9000], command: ["sleep", "infinity"] },
    lobe: { image: "lobehub/lobehub", port: 3210, environment, ...shared },
    minio: { image: "minio", port: 9000, command: objectStore, ...shared },
  });
};

export const fastGptStack = (options: FolderOptions) =>
  appStack(options, {
    fastgpt: {
      ...{ image: "labring/fastgpt", port: 3000 },
      environment: { FE_DOMAIN: "http://localhost:3000", STORAGE_EXTERNAL_ENDPOINT: "http://192.168.1.5:9000" },
    },
    "fastgpt-mcp-server": { image: "labring/fastgpt-mcp_server", port: 3003 },
    "fastgpt-minio": { image: "minio", port: 9000, command: objectStore },
  });

export const n8nStack = async (options: FolderOptions) => {
  const root = await appStack(options, { n8n: { image: "n8nio/n8n", port: 5678, keys: { env_file: ["n8n.env"] } } });
  await appendFile(join(options.folder, "n8n.env"), "N8N_HOST=localhost\nWEBHOOK_URL=http://localhost:5678/\n");
  return root;
};

/** Its own nginx takes the host's two ports of the web, unless two variables move it. */
export const ragFlowStack = ({ httpPort, httpsPort, ...options }: FolderOptions) => {
  const web = [`\${SVR_WEB_HTTP_PORT:-${httpPort}}:80`, `\${SVR_WEB_HTTPS_PORT:-${httpsPort}}:443`];
  const app = { image: "infiniflow/ragflow", port: 80, keys: { ports: web } };
  return appStack({ httpPort, httpsPort, ...options }, { "ragflow-cpu": app });
};

/** It has a picture too, as a browser takes it. */
const objectStore = [
  "node",
  "-e",
  `require("http").createServer(({ url }, response) => {
  if (!url.endsWith(".svg")) return response.end("the object store");
  response.setHeader("content-type", "image/svg+xml");
  response.end('<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>');
}).listen(9000)`,
];

interface StandIn {
  /** stacks are recognised by their images */
  image: string;
  port: number;
  environment?: Readonly<Record<string, string>>;
  command?: readonly string[];
  /** in its container, each published on a free one of the loopback; its own unless told */
  ports?: readonly number[];
  /** further keys of the service */
  keys?: Service;
}

/** Apps without a proxy: a small one stands in for each of them. */
async function appStack(options: FolderOptions, standIns: Readonly<Record<string, StandIn>>): Promise<string> {
  const { folder } = options;
  await mkdir(join(folder, "app"), { recursive: true });
  await cp(repository("docker/app/server.mjs"), join(folder, "app/server.mjs"));
  const { nginx, node } = readImages();
  await writeFile(join(folder, ".env"), `NGINX_IMAGE=${nginx}\n`);
  const apps = Object.entries(standIns).map(async ([service, standIn]) => {
    const { image, port, environment = {}, command = ["node", "/app/server.mjs"], ports = [port], keys } = standIn;
    const app = {
      ...{ image: await tagged(node, image), init: true, restart: "unless-stopped", command },
      environment: { PORT: String(port), ...environment },
      volumes: ["./app:/app:ro"],
      ports: ports.map((one) => `127.0.0.1::${one}`),
      ...keys,
    };
    return [service, app] as const;
  });
  return await finish(options, "docker-compose.yaml", Object.fromEntries(await Promise.all(apps)));
}

async function tagged(image: string, name: string): Promise<string> {
  const tag = `httpsidecar-stand-in/${name}:test`;
  await execa("docker", ["tag", image, tag]);
  return tag;
}
