import { join, posix, relative } from "node:path";
import { type Directive, directivesOf } from "../../stack-files/nginx-tokens.ts";
import { readFileOf, type StackFile } from "../changes.ts";
import type { Mount, Service } from "../compose-model.ts";
import { withoutOurs } from "../our-lines.ts";

/** A configuration file that nginx reads. */
export interface ConfFile {
  /** in the container; of a template, what is made of it */
  path: string;
  /** in the container: what the operator wrote */
  writtenAt: string;
  /** without our lines; one character a byte where it lies in the stack's folder */
  text: string;
  /** in the stack's folder */
  source: StackFile | undefined;
  /** as nginx reads them: variables of a template have their values */
  directives: readonly Directive[];
}

/** Folders of nginx's whose files the operator writes. */
const confFolder = /^\/etc\/nginx(?:\/(?:conf\.d|http\.d|sites-(?:enabled|available)|snippets|vhosts?(?:\.d)?))?$/;

/** Where the official image makes files of /etc/nginx/conf.d from at each start (NGINX_ENVSUBST_TEMPLATE_DIR). */
const templates = "/etc/nginx/templates";
const templated = /^\/etc\/nginx\/templates(?:\/.*\.template)?$/;

/** True if a configuration file of nginx's, or a folder of them, is mounted into the service. */
export const mountsConf = ({ mounts }: Service): boolean =>
  mounts.some(({ target }) =>
    [confFolder, templated, /^\/etc\/nginx\/(?!templates\/).*\.conf$/].some((one) => one.test(target)),
  );

/** What `nginx -T` printed, file by file; those of the stack's folder as they lie there. */
export async function confFilesIn(dump: string, nginx: Service, folder: string): Promise<readonly ConfFile[]> {
  const parts = dump.split(/^# configuration file (.+):\n/m).slice(1);
  const paths = parts.filter((_, at) => at % 2 === 0);
  return await Promise.all(paths.map((path, at) => confFile(path, parts[2 * at + 1] ?? "", nginx, folder)));
}

async function confFile(path: string, dumped: string, nginx: Service, folder: string): Promise<ConfFile> {
  const template = path.replace(/^\/etc\/nginx\/conf\.d\/(.+)$/, `${templates}/$1.template`);
  for (const writtenAt of new Set([template, path])) {
    const name = nameIn(folder, nginx, writtenAt);
    const source = name === undefined ? undefined : await readFileOf(folder, name);
    if (!source?.seen) continue;
    const text = withoutOurs(source.bytes.toString("latin1")).text;
    return confOf({ path, writtenAt, text, source }, writtenAt === path ? {} : nginx.environment);
  }
  return confOf({ path, writtenAt: path, text: dumped, source: undefined });
}

/** `values`: of a template's variables. */
export function confOf(file: Omit<ConfFile, "directives">, values: Readonly<Record<string, string>> = {}): ConfFile {
  const filled = (word: string) => word.replaceAll(/\$\{?(\w+)\}?/g, (all, name: string) => values[name] ?? all);
  const directives = [...directivesOf(file.text)].map((one) => ({ ...one, words: one.words.map(filled) }));
  return { ...file, directives };
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
