import { globSync, readFileSync } from "node:fs";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { attach } from "../../src/attach/attach.ts";
import { detach } from "../../src/attach/detach.ts";
import { type Engine, openEngine } from "../../src/attach/engine.ts";
import type { Neighbour } from "../../src/attach/host.ts";
import { refuseFolderWithoutLinks } from "../../src/attach/links.ts";
import type { AttachOptions, HostFacts } from "../../src/model/attach.ts";
import type { Problem } from "../../src/model/problem.ts";
import { patternOf, refusalsIn } from "../languages/marked.ts";
import { attachOptions, attachTools, fakeEngine, host, neighbour } from "../support/attach-tools.ts";
import { filesOf } from "../support/attaching.ts";
import { temporaryFolder } from "../support/folders.ts";

const bind = (source: string, target: string) => ({ type: "bind", source, target });
const nginx = { image: "nginx", environment: { NGINX_HTTPS_ENABLED: "false" }, networks: { default: null } };
const certbot = { image: "x", volumes: [bind("/c", "/etc/letsencrypt"), bind("/w", "/var/www/html")] };
const dify = { name: "docker", services: { nginx, certbot }, networks: { default: {} } };
const withNginx = (keys: object) => ({ ...dify, services: { ...dify.services, nginx: { ...nginx, ...keys } } });

interface Refusal extends Circumstances {
  why: string;
  code: string;
  /** what is otherwise once a person has done what the fix says */
  fixed: Circumstances;
}

interface Circumstances {
  config?: object;
  files?: Record<string, string>;
  options?: Partial<AttachOptions>;
  hostFacts?: Partial<HostFacts>;
  isPodman?: boolean;
  /** containers of nginx */
  nginxes?: number;
  /** Compose cannot be asked: attach from the image alone */
  byText?: boolean;
  /** besides those of this stack */
  neighbours?: (folder: string) => readonly Neighbour[];
  engine?: Partial<Engine>;
  /** files in the folder above */
  beside?: Record<string, string>;
}

const published = (address: string) => [{ address, hostPort: 8080, containerPort: 80 }];
const key = { provider: "cloudflare", credentials: "CF_DNS_API_TOKEN=t\n" } as const;
const ownConf = {
  name: "docker",
  services: { nginx: { image: "nginx", volumes: [bind("/x/n.conf", "/etc/nginx/conf.d/default.conf")] } },
};
const renewing = {
  name: "docker",
  services: { nginx: { image: "nginx", volumes: [bind("/c", "/etc/letsencrypt"), bind("/w", "/var/www/certbot")] } },
};
const openWebUi = { image: "open-webui:main", ports: [{ target: 8080, published: "80" }] };
const own = { ...dify, services: { nginx, certbot: {}, "certbot-companion": {} } };

const bomb = `x-a: &a [${"x,".repeat(20)}]\n${[..."bcdefg"].map((name, at) => `x-${name}: &${name} [${`*${"abcdef"[at]},`.repeat(20)}]`).join("\n")}\nservices: { nginx: { image: *g } }\n`;

