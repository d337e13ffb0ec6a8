import { basename, join } from "node:path";
import type { StackChoice } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { defaultEnvFile } from "./compose-run.ts";
import { projectName, readStackFiles, type Sources, type StackFiles, textWithoutOurs } from "./read-stack.ts";
import { leftAlone } from "./refuse.ts";

/**
 * The words for `docker compose`, one a line: behind `read` those that give the stack without what is ours (our
 * override without our lines comes by standard input, below `text`), behind `run` those of the stack as it is.
 * Throws Problem like readStackFiles.
 */
export async function composeCall(choice: StackChoice, sources: Sources): Promise<readonly string[]> {
  const stack = await readStackFiles(choice, sources);
  const { folder, run } = stack;
  if (folder.includes("\n")) throw oddFolder();
  const override = join(folder, run.override);
  const persons = textWithoutOurs(stack, override);
  const read = run.files.flatMap((path) => {
    if (path !== override || persons === undefined) return [path];
    return persons.trim() === "" ? [] : ["-"];
  });
  const all =
    run.files.includes(override) || stack.files.override.seen === undefined ? run.files : [...run.files, override];
  const common = commonWords(stack);
  return [
    ...[...common, ...read.flatMap(fileWords)].map((word) => `read ${word}`),
    ...[...common, ...all.flatMap(fileWords)].map((word) => `run ${word}`),
    `proposed ${override}`,
    "text",
    ...(persons ?? "").split("\n"),
  ];
}

/** What the operator types in the stack's folder, where the sidecar is in, to start services, or all of them. */
export function commandLine({ folder, run, env }: StackFiles, services: readonly string[]): string {
  const override = join(folder, run.override);
  const all = run.files.includes(override) ? run.files : [...run.files, override];
  const named = run.named === "by-hand" ? all.flatMap((path) => ["-f", inFolder(path, folder)]) : [];
  const usual = env.get("COMPOSE_PROJECT_NAME") || projectName(folder);
  const project = run.project === undefined || run.project === usual ? [] : ["-p", run.project];
  return ["docker compose", ...project, ...named, "up -d", ...services].join(" ");
}

function commonWords({ folder, run, files }: StackFiles): readonly string[] {
  return [
    ...["--project-directory", folder],
    ...(run.project === undefined ? [] : ["--project-name", run.project]),
    ...(files.env.name === defaultEnvFile ? [] : ["--env-file", join(folder, files.env.name)]),
  ];
}

const fileWords = (path: string): readonly string[] => ["--file", path];
const inFolder = (path: string, folder: string) => (path === join(folder, basename(path)) ? basename(path) : path);

function oddFolder() {
  return leftAlone("not-understood", phrase`the folder's name has a line break`, phrase`give it another name`);
}
