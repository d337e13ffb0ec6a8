import { existsSync, readFileSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

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
  const mine = `label=com.docker.compose.project=${project}`;
  for (const kind of ["container", "network", "volume"] as const) {
    const all = kind === "container" ? ["--all"] : [];
    const ids = await listed([kind, "ls", "--quiet", ...all, "--filter", mine]);
    if (ids.length > 0) await execa("docker", [kind, "rm", "--force", ...ids]);
  }
  await rm(projectFolder(project), { recursive: true, force: true });
}

async function labelledProjects(): Promise<string[]> {
  const format = `{{.Label "com.docker.compose.project"}}`;
  const kinds = [
    ["container", "ls", "--all"],
    ["network", "ls"],
    ["volume", "ls"],
  ];
  const lists = await Promise.all(
    kinds.map((kind) => listed([...kind, "--filter", `label=${testLabel}`, "--format", format])),
  );
  return lists.flat().filter((project) => project.startsWith(prefix));
}

async function listed(args: string[]): Promise<string[]> {
  const { stdout } = await execa("docker", args);
  return stdout.split("\n").filter((line) => line !== "");
}

function ownerOf(project: string): string {
  return project.slice(prefix.length).split("-")[0] ?? "";
}

/** Numbers are given out again: it must be a Node process too. */
function isAlive(pid: string): boolean {
  const commandLine = `/proc/${pid}/cmdline`;
  return existsSync(commandLine) && readFileSync(commandLine, "utf8").includes("node");
}
