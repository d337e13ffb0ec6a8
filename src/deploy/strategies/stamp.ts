import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { replaceFile } from "../../base/atomic-file.ts";
import { systemCode } from "../../base/system-error.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { answer } from "./answer.ts";
import { type DeployStrategy, type Place, settlesMs } from "./strategy.ts";
import { type Act, withoutCompanion } from "./without-companion.ts";

/** A file that a watcher beside nginx, or on the host, sees change. */
export function stamp({ nginx, folders }: Omit<Place, "companionSocket">): DeployStrategy {
  return {
    transport: withoutCompanion(nginx, writeStamp(join(folders.config, "httpsidecar/stamp"))),
    server: "nginx",
    patienceMs: 15_000,
    settlesMs,
    again: "useless",
    done: phrase`the stamp was written; what watches it reloads`,
    seen: phrase`told by a stamp file (DEPLOY=stamp), its configuration is not tested here`,
    fix: () =>
      phrase`docker compose exec nginx nginx -t shows a mistake; without one, check that the stamp is watched: docker compose logs nginx, or journalctl on the host`,
    retry: "look",
  };
}

/** Writes the time into a file; replaced in one step. Throws Problem `stamp-not-written`. */
export function writeStamp(path: string, now: () => Date = () => new Date()): Act {
  return async () => {
    try {
      await mkdir(dirname(path), { recursive: true });
      await replaceFile(path, `${now().toISOString()}\n`, { mode: 0o644 });
    } catch (error) {
      throw notWritten(path, error);
    }
    return answer("done");
  };
}

function notWritten(path: string, cause: unknown): Problem {
  return new Problem({
    code: "stamp-not-written",
    message: phrase`the stamp ${path} cannot be written (${systemCode(cause)}), so nginx is not reloaded`,
    fix: phrase`see its room and its owner: df -h ${dirname(path)}; ls -ldn ${dirname(path)}`,
    retry: "look",
    cause,
  });
}
