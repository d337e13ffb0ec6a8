import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import Docker, { type Container, type ContainerInfo } from "dockerode";
import { composeLabels } from "../model/compose-labels.ts";
import { phrase } from "../model/phrase.ts";
import type { Neighbour } from "./host.ts";
import { leftAlone } from "./refuse.ts";
import { type Rehearsal, type Rehearsed, rehearseStart } from "./rehearsal.ts";

/** What attach and detach ask of the Docker Engine. Each throws Problem `docker-failed`. */
export interface Engine {
  containers(): Promise<readonly Neighbour[]>;
  /** What a container was made with. */
  variables(id: string): Promise<ReadonlyMap<string, string>>;
  /** Is there such a path in the container, its volumes included? */
  hasPath(id: string, path: string): Promise<boolean>;
  /** What a container says from now on, until the signal comes or it ends. */
  logs(id: string, since: Date, signal: AbortSignal): AsyncIterable<string>;
  /** Standard output of a command in a running container; undefined: it failed, or took longer than 20 s. */
  run(id: string, command: readonly string[]): Promise<string | undefined>;
  /** Tests nginx's configuration on a copy of its container; undefined: it does not start as the official image does. */
  rehearse(id: string, given: Rehearsal): Promise<Rehearsed | undefined>;
  isPodman(): Promise<boolean>;
  /** Stops it (10 s) and removes it. */
  remove(id: string): Promise<void>;
  /** Removes a volume that nothing uses any more; nothing to do when there is none. */
  removeVolume(name: string): Promise<void>;
}

/** The Engine behind a socket; its API version is its own, never a fixed one. */
export function openEngine(socketPath: string): Engine {
  // The empty host keeps docker-modem from reading DOCKER_HOST itself.
  const docker = new Docker({ socketPath, host: "" });
  const container = (id: string) => docker.getContainer(id);
  return {
    containers: () => asking(async () => (await docker.listContainers({ all: true })).map(describe)),
    variables: (id) => asking(async () => variablesOf((await container(id).inspect()).Config.Env ?? [])),
    hasPath: (id, path) =>
      asking(() =>
        container(id)
          .infoArchive({ path })
          // 500: a part of the path is a file.
          .then(() => true, ignoring(404, 500))
          .then(Boolean),
      ),
    logs: (id, since, signal) => linesOf(docker, container(id), since, signal),
    run: (id, command) => asking(() => outputOf(docker, container(id), command).catch(ignoring(404, 409))),
    rehearse: (id, given) => asking(() => rehearseStart(docker, container(id), given)),
    isPodman: () => asking(async () => /podman/i.test(JSON.stringify(await docker.version()))),
    remove: (id) =>
      asking(async () => {
        await container(id).stop({ t: 10 }).catch(ignoring(304, 404));
        await container(id).remove({ force: true }).catch(ignoring(404));
      }),
    // 409: a stack of the same name in another folder has it in use.
    removeVolume: (name) => asking(() => docker.getVolume(name).remove().catch(ignoring(404, 409))),
  };
}

/** Podman leaves out what is empty. */
function describe(info: Partial<ContainerInfo> & Pick<ContainerInfo, "Id">): Neighbour {
  const labels = info.Labels ?? {};
  return {
    id: info.Id,
    name: (info.Names?.[0] ?? info.Id).replace(/^\//, ""),
    image: info.Image ?? "",
    project: labels[composeLabels.project],
    workingFolder: labels[composeLabels.workingFolder],
    service: labels[composeLabels.service],
    running: info.State === "running" || info.State === "restarting",
    created: info.Created ?? 0,
    labels,
    published: (info.Ports ?? [])
      .filter(({ PublicPort, Type = "tcp" }) => PublicPort && Type === "tcp")
      .map(({ IP = "", PublicPort, PrivatePort }) => ({
        address: IP,
        hostPort: PublicPort,
        containerPort: PrivatePort,
      })),
  };
}

function variablesOf(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(lines.map((line) => [line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1)]));
}

async function* linesOf(docker: Docker, container: Container, since: Date, signal: AbortSignal): AsyncIterable<string> {
  const from = Math.floor(since.getTime() / 1000);
  const raw = await asking(() => container.logs({ follow: true, stdout: true, stderr: true, since: from }));
  const said = new PassThrough();
  docker.modem.demuxStream(raw, said, said);
  raw.once("end", () => said.end());
  signal.addEventListener("abort", () => said.end(), { once: true });
  yield* createInterface({ input: said });
  (raw as unknown as { destroy(): void }).destroy();
}

const runMs = 20_000;
const runBytes = 1024 * 1024;

async function outputOf(docker: Docker, container: Container, command: readonly string[]): Promise<string | undefined> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
  const raw = await exec.start({});
  const [said, dropped] = [new PassThrough(), new PassThrough().resume()];
  docker.modem.demuxStream(raw, said, dropped);
  raw.once("end", () => said.end());
  const timer = setTimeout(() => raw.destroy(new Error("no end")), runMs);
  raw.once("error", () => said.end());
  let text = "";
  for await (const piece of said) text = text.length < runBytes ? text + String(piece) : text;
  clearTimeout(timer);
  return (await exec.inspect()).ExitCode === 0 ? text : undefined;
}

/** The Engine's HTTP status where the thing is already as it is wanted. */
function ignoring(...statuses: readonly number[]) {
  return (error: unknown): undefined => {
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