const refusals: readonly Refusal[] = [
  {
    why: "an override that sets one of our keys",
    fixed: { files: { "compose.override.yaml": "services:\n  certbot:\n" } },
    code: "conflict",
    files: { "compose.override.yaml": "services:\n  certbot:\n    image: mine\n" },
  },
  {
    why: "an override that sets what is taken out",
    fixed: { files: { "compose.override.yaml": "services:\n  certbot:\n" } },
    code: "conflict",
    config: { ...dify, services: { nginx, certbot: { ...certbot, build: { context: "." } } } },
    files: { "compose.override.yaml": "services:\n  certbot:\n    build: .\n" },
  },
  {
    why: "an override in brackets",
    fixed: { files: { "compose.override.yaml": "services:\n  api:\n    image: x\n" } },
    code: "conflict",
    files: { "compose.override.yaml": "services: { api: { image: x } }\n" },
  },
  {
    why: "an override that is not YAML",
    fixed: { files: { "compose.override.yaml": "services:\n  x:\n" } },
    code: "broken-yaml",
    files: { "compose.override.yaml": "services:\n\tx: 1\n" },
  },
  {
    why: "a mark without its other half",
    fixed: { files: {} },
    code: "not-ours",
    files: { "compose.override.yaml": "# httpsidecar: added by attach\n" },
  },
  {
    why: "an env file that is not understood",
    fixed: { files: { ".env": "A='open'\n" } },
    code: "settings-refused",
    files: { ".env": "A='open\n" },
  },
  {
    why: "a domain that is made of a variable",
    fixed: { files: { ".env": "CERTBOT_DOMAIN=dify.acme.org\n" } },
    code: "settings-refused",
    files: { ".env": "D=x.test\nCERTBOT_DOMAIN=${D}\n" },
  },
  {
    why: "a note that a person changed",
    fixed: { files: {} },
    code: "not-ours",
    files: { "httpsidecar.env": "# for detach: {}\n" },
  },
  {
    why: "no nginx",
    fixed: { options: { upstream: "app:80" } },
    code: "not-understood",
    config: { name: "x", services: { app: { image: "app" } } },
  },
  {
    why: "nginx that waits for certbot",
    fixed: { config: dify },
    code: "not-understood",
    config: withNginx({ depends_on: { certbot: { condition: "service_healthy" } } }),
  },
  {
    why: "nginx on another container's network",
    fixed: { config: dify },
    code: "not-understood",
    config: withNginx({ network_mode: "service:vpn" }),
  },
  {
    why: "certificates as single files",
    fixed: { config: renewing },
    code: "not-understood",
    config: { name: "x", services: { nginx: { image: "nginx", volumes: [bind("/x/fullchain.pem", "/x.pem")] } } },
  },
  {
    why: "Caddy in the stack",
    fixed: { options: { force: true } },
    code: "tls-elsewhere",
    config: { name: "x", services: { caddy: { image: "caddy", ports: [{ target: 80, published: "80" }] } } },
  },
  {
    why: "another program on port 80",
    fixed: { options: { force: true } },
    code: "tls-elsewhere",
    hostFacts: { listeners: 'LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("apache2",pid=1,fd=4))' },
  },
  {
    why: "an upstream that is not there",
    fixed: { options: {} },
    code: "not-understood",
    options: { upstream: "web:80" },
  },
  {
    why: "nginx with deploy.replicas",
    fixed: { config: dify },
    code: "several-nginx",
    config: withNginx({ deploy: { replicas: 2 } }),
  },
  { why: "nginx with scale", fixed: { config: dify }, code: "several-nginx", config: withNginx({ scale: 3 }) },
  { why: "nginx that runs twice, by --scale", fixed: { nginxes: 1 }, code: "several-nginx", nginxes: 2 },
  { why: "Podman", fixed: { options: { force: true } }, code: "old-engine", isPodman: true },
  { why: "what Compose cannot have said", fixed: { config: dify }, code: "not-understood", config: [] },
  {
    why: "a certbot that is no container",
    fixed: { config: renewing },
    code: "not-understood",
    config: { ...dify, services: { nginx, certbot: { ...certbot, provider: { type: "x" } } } },
  },
  {
    why: "certificates in nginx's own memory",
    fixed: { config: renewing },
    code: "not-understood",
    config: {
      name: "x",
      services: { nginx: { image: "nginx", volumes: [{ type: "tmpfs", target: "/etc/letsencrypt" }] } },
    },
  },
  {
    why: "two stacks that run from the folder",
    fixed: { hostFacts: { composeProject: "docker" } },
    code: "several-stacks",
    neighbours: (folder) => [neighbour(folder, "api", { project: "other" })],
  },
  {
    why: "several env files",
    fixed: { neighbours: () => [] },
    code: "not-understood",
    neighbours: (folder) => [
      neighbour(folder, "api", {
        created: 2_000_000_000,
        labels: { "com.docker.compose.project.environment_file": "/a.env,/b.env" },
      }),
    ],
  },
  {
    why: "a compose file that is not there",
    fixed: { options: {} },
    code: "no-stack",
    options: { file: "other.yaml" },
  },
  {
    why: "an include, without Compose",
    fixed: { byText: false },
    code: "not-understood",
    byText: true,
    files: { "compose.yaml": "include: [a.yaml]\n" },
  },
  {
    why: "a service that is none, without Compose",
    fixed: { byText: false },
    code: "not-understood",
    byText: true,
    files: { "compose.yaml": "services:\n  nginx: { image: [] }\n" },
  },
  {
    why: "a compose file that is a list",
    fixed: { files: {} },
    code: "broken-yaml",
    files: { "compose.override.yaml": "- services\n" },
  },
  {
    why: "aliases without measure",
    fixed: { files: {} },
    code: "broken-yaml",
    byText: true,
    files: { "compose.yaml": bomb },
  },
  {
    why: "environment in the override that is a list",
    fixed: { files: { "compose.override.yaml": "services:\n  nginx:\n    environment:\n      A: b\n" } },
    code: "conflict",
    files: { "compose.override.yaml": "services:\n  nginx:\n    environment:\n      - A=b\n" },
  },
  {
    why: "a line of a person's between our marks",
    fixed: { files: { "compose.override.yaml": "services:\n  mine:\n" } },
    code: "not-ours",
    files: {
      "compose.override.yaml":
        "# httpsidecar: added by attach\nservices:\n  mine: {}\n  certbot: {}\n# httpsidecar: end of what attach added\n",
    },
  },
  {
    why: "a wildcard without --dns",
    fixed: { options: { domain: "*.acme.org", dns: key } },
    code: "conflict",
    options: { domain: "*.acme.org" },
  },
  {
    why: "the lost key of an earlier --dns",
    fixed: { options: { dns: key } },
    code: "conflict",
    files: {
      "httpsidecar.env":
        "# httpsidecar: added by attach\nDNS_PROVIDER=cloudflare\n# httpsidecar: end of what attach added\n",
    },
  },
  {
    why: "a DNS setting of a person's that would win",
    fixed: { files: {} },
    code: "conflict",
    options: { dns: key },
    files: { "httpsidecar.env": "DNS_PROVIDER=route53\n" },
  },
  {
    why: "a file of a person's where the key would be",
    fixed: { files: {} },
    code: "conflict",
    options: { dns: key },
    files: { "httpsidecar/dns.env": "A=1\n" },
  },
  {
    why: "--dns with a sidecar in the stack's own file",
    fixed: { options: {} },
    code: "conflict",
    config: own,
    options: { dns: key },
  },
  { why: "--staging there", fixed: { options: {} }, code: "conflict", config: own, options: { staging: true } },
  {
    why: "a panel that owns the folder",
    fixed: { options: { force: true } },
    code: "managed-elsewhere",
    neighbours: (folder) => [neighbour(folder, "api", { labels: { "coolify.name": "x" } })],
  },
  {
    why: "an Engine that does not answer",
    fixed: { engine: {} },
    code: "docker-failed",
    engine: openEngine("/nowhere/docker.sock"),
  },
  {
    why: "an app on another container's network",
    fixed: { config: { name: "docker", services: { web: { image: "x" } } } },
    code: "not-understood",
    config: { name: "docker", services: { web: { image: "x", network_mode: "none" } } },
    options: { upstream: "web:80" },
  },
  {
    why: "another project directory",
    fixed: { neighbours: () => [] },
    code: "not-understood",
    nginxes: 0,
    neighbours: (folder) => [
      neighbour("/srv/else", "api", {
        labels: { "com.docker.compose.project.config_files": join(folder, "compose.yaml") },
      }),
    ],
  },
  {
    why: "a first file in another folder",
    fixed: { files: { ".env": "COMPOSE_FILE=compose.yaml\n" } },
    code: "not-understood",
    nginxes: 0,
    files: { ".env": "COMPOSE_FILE=../else.yaml\n" },
    beside: { "else.yaml": "services: {}\n" },
  },
  {
    why: "an upstream that is the sidecar's own service",
    fixed: { config: { name: "docker", services: { le: { image: "x" } } }, options: { upstream: "le:80" } },
    code: "conflict",
    config: { name: "docker", services: { certbot: { image: "x" } } },
    options: { upstream: "certbot:80" },
  },
  {
    why: "two services of one app",
    fixed: { options: { upstream: "a:8080" } },
    code: "not-understood",
    config: { name: "docker", services: { a: openWebUi, b: openWebUi } },
    neighbours: (folder) => ["a", "b"].map((name) => neighbour(folder, name)),
  },
  {
    why: "an upstream beside an nginx of the stack's",
    fixed: { options: {} },
    code: "conflict",
    options: { upstream: "certbot:80" },
  },
  {
    why: "an nginx without certificates or a switch",
    fixed: { config: ownConf },
    code: "not-understood",
    config: { name: "docker", services: { nginx: { image: "nginx", ports: [{ target: 80, published: "80" }] } } },
  },
  {
    why: "a project name that another folder's stack has",
    fixed: { neighbours: () => [] },
    code: "project-taken",
    neighbours: () => [neighbour("/srv/else", "api")],
  },
  {
    why: "an app on the ports of the nginx that would come",
    fixed: {
      config: { name: "docker", services: { chat: { ...openWebUi, ports: [{ target: 8080, published: "8888" }] } } },
    },
    code: "tls-elsewhere",
    config: { name: "docker", services: { chat: openWebUi } },
    nginxes: 0,
  },
  {
    why: "nginx on loopback alone",
    fixed: { options: { force: true } },
    code: "tls-elsewhere",
    nginxes: 0,
    neighbours: (folder) => [neighbour(folder, "nginx", { published: published("127.0.0.1") })],
  },
  {
    why: "a configuration file of another program",
    fixed: { config: renewing },
    code: "not-understood",
    config: ownConf,
    engine: { run: async () => "# configuration file /etc/nginx/conf.d/default.conf:\nserver { listen 80; }\n" },
  },
  {
    why: "a configuration of its own while nginx is stopped",
    fixed: { nginxes: 1 },
    code: "not-understood",
    config: ownConf,
    nginxes: 0,
  },
  {
    why: "a configuration that nginx does not take",
    fixed: { engine: { run: async () => "" } },
    code: "not-understood",
    config: ownConf,
  },
];

