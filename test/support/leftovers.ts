import { existsSync, readFileSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engine } from "./engine.ts";

const prefix = "httpsidecar-e2e-";

/** On every container, network and volume that a test makes. */
export const testLabel = "httpsidecar.test";

let count = 0;

/** A project name that tells which process it belongs to; also the name of its folder. */
export function newProjectName(): string {
  count += 1;
  return `${prefix}${process.pid}-${process.env["VITEST_POOL_ID"] ?? "0"}-${Date.now().toString(36)}${count}`;
}

/** Host path of a project's folder. */
export function projectFolder(project: string): string {
  return join(tmpdir(), project);
}

let removed: Promise<void> | undefined;

/** Takes down what runs that were killed have left: projects whose process is gone. Once in a process. */
export async function removeLeftovers(): Promise<void> {
  removed ??= removeAbandoned();
  await removed;
}

async function removeAbandoned(): Promise<void> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  const projects = new Set([...folders, ...(await labelledProjects())]);
  const abandoned = [...projects].filter((project) => !isAlive(ownerOf(project)));
  // Whoever starts at the same moment removes them too, and Docker refuses one of the two.
  for (const project of abandoned) await removeProject(project).catch(() => {});
}

/** All containers, networks and volumes of a project, and its folder. */
export async function removeProject(project: string): Promise<void> {
  const docker = await engine();
  const { containers, networks, volumes } = await labelled(`com.docker.compose.project=${project}`);
  await all(containers, ({ Id }) => docker.getContainer(Id).remove({ force: true }).catch(ignoringGone));
  await all(networks, ({ Id }) => docker.getNetwork(Id).remove().catch(ignoringGone));
  await all(volumes, ({ Name }) => docker.getVolume(Name).remove({ force: true }).catch(ignoringGone));
  await rm(projectFolder(project), { recursive: true, force: true });
}

async function labelledProjects(): Promise<string[]> {
  const { containers, networks, volumes } = await labelled(testLabel);
  return [...containers, ...networks, ...volumes]
    .map(({ Labels }) => Labels?.["com.docker.compose.project"] ?? "")
    .filter((project) => project.startsWith(prefix));
}

async function labelled(label: string) {
  const docker = await engine();
  const filters = { label: [label] };
  const [containers, networks, { Volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return { containers, networks, volumes: Volumes };
}

async function all<T>(list: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  await Promise.all(list.map(work));
}

/** One that Docker removes by itself already (409), or has removed (404). */
function ignoringGone(error: { statusCode?: number; message?: string }): void {
  const going = error.statusCode === 409 && /removal .* is already in progress/.test(error.message ?? "");
  if (!going && error.statusCode !== 404) throw error;
}

function ownerOf(project: string): string {
  return project.slice(prefix.length).split("-")[0] ?? "";
}

/** Numbers are given out again: it must be a Node process too. */
function isAlive(pid: string): boolean {
  const commandLine = `/proc/${pid}/cmdline`;
  return existsSync(commandLine) && readFileSync(commandLine, "utf8").includes("node");
}
