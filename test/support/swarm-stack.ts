import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { readImages } from "./images.ts";
import { newProjectName, projectFolder } from "./leftovers.ts";
import { pebbleDirectory, preparePebble } from "./pebble-service.ts";
import { repository } from "./repository.ts";

export interface SwarmStack {
  folder: string;
  /** PEM of the roots of the stack's authority */
  roots(): Promise<string[]>;
  /** Runs a line as an operator types it, in the repository's folder; gives all it said. Throws when it fails. */
  types(line: string): Promise<string>;
  tries(line: string): Promise<{ exitCode: number | undefined; output: string }>;
  /** the same inside a service's one container */
  inside(service: string, command: string): Promise<{ exitCode: number | undefined; output: string }>;
  /** what was asked of the Engine through the companion's socket: `allowed: …` and `refused: …` */
  asked(): readonly string[];
  down(): Promise<void>;
}

const mark = "httpsidecar.test";

/**
 * The repository's swarm stack with two nginx tasks on this one machine, behind random ports, and an authority; the
 * companion's Docker socket lets through only what is listed. The engine is a swarm until `down`.
 */
export async function swarmStack(domain: string, allowed: readonly string[]): Promise<SwarmStack> {
  const folder = projectFolder(newProjectName());
  for (const part of ["docker/swarm", "docker/nginx", "docker/app"]) {
    await cp(repository(part), join(folder, part), { recursive: true });
  }
  await mkdir(join(folder, "docker/swarm"), { recursive: true });
  await preparePebble(folder);
  const socket = join(folder, "docker.sock");
  await writeFile(join(folder, "docker/swarm/.env"), envOf(domain, socket));
  await writeFile(join(folder, "docker/swarm/httpsidecar.env"), "REQUESTS_CA_BUNDLE=/authority/ca.pem\n");
  await writeFile(join(folder, "test.yaml"), JSON.stringify(testStack(folder, domain)));
  const { log, end } = await filteredSocket(socket, allowed);
  await becomeSwarm();
  const tries = async (line: string) => {
    const { exitCode, all } = await execa("sh", ["-c", line], { cwd: folder, all: true, reject: false });
    return { exitCode, output: all };
  };
  const types = async (line: string) => {
    const { exitCode, output } = await tries(line);
    if (exitCode !== 0) throw new Error(`${line}: ${output}`);
    return output;
  };
  return {
    folder,
    types,
    tries,
    inside: async (service, command) => {
      const [id = ""] = (await types(`docker ps --quiet --filter name=^web_${service}\\\\.`)).split("\n");
      return await tries(`docker exec ${id} ${command}`);
    },
    roots: async () => [await types(`docker exec $(docker ps -qf name=^web_certbot\\\\.) node -e '${fetchRoot}'`)],
    asked: () => log,
    async down() {
      await tries("docker stack rm web && docker swarm leave --force");
      end();
      await removeVolumes();
      await execa("rm", ["-rf", folder]);
    },
  };
}

const fetchRoot = `process.env.NODE_TLS_REJECT_UNAUTHORIZED=0;fetch("https://pebble:15000/roots/0").then((a)=>a.text()).then(console.log)`;

function envOf(domain: string, socket: string): string {
  const { nginx, node, httpsidecar } = readImages();
  return [
    `NGINX_IMAGE=${nginx}`,
    `NODE_IMAGE=${node}`,
    `HTTPSIDECAR_IMAGE=${httpsidecar}`,
    `CERTBOT_DOMAIN=${domain}`,
    `CERTBOT_OPTIONS=--server ${pebbleDirectory}`,
    // one machine has each port once
    "EXPOSE_NGINX_PORT=0",
    "EXPOSE_NGINX_SSL_PORT=0",
    "NGINX_PER_NODE=0",
    `DOCKER_SOCKET=${socket}`,
    "",
  ].join("\n");
}

function testStack(folder: string, domain: string) {
  const authority = [`${folder}/authority:/authority:ro`];
  const { pebble: image } = readImages();
  return {
    version: "3.9",
    services: {
      nginx: {
        networks: { web: {}, certificates: { aliases: [domain] } },
        healthcheck: { interval: "1s" },
        deploy: { update_config: { monitor: "1s" } },
      },
      certbot: { volumes: authority },
      pebble: {
        image,
        command: ["-config", "/authority/pebble.json", "-strict"],
        environment: { PEBBLE_VA_NOSLEEP: "1" },
        volumes: authority,
        networks: ["certificates"],
        deploy: { endpoint_mode: "dnsrr" },
      },
    },
    networks: { certificates: { attachable: true } },
  };
}

/** A swarm of somebody else's is left as it is. */
async function becomeSwarm(): Promise<void> {
  const { stdout: state } = await execa("docker", ["info", "--format", "{{.Swarm.LocalNodeState}}"]);
  if (state !== "inactive") {
    const { stdout } = await execa("docker", ["node", "inspect", "self", "--format", "{{json .Spec.Labels}}"]);
    if (!stdout.includes(mark)) throw new Error("this engine is in a swarm already");
    await execa("docker", ["swarm", "leave", "--force"]);
    await removeVolumes();
  }
  await execa("docker", ["swarm", "init", "--advertise-addr", "127.0.0.1"]);
  const { stdout: node } = await execa("docker", ["info", "--format", "{{.Swarm.NodeID}}"]);
  await execa("docker", ["node", "update", "--label-add", `${mark}=yes`, node]);
}

async function removeVolumes(): Promise<void> {
  const names = ["letsencrypt", "logs", "socket", "state"].map((name) => `web_${name}`);
  // containers go a moment after their services
  for (let tries = 0; tries < 20; tries += 1) {
    const { exitCode } = await execa("docker", ["volume", "rm", "--force", ...names], { reject: false });
    if (exitCode === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The Docker socket behind a filter with a diary. */
async function filteredSocket(socket: string, allowed: readonly string[]) {
  const env = { ALLOWED: JSON.stringify(allowed), LISTEN: socket };
  const proxy = execa(process.execPath, [repository("test/fixtures/socket-proxy.mjs")], { env, reject: false });
  const log: string[] = [];
  proxy.stdout.on("data", (part) => log.push(...String(part).split("\n").filter(Boolean)));
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { log, end: () => void proxy.kill() };
}
