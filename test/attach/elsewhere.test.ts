import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { attach } from "../../src/attach/attach.ts";
import type { Problem } from "../../src/model/problem.ts";
import { attachOptions, attachTools, fakeEngine, neighbour } from "../support/attach-tools.ts";
import { temporaryFolder } from "../support/folders.ts";

const published = (port: number) => ({ ports: [{ target: port, published: String(port) }] });
const bind = (target: string) => ({ type: "bind", source: `/srv${target}`, target });
const flowise = { flowise: { image: "flowiseai/flowise", ports: [{ target: 3000, published: "3000" }] } };
const dify = {
  nginx: { image: "nginx", environment: { NGINX_HTTPS_ENABLED: "false" }, ...published(8080) },
  certbot: { image: "x", volumes: [bind("/etc/letsencrypt"), bind("/var/www/html")] },
};
const unknown = { portal: { image: "acme/portal", ports: [{ target: 9000, published: "9000" }] } };

type Services = Record<string, object>;

interface Attached {
  /** all that a person reads */
  screen: readonly string[];
  written: boolean;
}

/** What attach says of a stack of which all runs that no profile keeps back. */
async function attached(services: Services, given: { force?: boolean; upstream?: string } = {}): Promise<Attached> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "compose.yaml"), "services: {}\n");
  const diary: string[] = [];
  const networks = { default: null };
  const withNetworks = Object.entries(services).map(([name, one]) => [name, { networks, ...one }]);
  const config = JSON.stringify({ name: "x", services: Object.fromEntries(withNetworks), networks: { default: {} } });
  const started = Object.keys(services).filter((service) => !("profiles" in (services[service] ?? {})));
  const running = started.map((service) =>
    neighbour(folder, service, { published: [{ address: "0.0.0.0", hostPort: 8080, containerPort: 80 }] }),
  );
  const tools = attachTools(diary, { engine: fakeEngine(diary, { running }) });
  try {
    await attach(attachOptions(folder, { domain: "ai.acme.org", ...given }), config, tools);
    return { screen: diary, written: true };
  } catch (error) {
    const { message, fix } = error as Problem;
    return { screen: [...diary, message, fix], written: false };
  }
}

const edges: readonly [name: string, edge: object, says: RegExp][] = [
  ["Caddy", { image: "caddy:2", ...published(443) }, /"ai\.acme\.org \{ reverse_proxy http:\/\/\w+ \}"/],
  ["Traefik", { image: "docker.io/traefik:v3", ...published(443) }, /certresolver/],
  ["Cloudflare Tunnel", { image: "cloudflare/cloudflared:latest" }, /public hostname ai\.acme\.org to http:\/\/\w+/],
  ["nginx-proxy", { image: "nginxproxy/nginx-proxy", ...published(80) }, /VIRTUAL_HOST=ai\.acme\.org/],
  ["nginx-proxy", { image: "jwilder/nginx-proxy:1.6", ...published(80) }, /LETSENCRYPT_HOST=ai\.acme\.org/],
  [
    "Nginx Proxy Manager",
    { image: "jc21/nginx-proxy-manager", network_mode: "host", networks: null },
    /proxy host ai\.acme\.org/,
  ],
];

describe.each([
  ["an app without a proxy", flowise, {}],
  ["a Dify", dify, {}],
  ["an app that nobody knows", unknown, {}],
  ["an app that --upstream names", unknown, { upstream: "portal:9000" }],
])("%s with something in front in its own compose file", (_, services, given) => {
  test.each(edges)("is told in one screen that %s ends TLS, and how it takes a name", async (name, edge, says) => {
    const { screen, written } = await attached({ ...services, edge }, given);
    const text = screen.join("\n");
    expect(text).toContain(`${name} (service edge) terminates TLS, so ai.acme.org needs no other certificate`);
    expect(screen.at(-1)).toMatch(says);
    expect({ written, isOneScreen: text.split("\n").length <= 24 }).toEqual({ written: false, isOneScreen: true });
  });
});

describe("something that could be in front", () => {
  test("gives way to --force", async () => {
    const edge = { image: "cloudflare/cloudflared:latest" };
    const { screen, written } = await attached({ ...dify, edge }, { force: true });
    expect(written).toBe(true);
    expect(screen).toContainEqual(expect.stringMatching(/^--force: in this stack Cloudflare Tunnel/));
  });

  test.each([
    ["publishes nothing for visitors", { image: "caddy:2" }],
    ["is of a profile that is not used", { image: "caddy:2", profiles: ["caddy"], ...published(443) }],
    ["is a web server of the app's own", { image: "nginx", ...published(3001) }],
  ])("is not, where it %s", async (_, files) => {
    expect(await attached({ ...dify, files })).toMatchObject({ written: true });
  });
});
