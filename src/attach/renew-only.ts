import { join, posix, relative } from "node:path";
import { readSmall } from "../base/read-small.ts";
import { phrase } from "../model/phrase.ts";
import type { Problem } from "../model/problem.ts";
import { type CertificatesFolder, certbotFolder } from "./certificates-folder.ts";
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
  /** a file as the running nginx sees it; undefined: it does not run, or has none */
  readInNginx: (path: string) => Promise<string | undefined>;
}

/**
 * Found by the lineage's renewal conf where there is one, and by the mounts. Throws Problem `not-understood` when no
 * folder is one that nginx could serve challenges from.
 */
export async function renewFolders({
  nginx,
  certbot,
  certificates,
  domain,
  readInNginx,
}: Given): Promise<RenewFolders> {
  const conf = await confText(certificates, domain, readInNginx);
  const known = webrootInConf(conf ?? "");
  const folders = nginx.mounts.filter(({ source }) => source !== certificates.source);
  const webrootPath = known ?? folders.find(({ target }) => isLikeWebroot(target))?.target;
  const webroot = webrootPath && (covering(certbot?.mounts ?? [], webrootPath) ?? covering(folders, webrootPath));
  if (!webroot || !webrootPath) throw noWebroot(certificates.source, known);
  return { certificates: { ...certificates, target: certbotFolder }, webroot, webrootPath };
}

async function confText(
  { type, source, target }: CertificatesFolder,
  domain: string,
  readInNginx: Given["readInNginx"],
) {
  const name = join("renewal", `${domain}.conf`);
  const here = type === "bind" ? await readSmall(join(source, name), { maxBytes }).catch(() => undefined) : undefined;
  return here?.toString() ?? (await readInNginx(posix.join(target, name)));
}

const maxBytes = 65_536;

/** The mount at this path, or the nearest one above it. */
function covering(mounts: readonly Mount[], path: string): Mount | undefined {
  const above = mounts.filter(({ target }) => path === target || path.startsWith(`${target}/`));
  return above.toSorted((one, other) => other.target.length - one.target.length)[0];
}

const isLikeWebroot = (target: string) => /certbot|acme|well-known|\/www/.test(target);

/** `webroot_path`, or the first entry of [[webroot_map]] (certbot's renewal conf). */
function webrootInConf(text: string): string | undefined {
  const bounded = text.slice(0, maxBytes);
  const path =
    /^[ \t]*webroot_path\s*=\s*([^,\s]+)/m.exec(bounded) ?? /\[\[webroot_map\]\]\s+\S+\s*=\s*(\S+)/.exec(bounded);
  return path?.[1];
}

function noWebroot(certificates: string, known: string | undefined): Problem {
  const what = known
    ? phrase`${known}, the webroot of the renewal conf in ${certificates}, is mounted nowhere in nginx or certbot`
    : phrase`nginx has certbot's folder ${certificates}, and no mount that challenges could be served from`;
  const fix = phrase`mount a folder for them in nginx, such as ./certbot/www:/var/www/certbot:ro, with a location /.well-known/acme-challenge/ { root /var/www/certbot; }`;
  return leftAlone("not-understood", what, fix);
}

/** A mount in Compose's short form, below the stack's folder relative to it, so that it moves with the folder. */
export function mountLine({ type, source, target }: Mount, folder: string): string {
  const inside = relative(folder, source);
  const isInside = type === "bind" && !inside.startsWith("..");
  const text = `${isInside ? `./${inside}` : source}:${target}`.replaceAll("$", "$$$$");
  return /^[\w./@+:-]+$/.test(text) ? text : JSON.stringify(text);
}
