import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { missingToUndefined } from "../base/system-error.ts";
import { phrase } from "../model/phrase.ts";
import type { Problem } from "../model/problem.ts";
import type { Service } from "./compose-files.ts";
import { leftAlone } from "./refuse.ts";
import type { TemplateBundle } from "./template-bundle.ts";

/** Host folders of a stack that has certbot's layout somewhere, as its compose file names them. */
export interface RenewFolders {
  certificates: string;
  webroot: string;
  /** the webroot as the renewal conf has it */
  webrootPath: string;
}

interface Mount {
  source: string;
  target: string;
}

const certbotFolder = "/etc/letsencrypt";

export const mountsCertificates = (nginx: Service): boolean => sourceOf(nginx, certbotFolder) !== undefined;

/**
 * Found by nginx's mounts, and by the lineage's renewal conf where there is one. Throws Problem `not-understood` when
 * no folder is one that nginx could serve challenges from.
 */
export async function renewFolders(
  folder: string,
  { nginx, certbot = {} }: { nginx: Service; certbot: Service | undefined },
  domain: string,
): Promise<RenewFolders> {
  const certificates = sourceOf(nginx, certbotFolder) ?? "";
  const known = await webrootInConf(resolve(folder, certificates, "renewal", `${domain}.conf`));
  const webrootPath = known ?? mountsOf(nginx).find(({ target }) => isLikeWebroot(target))?.target;
  const webroot = webrootPath && (sourceOf(certbot, webrootPath) ?? sourceOf(nginx, webrootPath));
  if (webroot && webrootPath) return { certificates, webroot, webrootPath };
  throw noWebroot(certificates, known);
}

function noWebroot(certificates: string, known: string | undefined): Problem {
  const what = known
    ? phrase`${known}, the webroot of the renewal conf in ${certificates}, is mounted nowhere in nginx or certbot`
    : phrase`nginx has certbot's folder ${certificates}, and no mount that challenges could be served from`;
  const fix = phrase`mount a folder for them in nginx, such as ./certbot/www:/var/www/certbot:ro, with a location /.well-known/acme-challenge/ { root /var/www/certbot; }`;
  return leftAlone("not-understood", what, fix);
}

/** The kit with these folders in the place of those that it is shipped with. */
export function bundleFrom(
  bundle: TemplateBundle,
  { certificates, webroot, webrootPath }: RenewFolders,
): TemplateBundle {
  const template = bundle.template
    .replace("./certbot/conf:/etc/letsencrypt", `${certificates}:${certbotFolder}`)
    .replace("./certbot/www:/var/www/certbot", `${webroot}:${webrootPath}`)
    .replace("-w /var/www/certbot", `-w ${webrootPath}`);
  return { ...bundle, template };
}

const isLikeWebroot = (target: string) => /certbot|acme|well-known|\/www/.test(target);

function sourceOf(service: Service, target: string): string | undefined {
  return mountsOf(service).find((mount) => mount.target === target)?.source;
}

/** Bind mounts in either of Compose's forms. */
function mountsOf({ volumes }: Service): readonly Mount[] {
  return (Array.isArray(volumes) ? volumes : []).flatMap((volume: unknown) => {
    if (typeof volume === "string") {
      const [source = "", target = ""] = volume.split(":");
      return /^[./~]/.test(source) ? [{ source, target: target.replace(/\/$/, "") }] : [];
    }
    const { type, source, target } = (volume ?? {}) as Record<string, unknown>;
    return type === "bind" ? [{ source: String(source), target: String(target).replace(/\/$/, "") }] : [];
  });
}

/** `webroot_path`, or the first entry of [[webroot_map]] (certbot's renewal conf). */
async function webrootInConf(conf: string): Promise<string | undefined> {
  const text = await readFile(conf, "utf8").catch(missingToUndefined);
  const path =
    /^\s*webroot_path\s*=\s*([^,\s]+)/m.exec(text ?? "") ?? /\[\[webroot_map\]\]\s+\S+\s*=\s*(\S+)/.exec(text ?? "");
  return path?.[1];
}
