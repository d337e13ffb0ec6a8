import { readdir } from "node:fs/promises";
import { join, posix, relative } from "node:path";
import { readSmall } from "../base/read-small.ts";
import { phrase } from "../model/phrase.ts";
import type { Problem } from "../model/problem.ts";
import { type CertificatesFolder, certbotFolder, shareable } from "./certificates-folder.ts";
import type { Mount, Service } from "./compose-model.ts";
import { leftAlone } from "./refuse.ts";

/** What certbot's container mounts to renew in a stack that has certbot's layout somewhere. */
export interface RenewFolders {
  certificates: Mount;
  webroot: Mount;
  /** the webroot as the renewal conf has it */
  webrootPath: string;
}

interface Given {
  nginx: Service;
  certbot: Service | undefined;
  certificates: CertificatesFolder;
  domain: string;
  /** what a command prints in the running nginx; undefined: it does not run, or the command failed */
  runInNginx: (command: readonly string[]) => Promise<string | undefined>;
}

/**
 * Found by the lineage's renewal conf where there is one, and by the mounts. Throws Problem `not-understood` when no
 * folder is one that nginx could serve challenges from.
 */
export async function renewFolders({ nginx, certbot, certificates, domain, runInNginx }: Given): Promise<RenewFolders> {
  const known = webrootOf(await confTexts(certificates, runInNginx), `${domain}.conf`);
  const folders = nginx.mounts.filter(({ target }) => target !== certificates.target);
  const likely = folders.find(({ target }) => isLikeWebroot(target)) ?? folders.find(({ target }) => isSite(target));
  const webrootPath = known ?? likely?.target;
  const webroot = webrootPath && (covering(certbot?.mounts ?? [], webrootPath) ?? covering(folders, webrootPath));
  if (!webroot || !webrootPath) throw noWebroot(certificates.source, known);
  return { certificates: { ...certificates, target: certbotFolder }, webroot: shareable(webroot), webrootPath };
}

/** The renewal confs by their names; a folder that is not here, such as a named volume, is read where nginx sees it. */
async function confTexts({ type, source, target }: CertificatesFolder, runInNginx: Given["runInNginx"]) {
  const here = type === "bind" ? await confTextsHere(join(source, "renewal")) : new Map<string, string>();
  if (here.size > 0) return here;
  const folder = posix.join(target, "renewal");
  return textsByName((await runInNginx(["grep", "-rE", webrootLines, folder])) ?? "", folder);
}

async function confTextsHere(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder).catch(() => [])).sort().slice(0, maxConfs);
  const textOf = (name: string) => readSmall(join(folder, name), { maxBytes }).catch(() => undefined);
  return new Map(await Promise.all(names.map(async (name) => [name, String((await textOf(name)) ?? "")] as const)));
}

/** webroot_path, the head of [[webroot_map]], and keys that have a dot, as the names in it do. */
const webrootLines = "webroot|^[^=]*\\.[^=]*=";

/** What grep printed of several files: `/folder/NAME:line`. */
function textsByName(said: string, folder: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const line of said.split("\n").filter((each) => each.startsWith(`${folder}/`))) {
    const [name = "", text = ""] = line.slice(folder.length + 1).split(/:(.*)/s);
    texts.set(name, `${texts.get(name) ?? ""}${text}\n`);
  }
  return texts;
}

/** Of the lineage that certbot named after the domain, whatever number it has at its end, else of the first that names a webroot. */
function webrootOf(confs: ReadonlyMap<string, string>, wanted: string): string | undefined {
  const names = [...confs.keys()].filter((name) => name.endsWith(".conf")).sort();
  const numbered = names.filter((name) => name !== wanted && name.replace(/-\d{4}(?=\.conf$)/, "") === wanted);
  const found = [wanted, ...numbered.toReversed(), ...names].map((name) => webrootInConf(confs.get(name) ?? ""));
  return found.find((webroot) => webroot !== undefined);
}

const maxBytes = 65_536;
const maxConfs = 1000;

/** The mount at this path, or the nearest one above it. */
function covering(mounts: readonly Mount[], path: string): Mount | undefined {
  const above = mounts.filter(({ target }) => path === target || path.startsWith(`${target}/`));
  return above.toSorted((one, other) => other.target.length - one.target.length)[0];
}

const isLikeWebroot = (target: string) => /certbot|acme|well-known|\/www/.test(target);
const isSite = (target: string) => target.endsWith("/html");

/** `webroot_path`, or the first entry of [[webroot_map]] (certbot's renewal conf). */
function webrootInConf(text: string): string | undefined {
  const bounded = text.slice(0, maxBytes);
  const path =
    /^[ \t]*webroot_path[ \t]*=[ \t]*([^,\r\n]+)/m.exec(bounded) ??
    /\[\[webroot_map\]\]\s+\S+[ \t]*=[ \t]*([^\r\n]+)/.exec(bounded);
  return path?.[1]
    ?.trim()
    .replace(/^(["'])(.*)\1$/, "$2")
    .replace(/(?<=.)\/+$/, "");
}

function noWebroot(certificates: string, known: string | undefined): Problem {
  const what = known
    ? phrase`${known}, the webroot of the renewal conf in ${certificates}, is mounted nowhere in nginx or certbot`
    : phrase`nginx has certbot's folder ${certificates}, and no mount that challenges could be served from`;
  const fix = phrase`mount a folder for them in nginx, such as ./certbot/www:/var/www/certbot:ro, with a location /.well-known/acme-challenge/ { root /var/www/certbot; }`;
  return leftAlone("not-understood", what, fix);
}

/** A mount in Compose's words, below the stack's folder relative to it, so that it moves with the folder. */
export function mountLine({ type, source, target, subpath }: Mount, folder: string): string {
  const inside = relative(folder, source);
  const isInside = type === "bind" && !/^(?:\.\.(?:\/|$)|\/)/.test(inside);
  const from = isInside ? `./${inside}` : source;
  // The short form has neither.
  const isLong = subpath !== undefined || `${from}${target}`.includes(":");
  const long = { type, source: from, target, ...(subpath ? { volume: { subpath } } : {}) };
  const text = (isLong ? JSON.stringify(long) : `${from}:${target}`).replaceAll("$", "$$$$");
  return isLong || /^[\w./@+:-]+$/.test(text) ? text : JSON.stringify(text);
}
