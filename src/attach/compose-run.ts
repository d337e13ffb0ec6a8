import { access } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { composeLabels } from "../model/compose-labels.ts";
import { phrase } from "../model/phrase.ts";
import { composeNames, overrideNames, ownOverride } from "../stack-files/compose-names.ts";
import { folderKey, isSameFolder } from "./folder-spelling.ts";
import type { Neighbour } from "./host.ts";
import { leftAlone } from "./refuse.ts";

/** How Compose is told of a stack: by the labels of what runs, else as it would be typed in the folder. */
export interface ComposeRun {
  /** undefined: Compose's own choice */
  project: string | undefined;
  /** the operator's files as Compose reads them, absolute, in its order; our override may be among them */
  files: readonly string[];
  /** file in the folder where our services go */
  override: string;
  /**
   * who names the files: nobody (Compose finds them), COMPOSE_FILE in `.env`, or the operator who types -f or exports COMPOSE_FILE
   */
  named: "by-nobody" | "in-env-file" | "by-hand";
  /** was started from a shell that spells the folder otherwise (Windows, WSL): only that one may start the sidecar */
  elsewhere: string | undefined;
}

export interface ShellVariables {
  composeFile: string;
  project: string;
}

interface Given {
  folder: string;
  /** --file */
  typed: string | undefined;
  own: readonly Neighbour[];
  shell: ShellVariables;
  /** a value of `.env` */
  envValue: (name: string) => string;
}

export const defaultEnvFile = ".env";

/** Throws Problem `no-stack`, `several-stacks` or `not-understood`. */
export async function composeRunOf({ folder, typed, own, shell, envValue }: Given): Promise<ComposeRun> {
  const running = newest(own);
  const configFiles = running?.labels[composeLabels.configFiles];
  const listed = split(envValue("COMPOSE_FILE"), envValue("COMPOSE_PATH_SEPARATOR"));
  const byItself = listed.length > 0 ? listed.map((name) => resolve(folder, name)) : await discovered(folder);
  const asked = typed ? [typed] : split(shell.composeFile, "");
  const seen = await present(folder, configFiles);
  const files = asked.length > 0 && (typed || seen.length === 0) ? asked.map((name) => resolve(folder, name)) : seen;
  const all = files.length > 0 ? files : byItself;
  if (all.length === 0) throw missing(folder, phrase`compose.yaml or docker-compose.yaml`);
  const isPlain = withoutOverrides(all).join() === withoutOverrides(byItself).join();
  const plainly = listed.length > 0 ? "in-env-file" : "by-nobody";
  const named = isPlain ? plainly : "by-hand";
  return {
    project: projectOf(own, shell, folder),
    files: await existing(isPlain ? byItself : all, folder),
    override: overrideIn(folder, all, named),
    named,
    elsewhere: running?.workingFolder === folder ? undefined : running?.workingFolder,
  };
}

function projectOf(own: readonly Neighbour[], shell: ShellVariables, folder: string): string | undefined {
  const names = [...new Set(own.flatMap(({ project }) => project ?? []))].sort();
  if (names.length < 2) return names[0];
  if (names.includes(shell.project)) return shell.project;
  throw leftAlone(
    "several-stacks",
    phrase`several stacks run from ${folder}: ${names.join(", ")}`,
    `COMPOSE_PROJECT_NAME=${names[0]} docker/attach …`,
  );
}

/** What Compose looks for by itself. */
async function discovered(folder: string): Promise<readonly string[]> {
  const [main] = await thereOf(folder, composeNames);
  if (!main) return [];
  const [override] = await thereOf(folder, overrideNames);
  return [main, ...(override ? [override] : [])].map((name) => join(folder, name));
}

/** Compose's list: `:` between files, `;` on Windows, or what COMPOSE_PATH_SEPARATOR says. */
function split(list: string, separator: string): readonly string[] {
  const by = separator || (/;|^[A-Za-z]:[\\/]/.test(list) ? ";" : ":");
  return list.split(by).filter(Boolean);
}

/** Of the label's files those that are there; none where the stack's own file is gone, since it was renamed or moved. */
async function present(folder: string, label = ""): Promise<readonly string[]> {
  const files = label
    .split(",")
    .filter(Boolean)
    .map((path) => inFolder(folder, path));
  const there = await Promise.all(files.map(isThere));
  const isLost = files.some((path, at) => !there[at] && !isOverride(path));
  return isLost ? [] : files.filter((_, at) => there[at]);
}

/** A path of the label in this folder's own spelling. */
function inFolder(folder: string, path: string): string {
  const [key, root] = [folderKey(path), folderKey(folder)];
  return key.startsWith(`${root}/`)
    ? join(folder, path.replaceAll("\\", "/").slice(-(key.length - root.length - 1)))
    : path;
}

async function existing(files: readonly string[], folder: string): Promise<readonly string[]> {
  const there = await Promise.all(files.map(isThere));
  const lost = files.find((path, at) => !there[at] && !isOverride(path));
  if (lost !== undefined) throw missing(folder, relative(folder, lost));
  return files.filter((_, at) => there[at]);
}

function overrideIn(folder: string, files: readonly string[], named: ComposeRun["named"]): string {
  const known = files.find((path) => isOverride(path) && isSameFolder(dirname(path), folder));
  if (known) return basename(known);
  if (named !== "by-nobody") return ownOverride;
  return basename(files[0] ?? "compose.yaml").replace(/\.ya?ml$/, ".override.yaml");
}

/** The file in the folder that `${…}` is filled from. Throws Problem `not-understood` for one that lies elsewhere. */
export function envFileOf(folder: string, own: readonly Neighbour[]): string {
  const label = newest(own)?.labels[composeLabels.environmentFile];
  if (!label) return defaultEnvFile;
  const name = relative(folder, inFolder(folder, label));
  if (!label.includes(",") && name !== "" && !/^\.\.(?:\/|$)|^\//.test(name)) return name;
  throw leftAlone(
    "not-understood",
    phrase`the stack was started with --env-file ${label}, and attach writes one file in the stack's folder`,
    phrase`put what ${label} says into .env, and start the stack without --env-file`,
  );
}

function missing(folder: string, name: string) {
  const fix = phrase`pass the folder of your stack's compose file; a file of another name with --file NAME`;
  return leftAlone("no-stack", phrase`there is no ${name} in ${folder}`, fix);
}

const newest = (containers: readonly Neighbour[]) =>
  containers.toSorted((one, other) => other.created - one.created)[0];
const isOverride = (path: string) => [ownOverride, ...overrideNames].includes(basename(path));
const withoutOverrides = (files: readonly string[]) => files.filter((path) => !isOverride(path));

async function thereOf(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(names.map((name) => isThere(join(folder, name))));
  return names.filter((_, at) => found[at]);
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
