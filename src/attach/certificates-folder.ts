import { posix } from "node:path";
import { phrase } from "../model/phrase.ts";
import type { Mount, Service } from "./compose-model.ts";
import { leftAlone } from "./refuse.ts";

export const certbotFolder = "/etc/letsencrypt";

/** certbot's folder as a stack has it: what a container mounts at /etc/letsencrypt to have it too. */
export interface CertificatesFolder {
  type: string;
  source: string;
  /** where nginx sees it */
  target: string;
}

/**
 * By where it is mounted, by the certbot service that shares it, by live/ and archive/ mounted one by one, or by what
 * the running nginx sees below a mount. Throws Problem `not-understood` for single files.
 */
export async function certificatesFolder(
  nginx: Service,
  certbot: Service | undefined,
  hasPath: (path: string) => Promise<boolean>,
): Promise<CertificatesFolder | undefined> {
  const known =
    nginx.mounts.find(({ target }) => target === certbotFolder) ?? sharedWith(nginx, certbot) ?? parted(nginx);
  if (known) return known;
  for (const mount of nginx.mounts.filter(({ type }) => type === "bind" || type === "volume")) {
    if (await hasPath(posix.join(mount.target, "live"))) return mount;
  }
  const single = nginx.mounts.find(({ source }) => /\.(?:pem|crt|key)$/.test(source));
  if (single) throw singleFile(single);
  return undefined;
}

function sharedWith(nginx: Service, certbot: Service | undefined): CertificatesFolder | undefined {
  const folder = certbot?.mounts.find(({ target }) => target === certbotFolder);
  const shared = folder && nginx.mounts.find(({ type, source }) => type === folder.type && source === folder.source);
  return folder && shared ? { ...folder, target: shared.target } : undefined;
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
