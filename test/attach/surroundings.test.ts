import { describe, expect, test } from "vitest";
import { mixedContent } from "../../src/attach/addresses.ts";
import { managedElsewhere, tlsElsewhere } from "../../src/attach/elsewhere.ts";
import { type Neighbour, ownerOf } from "../../src/attach/host.ts";
import { recognise } from "../../src/attach/recognise.ts";

const folder = "/srv/dify/docker";
const container = (facts: Partial<Neighbour> & { port?: number; address?: string }): Neighbour => ({
  id: "1",
  name: "docker-nginx-1",
  image: "nginx:latest",
  project: "docker",
  workingFolder: folder,
  service: "nginx",
  running: true,
  labels: {},
  published: facts.port ? [{ address: facts.address ?? "0.0.0.0", hostPort: facts.port, containerPort: 80 }] : [],
  ...facts,
});
const ss = `
LISTEN 0 511     0.0.0.0:80     0.0.0.0:* users:(("nginx",pid=812,fd=6),("nginx",pid=811,fd=6))
LISTEN 0 4096       [::]:443       [::]:* users:(("caddy",pid=4,fd=3))
LISTEN 0 4096  127.0.0.1:8080   0.0.0.0:* users:(("node",pid=5,fd=3))
LISTEN 0 128           *:22           *:*
`;

describe("who has a port of the host", () => {
  const owner = (port: number, neighbours: readonly Neighbour[] = []) =>
    ownerOf(port, { folder, project: undefined }, neighbours, ss);

  test("a container that publishes it comes before the listener that the Engine keeps for it", () => {
    expect(owner(80, [container({ port: 80 })])).toEqual({ by: "this-stack", service: "nginx" });
    const other = container({
      port: 443,
      workingFolder: "/srv/proxy",
      project: "proxy",
      name: "traefik",
      image: "traefik:v3",
    });
    expect(owner(443, [other])).toEqual({ by: "container", name: "traefik", image: "traefik:v3", project: "proxy" });
  });

  test("a stopped container and one on loopback have none", () => {
    expect(owner(81, [container({ port: 81, running: false }), container({ port: 81, address: "127.0.0.1" })])).toEqual(
      { by: "nobody" },
    );
  });

  test("a program has it, by name where that may be seen", () => {
    expect(owner(80)).toEqual({ by: "process", name: "nginx" });
    expect(owner(443)).toEqual({ by: "process", name: "caddy" });
    expect(owner(22)).toEqual({ by: "process", name: undefined });
    expect(owner(8080)).toEqual({ by: "nobody" });
  });
});

describe("TLS that ends elsewhere", () => {
  test.each([
    [{ by: "process", name: "caddy" }, /reverse_proxy http:\/\/127.0.0.1:8081/],
    [{ by: "process", name: "nginx" }, /certbot --nginx -d dify.acme.org/],
    [{ by: "process", name: "apache2" }, /certbot --apache/],
    [{ by: "process", name: undefined }, /^stop it, or let it forward dify.acme.org to http:\/\/127.0.0.1:8081/],
    [{ by: "container", name: "edge", image: "traefik:v3", project: "edge" }, /certresolver/],
    [
      { by: "container", name: "npm", image: "jc21/nginx-proxy-manager", project: undefined },
      /proxy host dify.acme.org/,
    ],
  ] as const)("%j: what to do there, and the way on", (owner, fix) => {
    const problem = tlsElsewhere(443, owner, "dify.acme.org", 8081);
    expect(problem.message).toMatch(/^port 443 of this host belongs to /);
    expect(problem.fix).toMatch(fix);
    expect(problem.fix).toContain("add --force");
  });

  test.each([
    ["/data/compose/12", [], "Portainer"],
    ["/etc/dokploy/compose/dify-x/code", [], "Dokploy"],
    ["/data/coolify/services/abc", [], "Coolify"],
    ["/srv/dify", ["coolify.managed"], "Coolify"],
  ])("%s is written by a panel", (path, labels, panel) => {
    expect(managedElsewhere(path, labels)?.message).toContain(`belongs to ${panel}`);
  });

  test("an ordinary folder belongs to nobody else", () => {
    expect(managedElsewhere(folder, ["com.docker.compose.project"])).toBeUndefined();
  });
});

