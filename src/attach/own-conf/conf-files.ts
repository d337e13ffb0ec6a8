import { join, posix, relative } from "node:path";
import { readFileOf, type StackFile } from "../changes.ts";
import type { Mount, Service } from "../compose-model.ts";
import { withoutOurs } from "../our-lines.ts";

/** A configuration file that nginx reads. */
export interface ConfFile {
  /** in the container */
  path: string;
  /** without our lines; one character a byte where it lies in the stack's folder */
  text: string;
  /** in the stack's folder */
  source: StackFile | undefined;
}

/** Folders of nginx's whose files the operator writes. */
const confFolder = /^\/etc\/nginx(?:\/(?:conf\.d|http\.d|sites-(?:enabled|available)|snippets|vhosts?(?:\.d)?))?$/;

/** True if a configuration file of nginx's, or a folder of them, is mounted into the service. */
export const mountsConf = ({ mounts }: Service): boolean =>
  mounts.some(({ target }) => confFolder.test(target) || /^\/etc\/nginx\/(?!templates\/).*\.conf$/.test(target));

/** What `nginx -T` printed, file by file; those of the stack's folder as they lie there. */
export async function confFilesIn(dump: string, nginx: Service, folder: string): Promise<readonly ConfFile[]> {
  const parts = dump.split(/^# configuration file (.+):\n/m).slice(1);
  const paths = parts.filter((_, at) => at % 2 === 0);
  return await Promise.all(paths.map((path, at) => confFile(path, parts[2 * at + 1] ?? "", nginx, folder)));
}

async function confFile(path: string, text: string, nginx: Service, folder: string): Promise<ConfFile> {
  const name = nameIn(folder, nginx, path);
  const source = name === undefined ? undefined : await readFileOf(folder, name);
  if (!source?.seen) return { path, text, source: undefined };
  return { path, text: withoutOurs(source.bytes.toString("latin1")).text, source };
}

/** By the nearest mount above it. */
function nameIn(folder: string, nginx: Service, path: string): string | undefined {
  const mount = mountOver(nginx, path);
  if (mount?.type !== "bind") return undefined;
  const name = relative(folder, join(mount.source, posix.relative(mount.target, path)));
  return name === "" || /^\.\.(?:\/|$)|^\//.test(name) ? undefined : name;
}

/** The mount at this path of the container, or the nearest one above it. */
export function mountOver({ mounts }: Service, path: string): Mount | undefined {
  const above = mounts.filter(({ target }) => path === target || path.startsWith(`${target}/`));
  return above.toSorted((one, other) => other.target.length - one.target.length)[0];
}