/** By which test, where none of the above can. */
const shownElsewhere: Readonly<Record<string, string>> = {
  "{1} cannot hold symbolic links, of which certbot's folder is made": "below, at the one place where a link is tried",
  "attach has put nothing into {1}: httpsidecar.env has no note of it": "attach-left-alone.test.ts: it is detach's",
  "the folder's name has a line break": "compose-run.test.ts: the stage before, which writes nothing",
};

const refused = new Set<string>();

/** Where the next thing is in the way, which has a case of its own. */
const goesOn = new Set([
  ...["Caddy in the stack", "aliases without measure", "two services of one app"],
  ...["an nginx without certificates or a switch", "a configuration of its own while nginx is stopped"],
  "a configuration that nginx does not take",
]);

/** attach in a folder of its own, under these circumstances. */
async function tried({ config = dify, options, hostFacts, isPodman = false, nginxes = 1, ...more }: Circumstances) {
  const above = await temporaryFolder();
  const folder = join(above, "stack");
  const files = { "compose.yaml": "services: {}\n", ".env": "SECRET=1\n", ...more.files };
  const written = Object.entries(files).map(([name, text]) => [join(folder, name), text] as const);
  const beside = Object.entries(more.beside ?? {}).map(([name, text]) => [join(above, name), text] as const);
  for (const [path, text] of [...written, ...beside]) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  const diary: string[] = [];
  const own = ["certbot", ...Array.from({ length: nginxes }, () => "nginx")];
  const running = [
    ...(nginxes > 0 ? own : []).map((name) => neighbour(folder, name, { published: published("0.0.0.0") })),
    ...(more.neighbours?.(folder) ?? []),
  ];
  const engine = fakeEngine(diary, { running, isPodman: async () => isPodman, ...more.engine });
  const tools = attachTools(diary, { engine, host: { ...host, ...hostFacts } });
  const said = more.byText ? undefined : JSON.stringify(config);
  const problem = await attach(attachOptions(folder, options), said, tools).then(
    () => undefined,
    (error: Problem) => error,
  );
  return { folder, files, diary, problem };
}

