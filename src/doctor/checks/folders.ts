import { phrase } from "../../model/phrase.ts";
import { blocks, type CheckResult, fine, warning } from "../finding.ts";
import type { FolderState, Given } from "../parts.ts";

const megabyte = 1024 * 1024;
const start = "docker compose up -d certbot";

/** What each mounted folder is for, and where Compose mounts it from in the supported stacks. */
const mounts = {
  config: { from: "./volumes/certbot/conf", use: phrase`certificates and keys` },
  webroot: { from: "./volumes/certbot/www", use: phrase`what proves that the name is yours` },
} as const;

/** Mounts: there, writable, not lost with the container, with room. */
export async function folders({ folders: places, folder }: Given): Promise<readonly CheckResult[]> {
  const rows = (["config", "webroot"] as const).map(async (kind) => {
    const path = places[kind];
    const { from, use } = mounts[kind];
    return judge({ path, use, from }, await folder(path));
  });
  return await Promise.all(rows);
}

interface Place {
  path: string;
  use: string;
  /** on the host, in the stack's folder */
  from: string;
}

function judge({ path, use, from }: Place, seen: FolderState): CheckResult {
  const mount = `${from}:${path}`;
  const { state, owner, lostWithContainer, freeBytes } = seen;
  const means = phrase`${use} cannot be written`;
  const add = phrase`add the volume ${mount} to the certbot service, then: ${start}`;
  if (state === "missing") return blocks({ saw: phrase`${path} is not there`, means, fix: add });
  if (state === "no folder") return blocks({ saw: phrase`${path} is not a folder`, means, fix: outOfTheWay(from) });
  // a container's own folder may be read-only too, and it is the mount that is missing
  if (lostWithContainer) {
    const lost = phrase`what is saved is lost with the container, and a CA issues only five certificates a week`;
    return blocks({ saw: phrase`${path} is not mounted`, means: lost, fix: add });
  }
  if (state === "read-only") {
    const fix = phrase`remove ":ro" from the mount ${mount} of the certbot service, then: ${start}; if it is not there, see who owns the folder: ls -ldn ${from}`;
    return blocks({ saw: phrase`${path} cannot be written, owner ${owner}`, means, fix });
  }
  if (freeBytes !== undefined && freeBytes < 16 * megabyte) {
    const saw = phrase`${path} has ${Math.floor(freeBytes / megabyte)} MiB of room`;
    return warning({
      saw,
      means: phrase`soon nothing can be saved`,
      fix: phrase`free some room: df -h; docker system df`,
    });
  }
  return fine(phrase`${path} is writable, owner ${owner}`);
}

/** A mount shows what was at its source when the container was made. */
const outOfTheWay = (from: string) => `mv ${from} ${from}.old; docker compose up -d --force-recreate certbot`;
