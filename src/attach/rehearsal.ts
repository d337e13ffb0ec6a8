import { posix } from "node:path";
import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import type { Container, ContainerInspectInfo } from "dockerode";
import { type ArchivedFile, archiveOf } from "./archive.ts";

/** A start of a container's program that is tried on a copy. */
export interface Rehearsal {
  /** besides what the container has */
  environment: Readonly<Record<string, string>>;
  /** to be found by it in the place of what is there */
  files: readonly ArchivedFile[];
}

export interface Rehearsed {
  exitCode: number;
  stdout: string;
  stderr: string;
}

const limitMs = 60_000;
const maxBytes = 8 * 1024 * 1024;

/**
 * Tests nginx's configuration (`nginx -T`) as this container would find it after its next start, in a container of its
 * own that is removed again: the same image, entrypoint and network; mounts read-only, and those that hold one of the
 * files copied. undefined: it does not start as nginx's official image does.
 */
export async function rehearseStart(docker: Docker, container: Container, given: Rehearsal) {
  const seen = await container.inspect();
  if (!startsLikeOfficial(seen)) return undefined;
  const held = seen.Mounts.filter(({ Destination }) => given.files.some(({ path }) => isWithin(path, Destination)));
  const copied = held.filter(({ Destination }) => given.files.every(({ path }) => path !== Destination));
  await clearFormer(docker, seen.Id);
  const copy = await docker.createContainer(copyOf(seen, given, held, copied));
  try {
    for (const { Destination } of copied) {
      const archive = await container.getArchive({ path: Destination });
      await copy.putArchive(archive, { path: posix.dirname(Destination) });
    }
    await copy.putArchive(archiveOf(given.files), { path: "/" });
    return await outcomeOf(docker, copy);
  } finally {
    await copy.remove({ force: true, v: true });
  }
}

/** On a copy: the container that it is a copy of. */
const copyLabel = "httpsidecar.copy-of";

/** Copies that an attach could not remove, since it was killed; another one may be at work for as long as a copy may run. */
export async function clearFormer(
  docker: Pick<Docker, "listContainers" | "getContainer">,
  id: string,
  now = Date.now(),
) {
  const copies = await docker.listContainers({ all: true, filters: { label: [`${copyLabel}=${id}`] } });
  const former = copies.filter(({ Created }) => now - Created * 1000 > 2 * limitMs);
  await Promise.all(
    former.map(({ Id }) =>
      docker
        .getContainer(Id)
        .remove({ force: true, v: true })
        .catch(() => {}),
    ),
  );
}

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** One script with nginx's command behind it, run by root in a layer that takes files. */
function startsLikeOfficial({ Config, HostConfig }: ContainerInspectInfo): boolean {
  const entrypoint = [Config.Entrypoint ?? []].flat();
  const isRoot = ["", "0", "root"].includes((Config.User ?? "").split(":")[0] ?? "");
  return entrypoint.length === 1 && Config.Cmd?.[0] === "nginx" && isRoot && !HostConfig.ReadonlyRootfs;
}

type Mounts = ContainerInspectInfo["Mounts"];

function copyOf(
  { Id, Image, Config, HostConfig, Mounts }: ContainerInspectInfo,
  given: Rehearsal,
  held: Mounts,
  copied: Mounts,
) {
  const kept = Mounts.filter((mount) => !held.includes(mount) && ["bind", "volume"].includes(mount.Type ?? ""));
  const mounts = kept.map(({ Type, Name, Source, Destination }) => {
    const source = Type === "volume" ? (Name ?? "") : Source;
    return { Type: Type as "bind" | "volume", Source: source, Target: Destination, ReadOnly: true };
  });
  const emptied = copied.map(({ Destination }) => ({
    ...{ Type: "volume" as const, Source: "", Target: Destination },
    VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: "", Options: {} } },
  }));
  return {
    ...{ Image, Entrypoint: Config.Entrypoint, Cmd: [...(Config.Cmd ?? []), "-T"], WorkingDir: Config.WorkingDir },
    Env: [...(Config.Env ?? []), ...Object.entries(given.environment).map(([key, value]) => `${key}=${value}`)],
    ...{ Healthcheck: { Test: ["NONE"] }, Labels: { [copyLabel]: Id } },
    HostConfig: {
      NetworkMode: HostConfig.NetworkMode === "host" ? "host" : `container:${Id}`,
      Mounts: [...mounts, ...emptied],
      LogConfig: { Type: "none", Config: {} },
    },
  };
}

async function outcomeOf(docker: Docker, copy: Container): Promise<Rehearsed> {
  const raw = await copy.attach({ stream: true, stdout: true, stderr: true });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  docker.modem.demuxStream(raw, stdout, stderr);
  raw.once("end", () => [stdout, stderr].map((stream) => stream.end()));
  const texts = Promise.all([textOf(stdout), textOf(stderr)]);
  await copy.start();
  const timer = setTimeout(() => void copy.kill().catch(() => undefined), limitMs);
  const { StatusCode } = (await copy.wait().finally(() => clearTimeout(timer))) as { StatusCode: number };
  const [out, said] = await texts;
  return { exitCode: StatusCode, stdout: out, stderr: said };
}

async function textOf(stream: PassThrough): Promise<string> {
  let text = "";
  for await (const piece of stream) text = text.length < maxBytes ? text + String(piece) : text;
  return text;
}