const topOf = (files: object) => [...new Set(Object.keys(files).map((path) => path.split("/")[0]))].sort();

describe("a stack that is refused", () => {
  test.each(refusals)("for $why is as before, and what the fix says helps", async (refusal) => {
    const { folder, files, diary, problem } = await tried(refusal);
    expect(problem).toMatchObject({ code: refusal.code });
    expect(await filesOf(folder)).toEqual(files);
    expect((await readdir(folder)).sort()).toEqual(topOf(files));
    expect(diary.filter((line) => line.startsWith("remove "))).toEqual([]);
    refused.add((problem as Problem).message);
    const after = await tried({ ...refusal, ...refusal.fixed });
    expect(after.problem?.message).not.toBe((problem as Problem).message);
    if (!goesOn.has(refusal.why)) expect(after.problem).toBeUndefined();
  });

  test("is among these, whatever attach can say of it", () => {
    const sources = globSync("src/attach/**/*.ts").map((path) => readFileSync(path, "utf8"));
    const texts = [...new Set(sources.flatMap(refusalsIn))];
    const isShown = (text: string) => [...refused].some((message) => patternOf(text).test(message));
    expect(texts.length).toBeGreaterThan(40);
    expect(texts.filter((text) => !isShown(text) && !(text in shownElsewhere))).toEqual([]);
    expect(Object.keys(shownElsewhere).filter((text) => !texts.includes(text) || isShown(text))).toEqual([]);
  });

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
