import { access, constants, stat, statfs } from "node:fs/promises";
import { phrase } from "../model/phrase.ts";
import { describeSource, type Folders, type Settings } from "../model/settings.ts";
import { certbotDefaults, type Environment, settingNames } from "./environment.ts";
import { readIniOptions } from "./ini-options.ts";

export interface FolderFacts {
  path: string;
  state: "missing" | "no folder" | "read-only" | "writable";
  /** uid:gid; undefined when it does not exist */
  owner: string | undefined;
  /** it is a part of the container, and lost with it */
  lostWithContainer?: boolean;
  /** undefined: unknown */
  freeBytes?: number;
}

/** Where Compose mounts each folder from, in the supported stacks. */
const mounts = {
  config: "./volumes/certbot/conf",
  webroot: "./volumes/certbot/www",
  logs: "./volumes/certbot/logs",
} as const;
type Mounted = keyof typeof mounts;

export interface FoundSource {
  version: string;
  settings: Settings;
  environment: Environment;
  folders: Folders;
}

/** The first lines of `serve`: what runs for which names, which settings are not at their defaults, what is wrong with a folder. Names of settings only, never a value. */
export async function describeFound({ version, settings, environment, folders }: FoundSource): Promise<string[]> {
  const used = { ...folders, webroot: settings.folders.webroot };
  const found = Object.entries(mounts).map(async ([name, from]) =>
    describeFolder(await lookAtFolder(used[name as Mounted]), from),
  );
  const wrong = (await Promise.all(found)).filter((line) => line !== undefined);
  return [
    phrase`httpsidecar ${version}: ${settings.lineage.domains.join(", ")}, ${describeSource(settings)}`,
    phrase`settings: ${describeGiven(environment, settings).join(", ")}`,
    ...(wrong.length > 0 ? wrong : [phrase`folders: ok`]),
    ...(await describeIni(folders)),
  ];
}

/** certbot reads this file silently, and a forgotten one may explain a lot. */
async function describeIni({ config }: Folders): Promise<string[]> {
  const path = `${config}/cli.ini`;
  if ((await stat(path).catch(() => undefined)) === undefined) return [];
  const names = await readIniOptions(config, undefined).then(
    (options) => options.map(({ name }) => name),
    // reading the settings for good reports what is unusable
    () => [phrase`what cannot be used`],
  );
  return [`${path} ${phrase`read: ${names.join(", ") || phrase`nothing in it`}`}`];
}

/** The names of the settings that are not at their defaults. */
export function describeGiven(environment: Environment, { email }: Pick<Settings, "email">): string[] {
  const defaults = certbotDefaults();
  const isChanged = (name: string) => {
    const value = environment[name] || environment[`${name}_FILE`] || "";
    return value !== "" && value !== String(defaults[name]);
  };
  return settingNames
    .filter(isChanged)
    .map((name) => (name === "CERTBOT_EMAIL" && email === undefined ? phrase`${name} (left out)` : name));
}

/** What is wrong with a folder, with the mount to add; undefined: nothing. */
export function describeFolder(
  { path, state, owner, lostWithContainer }: FolderFacts,
  from: string,
): string | undefined {
  if (lostWithContainer) {
    const lost = phrase`what is saved there is lost with the container, and a CA issues only five certificates a week`;
    return `${path} ${phrase`not mounted: ${lost}: add the volume ${from}:${path}`}`;
  }
  if (state === "writable") return undefined;
  if (state === "missing") return `${path} ${phrase`missing: add the volume ${from}:${path}`}`;
  const is = state === "read-only" ? phrase`read-only` : phrase`no folder`;
  return `${path} ${phrase`${is}, owner ${owner}: nothing can be saved there, mount a writable folder, ${from}:${path}`}`;
}

/** Leaves nothing behind. */
export async function lookAtFolder(path: string): Promise<FolderFacts> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return { path, state: "missing", owner: undefined };
  const owner = `${stats.uid}:${stats.gid}`;
  if (!stats.isDirectory()) return { path, state: "no folder", owner };
  const writable = await access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  const lostWithContainer = await isInContainer(path);
  return { path, state: writable ? "writable" : "read-only", owner, ...(lostWithContainer && { lostWithContainer }) };
}

/** The magic number of overlayfs (linux/magic.h), the root of containers. */
const overlay = 0x794c7630;

/** True when the folder lies on the container's own root overlay. */
async function isInContainer(path: string): Promise<boolean> {
  const [root, here] = await Promise.all([stat("/"), stat(path)]);
  return root.dev === here.dev && (await statfs("/")).type === overlay;
}
