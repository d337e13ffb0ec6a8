import { access, constants, stat, statfs } from "node:fs/promises";
import { phrase } from "../model/phrase.ts";
import type { Folders, Settings } from "../model/settings.ts";
import { shown } from "./bad-settings.ts";
import type { Environment } from "./environment.ts";
import { readIniOptions } from "./ini-options.ts";
import { readSettings } from "./settings.ts";

export interface FolderFacts {
  path: string;
  state: "missing" | "no folder" | "read-only" | "writable";
  /** uid:gid; undefined when there is nothing */
  owner: string | undefined;
  /** it is a part of the container, and is lost with it */
  lostWithContainer?: boolean;
  /** undefined: not known */
  freeBytes?: number;
}

/** What the variables are when nobody sets them. */
const variables: Readonly<Record<string, string>> = {
  CERTBOT_DOMAIN: "",
  CERTBOT_EMAIL: phrase`no contact`,
  CERTBOT_OPTIONS: phrase`none`,
  CERTBOT_AUTO: "true",
  NGINX_SERVICE: "nginx",
  NGINX_PORT: "80",
  NGINX_SSL_PORT: "443",
  REQUESTS_CA_BUNDLE: phrase`the system's roots`,
  RUN_SAVED_HOOKS: "false",
  ARI_POLL_SECONDS: "21600",
  OWN_CERTIFICATE: phrase`same as the stored certificate`,
  RENEW_SCHEDULE: phrase`any hour`,
  DEPLOY: "reload",
  NOTIFY_URLS: phrase`no notifications are sent`,
  HEARTBEAT_URL: phrase`no heartbeat is sent`,
  METRICS_PORT: phrase`no metrics`,
  LOG_FORMAT: "text",
  DOCTOR_RESOLVERS: phrase`the container's`,
  HTTPSIDECAR_LANG: phrase`as LANG says`,
};

/** Where Compose mounts each folder from, in the stacks that this is made for. */
const mounts = {
  config: "./volumes/certbot/conf",
  webroot: "./volumes/certbot/www",
  logs: "./volumes/certbot/logs",
} as const;
type Mounted = keyof typeof mounts;

export interface FoundSource {
  environment: Environment;
  folders: Folders;
}

/** The first lines of `serve`: what it was given and what it found. Never a value but CERTBOT_DOMAIN's; never throws. */
export async function describeFound({ environment, folders }: FoundSource): Promise<string[]> {
  const used = { ...folders, webroot: settingsOf(environment)?.folders.webroot ?? folders.webroot };
  const found: string[] = [];
  for (const [name, from] of Object.entries(mounts)) {
    found.push(describeFolder(await lookAtFolder(used[name as Mounted]), from));
  }
  return [
    phrase`settings:`,
    ...describeGiven(environment),
    phrase`folders:`,
    ...found,
    ...(await describeIni(folders)),
  ];
}

/** certbot reads this file silently, and one that lies there may explain a lot. */
async function describeIni({ config }: Folders): Promise<string[]> {
  const path = `${config}/cli.ini`;
  if ((await stat(path).catch(() => undefined)) === undefined) return [];
  const names = await readIniOptions(config, undefined).then(
    (options) => options.map(({ name }) => name),
    // what cannot be used is told when the settings are read for good
    () => [phrase`what cannot be used`],
  );
  return [line(path, phrase`read: ${names.join(", ") || phrase`nothing in it`}`)];
}

/** One line a variable: set, not set (and what then holds), or set and left out. */
export function describeGiven(environment: Environment): string[] {
  const settings = settingsOf(environment);
  const isLeftOut = settings !== undefined && settings.email === undefined;
  return Object.entries(variables).map(([name, otherwise]) => {
    const value = environment[name] || environment[`${name}_FILE`] || "";
    if (value === "") return line(name, otherwise === "" ? phrase`not set` : phrase`not set (${otherwise})`);
    if (name === "CERTBOT_DOMAIN") return line(name, phrase`set: ${shown(value)}`);
    return line(name, name === "CERTBOT_EMAIL" && isLeftOut ? phrase`set, but left out` : phrase`set`);
  });
}

const states: Readonly<Record<Exclude<FolderFacts["state"], "missing">, string>> = {
  "no folder": phrase`no folder`,
  "read-only": phrase`read-only`,
  writable: phrase`writable`,
};

/** One line a folder, with the mount to add when it is missing. */
export function describeFolder({ path, state, owner, lostWithContainer }: FolderFacts, from: string): string {
  if (lostWithContainer) {
    const lost = phrase`what is saved there is lost with the container, and a CA issues only five certificates a week`;
    return line(path, phrase`not mounted: ${lost}: add the volume ${from}:${path}`);
  }
  if (state === "missing") return line(path, phrase`missing: add the volume ${from}:${path}`);
  const advice =
    state === "writable" ? "" : phrase`: nothing can be saved there, mount a writable folder, ${from}:${path}`;
  return line(path, phrase`${states[state]}, owner ${owner}${advice}`);
}

/** Looks, and leaves nothing behind. */
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

/** The magic number of overlayfs (linux/magic.h), which containers stand on. */
const overlay = 0x794c7630;

/** True when the folder lies on the very overlay that is the container's root. */
async function isInContainer(path: string): Promise<boolean> {
  const [root, here] = await Promise.all([stat("/"), stat(path)]);
  return root.dev === here.dev && (await statfs("/")).type === overlay;
}

/** undefined: something cannot be used, which is told when the settings are read for good. */
function settingsOf(environment: Environment): Settings | undefined {
  try {
    return readSettings({ environment, words: [], word: "serve" });
  } catch {
    return undefined;
  }
}

function line(name: string, says: string): string {
  return `  ${name.padEnd(20)} ${says}`;
}
