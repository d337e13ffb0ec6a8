import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { repository } from "./support/repository.ts";

interface Service {
  image?: string;
  volumes?: readonly (string | { source?: string; target: string })[];
  environment?: Readonly<Record<string, string>>;
  env_file?: readonly (string | { path: string })[];
  [key: string]: unknown;
}

/** Each service of ours in the files that we ship, `FILE SERVICE`. */
const services = new Map(
  ["compose.yaml", ...globSync("docker/**/*.yaml", { cwd: repository(".") })].flatMap((path) => {
    const text = readFileSync(repository(path), "utf8");
    const file: { services?: Record<string, Service | null> } = parseDocument(text, { logLevel: "silent" }).toJS();
    const ours = Object.entries(file.services ?? {}).filter(([, service]) =>
      /HTTPSIDECAR_IMAGE/.test(service?.image ?? ""),
    );
    return ours.map(([name, service]) => [`${path} ${name}`, service ?? {}] as const);
  }),
);

const isSwarm = (name: string) => name.startsWith("docker/swarm/");
const isCompanion = (name: string) => name.endsWith(" certbot-companion");
const all = [...services];

const settings = ["CERTBOT_DOMAIN", "CERTBOT_EMAIL", "CERTBOT_OPTIONS", "CERTBOT_AUTO"];
const ports = ["NGINX_PORT", "NGINX_SSL_PORT"];
const haproxys = [...settings, "PROXY", "NGINX_SERVICE", "HAPROXY_OWNER"];
const difys = [
  ...["CONSOLE_API_URL", "CONSOLE_WEB_URL", "SERVICE_API_URL", "APP_API_URL", "APP_WEB_URL", "FILES_URL"],
  ...["TRIGGER_URL", "ENDPOINT_URL_TEMPLATE", "NEXT_PUBLIC_SOCKET_URL"],
];

/** What each gets by name; what Dify's own file gives its certbot service comes on top. */
const environments: Record<string, readonly string[]> = {
  "compose.yaml certbot": [...settings, "NGINX_SERVICE", ...ports],
  "compose.yaml certbot-companion": ["CERTBOT_DOMAIN", "NGINX_SERVICE"],
  "docker/dify/docker-compose.override.yaml certbot": ["CERTBOT_AUTO", ...ports, ...difys],
  "docker/dify/docker-compose.override.yaml certbot-companion": ["CERTBOT_DOMAIN"],
  "docker/haproxy/compose.yaml prepare-haproxy": haproxys,
  "docker/haproxy/compose.yaml certbot": haproxys,
  "docker/haproxy/compose.yaml certbot-companion": ["CERTBOT_DOMAIN", "PROXY", "NGINX_SERVICE"],
  "docker/host/compose.yaml certbot": [...haproxys, "DEPLOY", ...ports],
  "docker/open-webui/docker-compose.override.yaml certbot": [...settings, "WEBUI_URL", "CORS_ALLOW_ORIGIN"],
  "docker/open-webui/docker-compose.override.yaml certbot-companion": ["CERTBOT_DOMAIN"],
  "docker/own-conf/docker-compose.override.yaml certbot": settings,
  "docker/own-conf/docker-compose.override.yaml certbot-companion": ["CERTBOT_DOMAIN"],
  "docker/renew-only/docker-compose.override.yaml certbot": settings,
  "docker/renew-only/docker-compose.override.yaml certbot-companion": ["CERTBOT_DOMAIN"],
  "docker/swarm/secrets.yaml certbot-companion": ["DEPLOY", "SWARM_STACK", "NGINX_SERVICE"],
  "docker/swarm/stack.yaml certbot": [...settings, "SWARM_STACK", "NGINX_SERVICE"],
};

test("each service of ours, in every kind of stack, gets the names that are listed, no more", () => {
  const names = all.map(([name, { environment = {} }]) => [name, Object.keys(environment).toSorted()]);
  const listed = Object.entries(environments).map(([name, each]) => [name, each.toSorted()]);
  expect(Object.fromEntries(names)).toEqual(Object.fromEntries(listed));
});

/** Compose gives a file whole or not at all; docker/swarm/deploy makes one that has what the companion needs. */
test("settings come from one file, and a swarm's companion gets a part of it", () => {
  const pathsOf = ({ env_file = [] }: Service) => env_file.map((file) => (typeof file === "string" ? file : file.path));
  for (const [name, service] of all)
    expect({ name, files: pathsOf(service) }).toEqual({
      name,
      files: [isSwarm(name) && isCompanion(name) ? "companion.env" : "httpsidecar.env"],
    });
});

test.each(all)("%s has a root that is read-only, few powers, and limits", (name, service) => {
  const { read_only, cap_drop, cap_add, ulimits } = service;
  expect({ read_only, cap_drop, ulimits }).toEqual({ read_only: true, cap_drop: ["ALL"], ulimits: { core: 1 } });
  // to make a file of the stack's folder what it was (CHOWN, FOWNER); where that is not mounted, it writes none
  const companions = targetsOf(service).includes("/stack") ? ["DAC_OVERRIDE", "CHOWN", "FOWNER"] : ["DAC_OVERRIDE"];
  expect(cap_add).toEqual(isCompanion(name) ? companions : ["DAC_OVERRIDE", "CHOWN"]);
  expect(service).not.toHaveProperty("privileged");
  expect(service).not.toHaveProperty("devices");
  if (isSwarm(name))
    expect(service).toMatchObject({ deploy: { resources: { limits: { memory: "256M", pids: 256 } } } });
  else expect(service).toMatchObject({ mem_limit: "256m", pids_limit: 256 });
  // docker stack deploy has no word for the first
  if (!isSwarm(name)) expect(service["security_opt"]).toContain("no-new-privileges:true");
});

test.each(all)("%s has the Docker socket or a network, never both", (name, service) => {
  const hasSocket = targetsOf(service).includes("/var/run/docker.sock");
  expect(hasSocket).toBe(isCompanion(name));
  if (!hasSocket) return;
  // Swarm knows no `none`; the network of that name leads nowhere
  if (isSwarm(name)) expect(service["networks"]).toEqual(["alone"]);
  else expect(service["network_mode"]).toBe("none");
});

function targetsOf({ volumes = [] }: Service): readonly string[] {
  return volumes.map((volume) =>
    typeof volume === "string" ? (/:(\/[^:]*)(?::ro)?$/.exec(volume)?.[1] ?? "") : volume.target,
  );
}
