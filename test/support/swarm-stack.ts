import { cp, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect } from "vitest";
import { readImages } from "./images.ts";
import { newProjectName, projectFolder } from "./leftovers.ts";
import { listedCalls } from "./pages.ts";
import { pebbleDirectory, preparePebble } from "./pebble-service.ts";
import { startProbes } from "./probes.ts";
import { repository } from "./repository.ts";
import type { Report } from "./visitors.ts";
import { eventually } from "./wire.ts";

export interface SwarmStack {
  folder: string;
  /** Runs a line as an operator types it, in the repository's folder; gives all it said. Throws when it fails. */
  types(line: string): Promise<string>;
  tries(line: string): Promise<{ exitCode: number | undefined; output: string }>;
  /** the same inside a service's one container */
  inside(service: string, command: string): Promise<{ exitCode: number | undefined; output: string }>;
  /** The page's first two lines. */
  starts(): Promise<void>;
  /** The same; then waits until certbot says that HTTPS is live. */
  begins(): Promise<string>;
  /** names of the secrets that nginx has */
  secrets(): Promise<string[]>;
  /** ids of nginx's tasks that run */
  tasks(): Promise<string[]>;
  /** Visitors inside the stack's network, who try each address of nginx's, as browsers do. */
  visit(streamSeconds: number): Promise<{ stop(): Promise<Report> }>;
  /** what was asked of the Engine through the companion's socket: `allowed: …` and `refused: …` */
  asked(): readonly string[];
  down(): Promise<void>;
}

const mark = "httpsidecar.test";

export const deployLine = "docker/swarm/deploy web -c ../../test.yaml --resolve-image never";

interface Given {
  /** where the manager is reached by other nodes */
  address?: string;
  /** 0: as many as there are */
  tasksPerNode?: number;
  /** certificates come by a folder that each node mounts, and no Docker socket is used */
  isShared?: boolean;
}

/**
 * The repository's swarm stack with two nginx tasks, by default on this one machine, behind random ports, and an authority; the
 * companion's Docker socket lets through only what is listed. The engine is a swarm until `down`.
 */
export async function swarmStack(
  domain: string,
  { address = "127.0.0.1", tasksPerNode = 0, isShared = false }: Given = {},
): Promise<SwarmStack> {
  const folder = projectFolder(newProjectName());
  for (const part of ["docker/swarm", "docker/nginx", "docker/app"]) {
    await cp(repository(part), join(folder, part), { recursive: true });
  }
  await preparePebble(folder);
  const socket = join(folder, "docker.sock");
  await writeFile(
    join(folder, "docker/swarm/.env"),
    `${envOf(domain, socket, tasksPerNode)}${isShared ? await shareIn(folder) : ""}`,
  );
  await writeFile(join(folder, "docker/swarm/httpsidecar.env"), "REQUESTS_CA_BUNDLE=/authority/ca.pem\n");
  await writeFile(join(folder, "test.yaml"), JSON.stringify(testStack(folder, domain)));
  await endOtherSwarm();
  const { log, end } = await filteredSocket(socket, listedCalls);
  const down = async () => {
    await leaveSwarm();
    end();
    await rm(folder, { recursive: true, force: true });
  };
  await becomeSwarm(address).catch(async (error) => {
    await down();
    throw error;
  });
  return { folder, ...operator(folder, domain), asked: () => log, down };
}

/** What a person at the manager does. */
function operator(folder: string, domain: string): Omit<SwarmStack, "folder" | "asked" | "down"> {
  const tries = async (line: string) => {
    const { exitCode, all } = await execa("sh", ["-c", line], { cwd: folder, all: true, reject: false });
    return { exitCode, output: all };
  };
  const types = async (line: string) => {
    const { exitCode, output } = await tries(line);
    if (exitCode !== 0) throw new Error(`${line}: ${output}`);
    return output;
  };
  const lines = async (line: string) => (await types(line)).trim().split("\n");
  const starts = async () => {
    await types("docker node update --label-add httpsidecar=true $(docker info --format '{{.Swarm.NodeID}}')");
    await types(deployLine);
  };
  return {
    types,
    tries,
    inside: (service, command) => tries(`docker exec $(docker ps -qf name=^web_${service}.1) ${command}`),
    starts,
    async begins() {
      await starts();
      const log = () => types("docker service logs web_certbot 2>&1");
      await eventually(async () => expect(await log()).toContain("next renewal"));
      return await log();
    },
    secrets: () => lines(`docker service inspect web_nginx --format '${secretNames}'`),
    tasks: async () => (await lines("docker service ps web_nginx -q --filter desired-state=running")).toSorted(),
    async visit(streamSeconds) {
      const inside = { image: readImages().node, network: "web_certificates", host: "tasks.nginx" };
      const roots = [await types(`docker exec $(docker ps -qf name=^web_certbot.1) node -e '${fetchRoot}'`)];
      return await startProbes({ port: 443, domain, roots, streamSeconds, inside });
    },
  };
}

