import type { ContainerInspectInfo } from "dockerode";
import { composeLabels } from "../../model/compose-labels.ts";
import { phrase } from "../../model/phrase.ts";
import { startServer } from "../../model/typed-lines.ts";
import { withoutSecrets } from "../app-urls.ts";
import type { StackFacts, Variables } from "../parts.ts";
import { refusal } from "../refusal.ts";
import { type Addresses, addressesOf } from "../upstream-addresses.ts";
import { type Engine, goneToUndefined } from "./engine.ts";

export interface OwnStack {
  project: string;
  /** host path of the project folder */
  workingFolder: string;
  /** the companion's own service name */
  service: string;
}

/** The running nginx of the stack, as the Engine describes it. */
export interface NginxContainer {
  id: string;
  /** ISO 8601, as the Engine gives it; a new one with each start */
  startedAt: string;
  /** by its restart policy, after it had ended by itself: not by anyone's restart or start, which sets the Engine's count to 0 */
  startedByPolicy: boolean;
  createdAt: string;
  /** PID 1 as seen inside; the host's number when the container shares the host's PID namespace */
  rootPid: number;
  entrypoint: readonly string[];
  command: readonly string[];
  /** Docker's own init runs before the entrypoint */
  hasInit: boolean;
  environment: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  /** host ports that are open to the world */
  published: readonly number[];
  /** those ports by the container's port that they lead to */
  hostPorts: ReadonlyMap<number, number>;
  /** it uses the host's network, so Docker publishes nothing for it */
  onHostNetwork: boolean;
}

/** Reads the companion's own labels. `self` is its container id or name. Throws Problem `docker-failed`. */
export async function findOwnStack(engine: Engine, self: string): Promise<OwnStack> {
  const { Labels: labels } = (await engine.inspect(self)).Config;
  const project = labels[composeLabels.project];
  const workingFolder = labels[composeLabels.workingFolder];
  const service = labels[composeLabels.service];
  if (project && workingFolder && service) return { project, workingFolder, service };
  throw refusal(
    "docker-failed",
    phrase`the companion's container was not created by Docker Compose, so its stack is not known`,
    "docker compose up -d certbot-companion",
  );
}

/** The one running nginx of this stack. Throws Problem `no-nginx` or `several-nginx`. */
export async function findNginx(engine: Engine, stack: OwnStack, service: string): Promise<NginxContainer> {
  const listed = await engine.list({
    [composeLabels.project]: stack.project,
    [composeLabels.workingFolder]: stack.workingFolder,
    [composeLabels.service]: service,
    [composeLabels.oneOff]: "False",
  });
  const [only, ...more] = listed.filter(({ State }) => State === "running");
  if (more.length > 0) throw severalNginx(service, more.length + 1);
  const found = only && (await engine.inspect(only.Id).catch(goneToUndefined));
  if (!found) throw noNginx(stack, service);
  return describeNginx(found);
}

export interface RunningStack extends StackFacts {
  /** of every other service, our two left out */
  addresses: Addresses;
}

/** Facts of the stack that decide where a setting may be written. */
export async function stackFacts(
  engine: Engine,
  ownStack: OwnStack,
  nginx: NginxContainer,
  environments: EnvironmentNames,
): Promise<RunningStack> {
  const service = nginx.labels[composeLabels.service] ?? "";
  const others = await otherContainers(engine, ownStack, service);
  return {
    project: ownStack.project,
    workingFolder: ownStack.workingFolder,
    configFiles: (nginx.labels[composeLabels.configFiles] ?? "").split(",").filter(Boolean),
    environmentFile: nginx.labels[composeLabels.environmentFile] || undefined,
    service,
    otherEnvironments: await environments(others.map(({ Id }) => Id)),
    addresses: addressesOf(others),
  };
}

/** Of each of these containers. Throws Problem `docker-failed`. */
export type EnvironmentNames = (ids: readonly string[]) => Promise<readonly Variables[]>;

/** A container's environment never changes, so each is asked for once: Dify has ten of them. */
export function environmentNames(engine: Pick<Engine, "inspect">): EnvironmentNames {
  let known: ReadonlyMap<string, Variables> = new Map();
  const describe = (id: string) => engine.inspect(id).catch(goneToUndefined);
  const ask = async (id: string) => withoutSecrets(environmentOf(await describe(id)));
  return async (ids) => {
    const all = await Promise.all(ids.map(async (id) => [id, known.get(id) ?? (await ask(id))] as const));
    // forget containers that are gone
    known = new Map(all);
    return all.map(([, names]) => names);
  };
}

async function otherContainers(engine: Engine, ownStack: OwnStack, nginxService: string) {
  const ours = new Set([ownStack.service, "certbot", nginxService]);
  const all = await engine.list({
    [composeLabels.project]: ownStack.project,
    [composeLabels.workingFolder]: ownStack.workingFolder,
  });
  return all.filter(({ Labels }) => !ours.has(Labels[composeLabels.service] ?? ""));
}

function describeNginx(info: ContainerInspectInfo): NginxContainer {
  return {
    id: info.Id,
    startedAt: info.State.StartedAt,
    startedByPolicy: info.RestartCount > 0,
    createdAt: info.Created,
    rootPid: info.HostConfig.PidMode === "host" ? info.State.Pid : 1,
    entrypoint: [info.Config.Entrypoint ?? []].flat(),
    command: info.Config.Cmd ?? [],
    hasInit: info.HostConfig.Init === true,
    environment: environmentOf(info),
    labels: info.Config.Labels,
    published: publishedBy(info.HostConfig),
    hostPorts: hostPortsOf(info.HostConfig),
    onHostNetwork: info.HostConfig.NetworkMode === "host",
  };
}

function publishedBy({ NetworkMode, PortBindings }: ContainerInspectInfo["HostConfig"]): readonly number[] {
  return NetworkMode === "host" ? [80, 443] : openPorts(PortBindings).map(({ host }) => host);
}

/** The first of each. */
function hostPortsOf({ PortBindings }: ContainerInspectInfo["HostConfig"]): ReadonlyMap<number, number> {
  return new Map(
    openPorts(PortBindings)
      .toReversed()
      .map(({ inside, host }) => [inside, host]),
  );
}

/** By the ports inside, as `443/tcp`. */
function openPorts(bindings: unknown): readonly { inside: number; host: number }[] {
  const all = Object.entries((bindings ?? {}) as Record<string, { HostIp: string; HostPort: string }[] | null>);
  return all.flatMap(([port, places]) =>
    (places ?? [])
      .filter(({ HostIp }) => ["", "0.0.0.0", "::"].includes(HostIp))
      .map(({ HostPort }) => ({ inside: Number.parseInt(port, 10), host: Number(HostPort) })),
  );
}

function environmentOf(info: ContainerInspectInfo | undefined): Record<string, string> {
  const pairs = (info?.Config.Env ?? []).map((line) => line.split("="));
  return Object.fromEntries(pairs.map(([name = "", ...value]) => [name, value.join("=")]));
}

const noNginx = ({ project, workingFolder }: OwnStack, service: string) =>
  refusal(
    "no-nginx",
    phrase`service ${service} of project ${project} in ${workingFolder} has no running container`,
    startServer(service),
  );

const severalNginx = (service: string, count: number) =>
  refusal(
    "several-nginx",
    phrase`service ${service} has ${count} running containers`,
    phrase`wait until the recreate is done, or: docker compose ps --all`,
  );
