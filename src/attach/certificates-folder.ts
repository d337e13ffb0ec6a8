import { posix } from "node:path";
import { phrase } from "../model/phrase.ts";
import type { Mount, Service } from "./compose-model.ts";
import { leftAlone } from "./refuse.ts";

export const certbotFolder = "/etc/letsencrypt";

/** certbot's folder as a stack has it: what a container mounts at /etc/letsencrypt to have it too. */
export interface CertificatesFolder extends Mount {
  /** where nginx sees it */
  target: string;
}

/**
 * By where it is mounted, by the certbot service that shares it, by live/ and archive/ mounted one by one, or by what
 * the running nginx sees below a mount. Throws Problem `not-understood` for single files, and for a mount that no other
 * container can have.
 */
export async function certificatesFolder(
  nginx: Service,
  certbot: Service | undefined,
  hasPath: (path: string) => Promise<boolean>,
): Promise<CertificatesFolder | undefined> {
  const known =
    nginx.mounts.find(({ target }) => target === certbotFolder) ?? sharedWith(nginx, certbot) ?? parted(nginx);
  if (known) return shareable(known);
  for (const mount of nginx.mounts.filter(isShareable)) {
    const found = await foundBelow(mount, hasPath);
    if (found) return found;
  }
  const single = nginx.mounts.find(({ source }) => /\.(?:pem|crt|key)$/.test(source));
  if (single) throw singleFile(single);
  return undefined;
}

const isShareable = ({ type, source }: Mount) => (type === "bind" || type === "volume") && source !== "";

/** The mount, if a second container can have it. Throws Problem `not-understood`. */
export function shareable(mount: Mount): Mount {
  if (isShareable(mount)) return mount;
  throw leftAlone(
    "not-understood",
    phrase`the mount at ${mount.target} (${mount.type}) is one that no other container can share`,
    phrase`mount a folder or a named volume there`,
  );
}

/** A folder in a mount, as a mount of its own. */
function within(mount: Mount, inside: string): Mount {
  if (inside === "") return mount;
  const target = posix.join(mount.target, inside);
  if (mount.type === "bind") return { ...mount, source: posix.join(mount.source, inside), target };
  return { ...mount, subpath: posix.join(mount.subpath ?? "", inside), target };
}

/** Where operators keep certbot's folder in a larger one. */
const usual = ["", "letsencrypt", "conf", "certbot/conf"];

async function foundBelow(mount: Mount, hasPath: (path: string) => Promise<boolean>) {
  const own = certbotFolder.startsWith(`${mount.target}/`) ? [posix.relative(mount.target, certbotFolder)] : [];
  for (const inside of [...usual, ...own]) {
    if (await hasPath(posix.join(mount.target, inside, "live"))) return within(mount, inside);
  }
  return undefined;
}

/** nginx may mount certbot's folder elsewhere, or one that it lies in. */
function sharedWith(nginx: Service, certbot: Service | undefined): CertificatesFolder | undefined {
  const folder = certbot?.mounts.find(({ target }) => target === certbotFolder);
  const inside = nginx.mounts.flatMap((mount) => (folder ? insideOf(mount, folder) : []));
  return inside.find(({ source, subpath }) => source === folder?.source && subpath === folder.subpath);
}

function insideOf(mount: Mount, folder: Mount): readonly Mount[] {
  if (mount.type !== folder.type || mount.source === "") return [];
  if (mount.source === folder.source && mount.subpath === folder.subpath) return [mount];
  const isAbove = mount.type === "bind" && folder.source.startsWith(`${mount.source}/`);
  return isAbove ? [within(mount, posix.relative(mount.source, folder.source))] : [];
}

/** live/ alone is a folder of links that lead to archive/. */
function parted({ mounts }: Service): CertificatesFolder | undefined {
  const parentsOf = (name: string) =>
    mounts.filter(
      ({ type, source, target }) => type === "bind" && [source, target].every((path) => posix.basename(path) === name),
    );
  const archives = parentsOf("archive").map(({ source }) => posix.dirname(source));
  const live = parentsOf("live").find(({ source }) => archives.includes(posix.dirname(source)));
  return live && { type: "bind", source: posix.dirname(live.source), target: posix.dirname(live.target) };
}

function singleFile({ source, target }: Mount) {
  return leftAlone(
    "not-understood",
    phrase`nginx mounts ${source} as a single file at ${target}, which never changes while nginx runs`,
    phrase`mount certbot's folder instead, such as ./certbot/conf:/etc/letsencrypt:ro`,
  );
}