const secretNames = "{{range .Spec.TaskTemplate.ContainerSpec.Secrets}}{{println .SecretName}}{{end}}";

const fetchRoot = `process.env.NODE_TLS_REJECT_UNAUTHORIZED=0;fetch("https://pebble:15000/roots/0").then((a)=>a.text()).then(console.log)`;

function envOf(domain: string, socket: string, tasksPerNode: number): string {
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
    `NGINX_PER_NODE=${tasksPerNode}`,
    `DOCKER_SOCKET=${socket}`,
    "",
  ].join("\n");
}

async function shareIn(folder: string): Promise<string> {
  await mkdir(join(folder, "shared"));
  return `DEPLOY=stamp\nCERTIFICATES=${join(folder, "shared")}\n`;
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
        deploy: { endpoint_mode: "dnsrr", placement: { constraints: ["node.labels.httpsidecar == true"] } },
      },
    },
    networks: { certificates: { attachable: true } },
  };
}

/** A swarm of somebody else's is left as it is; one that a killed run has left is not. */
async function endOtherSwarm(): Promise<void> {
  const { stdout: state } = await execa("docker", ["info", "--format", "{{.Swarm.LocalNodeState}}"]);
  if (state === "inactive") return;
  const { stdout } = await execa("docker", ["node", "inspect", "self", "--format", "{{json .Spec.Labels}}"]);
  if (!stdout.includes(mark)) throw new Error("this engine is in a swarm already: docker swarm leave --force");
  await leaveSwarm();
}

async function becomeSwarm(address: string): Promise<void> {
  await execa("docker", ["swarm", "init", "--advertise-addr", address]);
  const { stdout: id } = await execa("docker", ["info", "--format", "{{.Swarm.NodeID}}"]);
  await execa("docker", ["node", "update", "--label-add", `${mark}=yes`, id]);
}

/** The engine as it was: no swarm, nothing of the stack and no bridge of a swarm's tasks. */
async function leaveSwarm(): Promise<void> {
  await execa("docker", ["stack", "rm", "web"], { reject: false });
  const ofStack = ["--all", "--quiet", "--filter", "label=com.docker.stack.namespace=web"];
  const containers = async () => (await execa("docker", ["ps", ...ofStack])).stdout.split("\n").filter(Boolean);
  await eventually(async () => expect(await containers()).toEqual([])).catch(async () => {
    await execa("docker", ["rm", "--force", ...(await containers())], { reject: false });
  });
  // an overlay network that is left behind could not be removed without its swarm
  await eventually(() => execa("docker", ["network", "rm", "--force", "web_web", "web_certificates", "web_alone"]));
  await execa("docker", ["swarm", "leave", "--force"], { reject: false });
  const volumes = ["letsencrypt", "logs", "socket", "state"].map((name) => `web_${name}`);
  await eventually(() => execa("docker", ["volume", "rm", "--force", ...volumes]));
  await eventually(() => execa("docker", ["network", "rm", "--force", "docker_gwbridge"]));
}

/** The Docker socket behind a filter with a diary. */
async function filteredSocket(socket: string, allowed: readonly string[]) {
  const env = { ALLOWED: JSON.stringify(allowed), LISTEN: socket };
  const proxy = execa(process.execPath, [repository("test/fixtures/socket-proxy.mjs")], { env, reject: false });
  const log: string[] = [];
  proxy.stdout.on("data", (part) => log.push(...String(part).split("\n").filter(Boolean)));
  await eventually(async () => expect((await stat(socket)).isSocket()).toBe(true));
  return { log, end: () => void proxy.kill() };
}