describe("a stack", () => {
  const nginx = { environment: { NGINX_HTTPS_ENABLED: "${NGINX_HTTPS_ENABLED:-false}" } };
  const certbot = { volumes: ["./volumes/certbot/conf:/etc/letsencrypt", "./volumes/certbot/www:/var/www/html"] };

  test("is Dify's by its nginx and certbot, whatever form the variables have", () => {
    expect(recognise({ nginx, certbot }, undefined)).toEqual({ kind: "dify", service: "nginx" });
    expect(recognise({ proxy: { environment: ["NGINX_HTTPS_ENABLED=false"] }, certbot }, "proxy")).toEqual({
      kind: "dify",
      service: "proxy",
    });
  });

  test("is Open WebUI's by the image, whatever its service is called, where there is no proxy yet", () => {
    const chat = { image: "ghcr.io/open-webui/open-webui:main" };
    expect(recognise({ chat }, undefined)).toEqual({ kind: "open-webui", service: "nginx", upstream: "chat:8080" });
    expect(() => recognise({ chat, edge: { image: "caddy:2" } }, undefined)).toThrow("no service nginx");
  });

  test("is one of ours by its companion", () => {
    expect(recognise({ nginx, certbot, "certbot-companion": {} }, undefined)).toEqual({
      kind: "own",
      service: "nginx",
    });
  });

  test.each([
    [{ app: { image: "x" } }, /this stack has no service nginx \(services: app\)/, /set UPSTREAM/],
    [{ app: {}, proxy: { image: "nginx:1" } }, /no service nginx/, /^name it: --service proxy$/],
    [{ nginx: { image: "nginx" } }, /not an nginx that can be switched/, /compose.yaml/],
  ])("%j is left alone with the reason and the way", (services, message, fix) => {
    expect(() => recognise(services, undefined)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(message), fix: expect.stringMatching(fix) }),
    );
  });
});

describe("addresses that make mixed content", () => {
  const services = {
    api: { env_file: [".env"] },
    web: { environment: { SOCKET: "${NEXT_PUBLIC_SOCKET_URL:-ws://localhost}" } },
    redis: {},
  };
  const lines = (env: Record<string, string>, origin = "dify.acme.org") =>
    mixedContent(new Map(Object.entries(env)), services, origin);

  test("are those on http or ws, and Dify's defaults where a service knows the variable", () => {
    const env = {
      CONSOLE_API_URL: "http://203.0.113.7",
      APP_WEB_URL: "https://dify.acme.org",
      ENDPOINT_URL_TEMPLATE: "http://localhost/e/{hook_id}",
    };
    expect(lines(env)).toEqual({
      lines: [
        "CONSOLE_API_URL=https://dify.acme.org",
        "ENDPOINT_URL_TEMPLATE=https://dify.acme.org/e/{hook_id}",
        "NEXT_PUBLIC_SOCKET_URL=wss://dify.acme.org",
      ],
      services: ["api", "web"],
    });
  });

  test("an empty one is the same origin, but for file previews when both are empty", () => {
    const quiet = { NEXT_PUBLIC_SOCKET_URL: "wss://dify.acme.org" };
    expect(lines({ ...quiet, SERVICE_API_URL: "" }).lines).toEqual([]);
    expect(lines({ ...quiet, FILES_URL: "", CONSOLE_API_URL: "" }, "dify.acme.org:8443").lines).toEqual([
      "FILES_URL=https://dify.acme.org:8443",
    ]);
  });

  test("one that leads to a service of the stack is none of the browser's", () => {
    expect(lines({ NEXT_PUBLIC_SOCKET_URL: "wss://x.org", CONSOLE_API_URL: "http://api:5001" }).lines).toEqual([]);
  });
});
