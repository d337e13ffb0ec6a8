import { statSync } from "node:fs";
import Docker, { type ContainerInfo, type ContainerInspectInfo } from "dockerode";
import { withDeadline } from "../../base/deadline.ts";
import { companionLimits } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { CompanionSettings } from "../../model/settings.ts";
import { inEnv } from "../../model/typed-lines.ts";
import { refusal } from "../refusal.ts";
import type { Command, CommandResult } from "./command.ts";
import { startsOf } from "./events.ts";
import { ContainerEnded } from "./shell.ts";
import { shells } from "./shells.ts";
import { demultiplex } from "./streams.ts";

/** What we ask of the Engine. Each call throws Problem `docker-failed`. */
export interface Engine {
  /** Containers with all these labels, stopped ones too. */
  list(labels: Readonly<Record<string, string>>): Promise<readonly ContainerInfo[]>;
  inspect(id: string): Promise<ContainerInspectInfo>;
  /** Resolves when it has started again. */
  restart(id: string): Promise<void>;
  exec(id: string, command: Command): Promise<CommandResult>;
  /** Prepares an exec that will follow soon, which is quicker then. Never throws. */
  expectExec(id: string): void;
  /** Signals the container's first process. */
  signal(id: string, signal: string): Promise<void>;
  /** The container's stderr since that time; access logs go to stdout. Empty where its logging driver keeps nothing. */
  logs(id: string, since: Date): Promise<string>;
  /** Service names of the project's containers as they start, from that time on; ends or throws when the stream is lost. */
  starts(project: string, since: Date, signal: AbortSignal): AsyncIterable<string>;
}

export type Address = Pick<CompanionSettings, "dockerSocket" | "dockerHost">;

/** The client of the Engine at that address, in the Engine's own API version; `ask` bounds a call and translates its errors. */
export function engineClient(address: Address, engineMs: number = companionLimits.engineMs) {
  const ask = <T>(work: (abortSignal: AbortSignal) => Promise<T>, ms: number = engineMs) =>
    translated(address, () => withDeadline(ms, work));
  return { docker: connect(address), ask };
}

/** The Engine behind DOCKER_SOCKET or DOCKER_HOST. */
export function dockerEngine(address: Address, { engineMs } = companionLimits): Engine {
  const { docker, ask } = engineClient(address, engineMs);
  const { run, open } = shells(docker);
  const allWith = (labels: Readonly<Record<string, string>>) => ({
    all: true,
    filters: { label: labelFilter(labels) },
  });
  return {
    list: (labels) => ask((abortSignal) => docker.listContainers({ ...allWith(labels), abortSignal })),
    inspect: (id) => ask((abortSignal) => docker.getContainer(id).inspect({ abortSignal })),
    restart: (id) =>
      ask(
        async (abortSignal) => void (await docker.getContainer(id).restart({ abortSignal }).catch(asEnded)),
        companionLimits.restartMs,
      ),
    // its parts have limits of their own; the program may wait for another one in the same container
    exec: (id, command) => translated(address, () => run(id, command).catch(asEnded)),
    expectExec: open,
    signal: (id, signal) =>
      ask(async (abortSignal) => void (await docker.getContainer(id).kill({ signal, abortSignal }).catch(asEnded))),
    logs: (id, since) =>
      ask((abortSignal) => readLogs(docker, id, since, abortSignal).then(printed, emptyWhenNotKept).catch(asEnded)),
    starts: (project, since, signal) => startsOf(docker, project, since, signal),
  };
}

// the empty host keeps docker-modem from reading DOCKER_HOST itself
function connect({ dockerSocket, dockerHost }: Address) {
  if (!dockerHost) return new Docker({ socketPath: dockerSocket ?? "", host: "" });
  const url = new URL(dockerHost);
  return new Docker({ host: url.hostname, port: url.port || "2375", protocol: "http" });
}

const labelFilter = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([name, value]) => `${name}=${value}`);

// The Engine takes fractions of a second; dockerode passes the number on.
const readLogs = (docker: Docker, id: string, since: Date, abortSignal: AbortSignal) =>
  docker.getContainer(id).logs({ stderr: true, since: since.getTime() / 1000, tail: mostLines, abortSignal });

/** The container can make each as long as Docker keeps one, 16 KiB, and the client holds all of them. */
const mostLines = 200;

const printed = (log: Buffer) => demultiplex(log).stderr.subarray(-longestLog).toString();

/** Bytes; the last ones count. */
const longestLog = 256 * 1024;

// The Engine's answer for the logging driver `none`, and for drivers that send logs away.
function emptyWhenNotKept(error: unknown): string {
  if (error instanceof Error && /logging driver does not support reading/.test(error.message)) return "";
  throw error;
}

async function translated<T>(address: Address, work: () => Promise<T>): Promise<T> {
  checkSocket(address);
  try {
    return await work();
  } catch (cause) {
    throw engineFailure(address, cause);
  }
}

function checkSocket({ dockerSocket, dockerHost }: Address) {
  if (dockerHost || (dockerSocket && statSync(dockerSocket, { throwIfNoEntry: false })?.isSocket())) return;
  throw refusal(
    "docker-failed",
    phrase`${dockerSocket || phrase`an empty DOCKER_SOCKET`} is not a socket`,
    inEnv(
      phrase`set DOCKER_SOCKET to the host path of the Docker Engine's socket: docker context inspect --format '{{.Endpoints.docker.Host}}'`,
    ),
  );
}

function engineFailure({ dockerSocket, dockerHost }: Address, cause: unknown) {
  if (isStopped(cause))
    return refusal("no-nginx", phrase`the nginx container does not run`, "docker compose logs nginx", cause);
  const where = dockerHost ? `DOCKER_HOST ${dockerHost}` : `DOCKER_SOCKET ${dockerSocket}`;
  const why = cause instanceof Error ? cause.message.trim() : String(cause);
  return refusal(
    "docker-failed",
    phrase`the Engine at ${where} responded: ${why}`,
    "docker compose logs certbot-companion",
    cause,
  );
}

// 409 is the Engine's answer to an exec in a container that ended since it was found, or is restarting.
const isStopped = (cause: unknown) => cause instanceof ContainerEnded || hasStatus(cause, 409);

const hasStatus = (cause: unknown, status: number) =>
  cause instanceof Error && "statusCode" in cause && cause.statusCode === status;

/** For `.catch`: undefined for a container that is gone since it was listed, else throws the error again. */
export function goneToUndefined(thrown: unknown): undefined {
  if (!(thrown instanceof Problem && isGone(thrown.cause))) throw thrown;
}

const isGone = (cause: unknown) => cause instanceof ContainerEnded || hasStatus(cause, 404);

function asEnded(cause: unknown): never {
  throw hasStatus(cause, 404) ? new ContainerEnded() : cause;
}
