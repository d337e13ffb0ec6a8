import { basename, dirname, join, resolve } from "node:path";
import { readSmall } from "../base/read-small.ts";
import type { ComposeConfig, HostFacts, StackChoice } from "../model/attach.ts";
import { composeLabels } from "../model/compose-labels.ts";
import { phrase } from "../model/phrase.ts";
import { resolveEnvText } from "../stack-files/env-text.ts";
import { readFileOf, type StackFile } from "./changes.ts";
import { type ComposeModel, parseComposeConfig } from "./compose-model.ts";
import { type ComposeRun, composeRunOf, envFileOf } from "./compose-run.ts";
import { type ComposeText, envFilesOf, modelOfTexts, setsEnvironment } from "./compose-text.ts";
import type { Engine } from "./engine.ts";
import { readEnvFile } from "./env-file.ts";
import { isSameFolder } from "./folder-spelling.ts";
import { isOfStack, type Neighbour } from "./host.ts";
import type { Recognised } from "./kinds.ts";
import { nginxPorts } from "./nginx-ports.ts";
import { type Note, noteFile, readNote } from "./note.ts";
import { withoutOurs } from "./our-lines.ts";
import { leftAlone } from "./refuse.ts";

/** The files of a stack and how Compose is told of them. */
export interface StackFiles {
  folder: string;
  /** containers of this stack */
  own: readonly Neighbour[];
  /** every container of the Engine */
  neighbours: readonly Neighbour[];
  run: ComposeRun;
  files: { env: StackFile; override: StackFile; settings: StackFile };
  /** keys of `.env`, variables filled in as Compose does */
  env: ReadonlyMap<string, string>;
  note: Note | undefined;
}

/** The stack as it is found, before anything is decided. */
export interface StackState extends StackFiles {
  /** Compose's project name */
  project: string;
  /** without what is ours */
  compose: ComposeModel;
}

export interface Sources {
  engine: Pick<Engine, "containers">;
  host: Pick<HostFacts, "composeFile" | "composeProject">;
}

type Choice = Pick<StackChoice, "folder" | "file">;

/** Throws Problem when a file cannot be read or understood, or the Engine does not answer. */
export async function readStack(choice: Choice, config: ComposeConfig, sources: Sources): Promise<StackState> {
  const stack = await readStackFiles(choice, sources);
  const compose = config ? parseComposeConfig(config) : await modelFromText(stack, sources);
  return { ...stack, compose, project: stack.run.project ?? compose.project };
}

/** Likewise, without what the stack's compose files say. */
export async function readStackFiles({ folder, file }: Choice, { engine, host }: Sources): Promise<StackFiles> {
  const neighbours = await engine.containers();
  const own = neighbours.filter((one) => isOfStack(one, folder) && one.labels[composeLabels.oneOff] !== "True");
  if (own.length === 0) refuseOtherDirectory(folder, neighbours);
  const settings = await readFileOf(folder, noteFile);
  const note = readNote(settings.text);
  const envFile = await readFileOf(folder, note?.env ?? envFileOf(folder, own));
  const env = resolveEnvText(envFile.bytes, envFile.name);
  const shell = { composeFile: host.composeFile, project: host.composeProject };
  const run = await composeRunOf({ folder, typed: file, own, shell, envValue: (name) => env.get(name) ?? "" });
  if (own.length === 0) refuseFileElsewhere(folder, run.files);
  const files = { env: envFile, override: await readFileOf(folder, run.override), settings };
  return { folder, own, neighbours, run, files, env, note };
}

/** The operator's compose files, our lines taken out of the override. */
export function textWithoutOurs({ folder, run, files }: StackFiles, path: string): string | undefined {
  const isOverride = path === join(folder, run.override);
  const { text, runs } = withoutOurs(isOverride ? files.override.text : "");
  return runs.length > 0 ? text : undefined;
}

const maxBytes = 4 * 1024 * 1024;

/** Does a file of the stack itself give the service an environment, and not env_file or a file that is included? */
export async function givesEnvironment(stack: StackFiles, service: string): Promise<boolean> {
  return (await textsOf(stack)).some((text) => setsEnvironment(text, service));
}

/** The operator's own files, our lines taken out. */
export const textsOf = (stack: StackFiles): Promise<readonly ComposeText[]> =>
  Promise.all(
    stack.run.files.map(async (path) => ({
      name: basename(path),
      text: textWithoutOurs(stack, path) ?? String((await readSmall(path, { maxBytes })) ?? ""),
    })),
  );

async function modelFromText(stack: StackFiles, { host }: Sources): Promise<ComposeModel> {
  const texts = await textsOf(stack);
  const { folder, env, run } = stack;
  const project = run.project ?? (host.composeProject || env.get("COMPOSE_PROJECT_NAME") || undefined);
  const seen = envFilesOf(texts).map(async (path) => [path, await readEnvFile(resolve(folder, path))] as const);
  const envFiles = new Map(await Promise.all(seen));
  const [lookUp, envFile] = [(name: string) => env.get(name), (path: string) => envFiles.get(path)];
  return modelOfTexts(texts, { folder, project, usualProject: projectName(folder), lookUp, envFile });
}

/** Relative paths in our services would be those of another folder. */
function refuseOtherDirectory(folder: string, neighbours: readonly Neighbour[]): void {
  const isHere = ({ labels }: Neighbour) =>
    (labels[composeLabels.configFiles] ?? "").split(",").some((path) => dirname(path) === folder);
  const directory = neighbours.find(isHere)?.workingFolder;
  if (directory === undefined) return;
  throw leftAlone(
    "not-understood",
    phrase`the stack of this compose file runs with ${directory} as its project directory`,
    phrase`move the compose file there, or start the stack without --project-directory`,
  );
}

/** Compose takes the folder of the first file for the project's: our paths, and the stack's name, would be others. */
function refuseFileElsewhere(folder: string, [first = ""]: readonly string[]): void {
  const directory = dirname(first);
  if (isSameFolder(directory, folder)) return;
  throw leftAlone(
    "not-understood",
    phrase`Docker Compose takes ${directory} for the project directory, because ${basename(first)} is there`,
    phrase`pass that folder, with --file ${basename(first)}; or move ${basename(first)} to ${folder}`,
  );
}

/** The stack's running container of a service. */
export function runningService({ own }: Pick<StackFiles, "own">, service: string): Neighbour | undefined {
  return own.find((one) => one.service === service && one.running);
}

/** Host port that leads to a container's port, for visitors; undefined: none does. */
export function publishedPort(
  container: Pick<Neighbour, "published"> | undefined,
  containerPort: number,
): number | undefined {
  return container?.published.find((port) => port.containerPort === containerPort)?.hostPort;
}

/** The port of this host at which nginx has HTTPS; undefined: not known, or none. */
export function httpsPortOf(stack: StackState, { kind, service }: Pick<Recognised, "kind" | "service">) {
  // nginx comes with the sidecar, and takes the port from .env
  if (kind === "app") return Number(stack.env.get("EXPOSE_NGINX_SSL_PORT")?.split(":").at(-1)) || undefined;
  const nginx = stack.compose.services[service];
  const inside = nginx ? nginxPorts(nginx).https : 443;
  const written = nginx?.ports.find(({ containerPort }) => containerPort === inside)?.hostPort;
  return written ?? publishedPort(runningService(stack, service), inside);
}

/** As Compose makes it of the folder's name. */
export const projectName = (folder: string): string =>
  basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
