import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Operator } from "./operator.ts";

/** A stack's containers as a test itself asks Docker for them, when no operator's line is the point. */
export interface DockerWords {
  /** docker compose with these words; throws when it fails */
  compose(...words: string[]): Promise<string>;
  /** a command in a running service, without a shell */
  exec(service: string, ...command: string[]): Promise<string>;
  /** what a service's container has said since it was made; throws when there is none */
  logs(service: string): Promise<string>;
  /** of every service that has a container, running or not: its id */
  containers(): Promise<Record<string, string>>;
  /** container id of a service, running or not; throws when there is none */
  container(service: string): Promise<string>;
}

/**
 * `docker compose` starts four programs before it does anything, which takes 0.4 s of processor time: where Docker's own
 * words do, they are used, and else Compose without `docker` in front of it.
 */
export function dockerWords(hand: Operator, project: string): DockerWords {
  const said = async (...words: string[]) => (await hand.types(words.map(quoted).join(" "))).output;
  const mine = ["--filter", `label=com.docker.compose.project=${project}`];
  const noOneOffs = ["--filter", "label=com.docker.compose.oneoff=False"];
  const shown = ["--no-trunc", "--format", `{{.Label "com.docker.compose.service"}} {{.ID}}`];
  const containers = async () => {
    const lines = (await said("docker", "ps", "--all", ...mine, ...noOneOffs, ...shown)).split("\n");
    return Object.fromEntries(lines.filter((line) => line !== "").map((line) => line.split(" ", 2)));
  };
  const container = async (service: string) => (await containers())[service] ?? noContainer(service);
  return {
    containers,
    container,
    compose: (...words) => said(...composeProgram, ...words),
    exec: async (service, ...command) => said("docker", "exec", await container(service), ...command),
    logs: async (service) => said("docker", "logs", await container(service)),
  };
}

/** Where Docker looks for its plugins. */
const folders = [
  join(homedir(), ".docker"),
  ...["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"].map((folder) => `${folder}/docker`),
];
const plugin = folders.map((folder) => join(folder, "cli-plugins/docker-compose")).find((path) => existsSync(path));
/** The first words of a command line of Compose's. */
export const composeProgram: readonly string[] = plugin === undefined ? ["docker", "compose"] : [plugin];

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function noContainer(service: string): never {
  throw new Error(`${service} has no container`);
}
