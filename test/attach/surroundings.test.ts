import { describe, expect, test } from "vitest";
import { difyAddresses } from "../../src/attach/addresses.ts";
import { managedElsewhere, tlsElsewhere } from "../../src/attach/elsewhere.ts";
import { type Neighbour, ownerOf } from "../../src/attach/host.ts";
import { surroundingsOf } from "../../src/attach/surroundings.ts";
import { attachOptions, host, neighbour, services } from "../support/attach-tools.ts";

const folder = "/srv/dify/docker";
const container = ({ port, address = "0.0.0.0", ...facts }: Partial<Neighbour> & { port: number; address?: string }) =>
  neighbour(folder, "nginx", { published: [{ address, hostPort: port, containerPort: 80 }], ...facts });
const ss = `
LISTEN 0 511     0.0.0.0:80     0.0.0.0:* users:(("nginx",pid=812,fd=6),("nginx",pid=811,fd=6))
LISTEN 0 4096       [::]:443       [::]:* users:(("caddy",pid=4,fd=3))
LISTEN 0 4096  127.0.0.1:8080   0.0.0.0:* users:(("node",pid=5,fd=3))
LISTEN 0 128           *:22           *:*
`;

describe("who has a port of the host", () => {
  const owner = (port: number, neighbours: readonly Neighbour[] = []) => ownerOf(port, folder, neighbours, ss);

  test("a container that publishes it comes before the listener that the Engine keeps for it", () => {
    expect(owner(80, [container({ port: 80 })])).toEqual({ by: "this-stack", service: "nginx", image: "nginx" });
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

test("a port of the host that cannot be seen is not said to be free", () => {
  const stack = { folder, project: "docker", own: [], neighbours: [], env: new Map(), compose: { services: {} } };
  const said = (listeners: string | undefined) =>
    surroundingsOf(stack as never, { kind: "dify", service: "nginx" }, { ...host, listeners }, attachOptions(folder))
      .lines;
  expect(said("")).toEqual(["port 80 of this host: none", "port 443 of this host: none", "nginx does not run"]);
  expect(said(undefined)).toEqual(["nginx does not run"]);
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
    expect(managedElsewhere(path, labels, "dify")?.message).toContain(`belongs to ${panel}`);
  });

  test("an ordinary folder belongs to nobody else", () => {
    expect(managedElsewhere(folder, ["com.docker.compose.project"], "app")).toBeUndefined();
  });
});

describe("addresses that make mixed content", () => {
  const stack = services({
    api: { environment: { FILES_URL: "", CONSOLE_API_URL: "" } },
    web: { environment: { NEXT_PUBLIC_SOCKET_URL: "wss://dify.acme.org" } },
    redis: {},
    certbot: { environment: { CONSOLE_API_URL: "" } },
  });
  const lines = async (
    env: Record<string, string>,
    { origin = "dify.acme.org", inApi = {} }: { origin?: string; inApi?: Record<string, string> } = {},
  ) => {
    const running = async (service: string) => (service === "api" ? new Map(Object.entries(inApi)) : undefined);
    const found = await difyAddresses(new Map(Object.entries(env)), stack, origin, running);
    return { ...found, lines: found.lines.map(({ name, value }) => `${name}=${value}`) };
  };

  test("are those on http or ws, and Dify's defaults where a service knows the variable", async () => {
    const env = {
      CONSOLE_API_URL: "http://203.0.113.7",
      APP_WEB_URL: "https://dify.acme.org",
      ENDPOINT_URL_TEMPLATE: "http://localhost/e/{hook_id}",
      NEXT_PUBLIC_SOCKET_URL: "ws://localhost",
    };
    expect(await lines(env)).toEqual({
      lines: [
        "CONSOLE_API_URL=https://dify.acme.org",
        "ENDPOINT_URL_TEMPLATE=https://dify.acme.org/e/{hook_id}",
        "NEXT_PUBLIC_SOCKET_URL=wss://dify.acme.org",
      ],
      services: ["api", "web"],
    });
  });

  test("are asked from the running api, which has those of Dify's envs/ files too, and advised for .env", async () => {
    const inApi = {
      CONSOLE_WEB_URL: "http://localhost",
      TRIGGER_URL: "http://203.0.113.7:8080",
      FILES_URL: "http://x.org",
    };
    expect((await lines({}, { inApi })).lines).toEqual([
      "CONSOLE_WEB_URL=https://dify.acme.org",
      "FILES_URL=https://dify.acme.org",
      "TRIGGER_URL=https://dify.acme.org",
    ]);
  });

  test("an empty one is the same origin, but for file previews when both are empty", async () => {
    const inApi = { FILES_URL: "", CONSOLE_API_URL: "", SERVICE_API_URL: "" };
    expect((await lines({}, { origin: "dify.acme.org:8443", inApi })).lines).toEqual([
      "FILES_URL=https://dify.acme.org:8443",
    ]);
    expect((await lines({ FILES_URL: "https://x.org" }, { inApi })).lines).toEqual([]);
  });

  test("one that leads to a service of the stack is none of the browser's", async () => {
    expect((await lines({ CONSOLE_API_URL: "http://api:5001" })).lines).toEqual([]);
  });
});
