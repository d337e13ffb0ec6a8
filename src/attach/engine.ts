import Docker, { type ContainerInfo, type ContainerInspectInfo } from "dockerode";
import { composeLabels } from "../model/compose-labels.ts";
import { phrase } from "../model/phrase.ts";
import type { Neighbour } from "./host.ts";
import { leftAlone } from "./refuse.ts";

/** What attach and detach ask of the Docker Engine. Each throws Problem `docker-failed`. */
export interface Engine {
  containers(): Promise<readonly Neighbour[]>;
  /** What a container was made with. */
  variables(id: string): Promise<ReadonlyMap<string, string>>;
  /** Stops it (10 s) and removes it. */
  remove(id: string): Promise<void>;
  /** Removes a volume that nothing uses any more; nothing to do when there is none. */
  removeVolume(name: string): Promise<void>;
}

/** The Engine behind a socket; its API version is its own, never a fixed one. */
export function openEngine(socketPath: string): Engine {
  // The empty host keeps docker-modem from reading DOCKER_HOST itself.
  const docker = new Docker({ socketPath, host: "" });
  return {
    containers: () => asking(async () => (await docker.listContainers({ all: true })).map(describe)),
    variables: (id) => asking(async () => variablesOf(await docker.getContainer(id).inspect())),
    remove: (id) =>
      asking(async () => {
        await docker.getContainer(id).stop({ t: 10 }).catch(ignoring(304, 404));
        await docker.getContainer(id).remove({ force: true }).catch(ignoring(404));
      }),
    // 409: a stack of the same name in another folder has it in use.
    removeVolume: (name) => asking(() => docker.getVolume(name).remove().catch(ignoring(404, 409))),
  };
}

function describe(info: ContainerInfo): Neighbour {
  const labels = info.Labels;
  return {
    id: info.Id,
    name: (info.Names[0] ?? info.Id).replace(/^\//, ""),
    image: info.Image,
    project: labels[composeLabels.project],
    workingFolder: labels[composeLabels.workingFolder],
    service: labels[composeLabels.service],
    running: info.State === "running" || info.State === "restarting",
    labels,
    published: info.Ports.filter(({ PublicPort }) => PublicPort).map(({ IP = "", PublicPort, PrivatePort }) => ({
      address: IP,
      hostPort: PublicPort,
      containerPort: PrivatePort,
    })),
  };
}

function variablesOf({ Config }: ContainerInspectInfo): ReadonlyMap<string, string> {
  return new Map((Config.Env ?? []).map((line) => [line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1)]));
}

/** The Engine's HTTP status where the thing is already as it is wanted. */
function ignoring(...statuses: readonly number[]) {
  return (error: unknown): void => {
    const status = (error as { statusCode?: number }).statusCode;
    if (status === undefined || !statuses.includes(status)) throw error;
  };
}

async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.trim() : String(cause);
    const fix = phrase`check whether it runs (docker version); a socket at another path: DOCKER_SOCKET=/path/of/docker.sock docker/attach …`;
    throw leftAlone("docker-failed", phrase`the Docker Engine responded: ${why}`, fix, cause);
  }
}
