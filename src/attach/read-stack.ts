import { basename } from "node:path";
import { readEnvText } from "../stack-files/env-text.ts";
import { readFileOf, type StackFile } from "./changes.ts";
import { type ComposeFiles, readComposeFiles } from "./compose-files.ts";
import type { Engine } from "./engine.ts";
import { envFile } from "./env-file.ts";
import { isOfStack, type Neighbour } from "./host.ts";
import { type Note, noteFile, readNote } from "./note.ts";
import { withoutOurs } from "./our-lines.ts";

/** The stack as it is found, before anything is decided. */
export interface StackState {
  folder: string;
  /** Compose's project name */
  project: string;
  /** containers of this stack */
  own: readonly Neighbour[];
  /** every container of the Engine */
  neighbours: readonly Neighbour[];
  compose: ComposeFiles;
  files: { env: StackFile; override: StackFile; settings: StackFile };
  /** keys of `.env` */
  env: ReadonlyMap<string, string>;
  note: Note | undefined;
}

/** Throws Problem when a file cannot be read or understood, or the Engine does not answer. */
export async function look(folder: string, named: string | undefined, engine: Engine): Promise<StackState> {
  const env = await readFileOf(folder, envFile);
  const values = readEnvText(env.bytes, envFile);
  const compose = await readComposeFiles(
    folder,
    named,
    values.get("COMPOSE_FILE") ?? "",
    (text) => withoutOurs(text).text,
  );
  const settings = await readFileOf(folder, noteFile);
  const neighbours = await engine.containers();
  const own = neighbours.filter((one) => isOfStack(one, { folder, project: undefined }));
  return {
    folder,
    project: own[0]?.project ?? values.get("COMPOSE_PROJECT_NAME") ?? projectName(folder),
    own,
    neighbours,
    compose,
    files: { env, override: await readFileOf(folder, compose.override), settings },
    env: values,
    note: readNote(settings.text),
  };
}

/** The stack's running container of a service. */
export function runningService({ own }: Pick<StackState, "own">, service: string): Neighbour | undefined {
  return own.find((one) => one.service === service && one.running);
}

/** Host port that leads to a container's port, for visitors; undefined: none does. */
export function publishedPort(container: Neighbour | undefined, containerPort: number): number | undefined {
  return container?.published.find((port) => port.containerPort === containerPort)?.hostPort;
}

/** As Compose makes it of the folder's name. */
const projectName = (folder: string) =>
  basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
