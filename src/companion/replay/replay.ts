import { phrase } from "../../model/phrase.ts";
import type { Values } from "../desired-state.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import type { Inside } from "../nginx/inside.ts";
import { refusal } from "../refusal.ts";
import { replayExit, replayName, replayScript, shim } from "./replay-script.ts";
import { full, readSnapshot, type Snapshot, snapshotBytes } from "./snapshot.ts";

/** Two runs of an entrypoint, and a little more for starting and ending them. */
const limitSeconds = 60;
export const replayLimitMs = (2 * limitSeconds + 10) * 1000;

const reasons: Record<number, string> = {
  [replayExit.noNginx]: phrase`the container has no nginx in its PATH`,
  [replayExit.noPlace]: phrase`no folder of the container allows programs (/tmp, /var/tmp, /run, /root, /dev/shm are noexec or read-only)`,
  [replayExit.notStarted]: phrase`the entrypoint exited without starting nginx by its name`,
  [replayExit.leftBehind]: phrase`the entrypoint left a program running in the background`,
  137: phrase`the entrypoint did not finish within ${limitSeconds} s`,
};

/** The files under /etc/nginx after each of the two runs. */
export interface Rendered {
  unchanged: Snapshot;
  /** Throws the Problem of the second run. */
  changed: () => Snapshot;
}

/**
 * Runs the container's own entrypoint and command twice more, in the environment `applied` and then with `values` on
 * top; where it would start nginx, nothing is started. Throws Problem `unknown-shape`, or `no-space` when it could not
 * write.
 */
export async function replayTwice(
  inside: Inside,
  { entrypoint, command }: Pick<NginxContainer, "entrypoint" | "command">,
  { applied, values }: { applied: Values; values: Values },
): Promise<Rendered> {
  const changed = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  const args = [String(limitSeconds), shim, String(changed.length), ...changed, ...entrypoint, ...command];
  const { exitCode, stdout, stderr } = await inside.shell(replayScript, args, {
    name: replayName,
    env: applied,
    limitMs: replayLimitMs,
    maxBytes: 2 * snapshotBytes,
  });
  if (stdout.length === 0) throw failure(exitCode, stderr.toString());
  const first = readSnapshot(stdout);
  return {
    unchanged: first.files,
    changed() {
      if (exitCode !== 0) throw failure(exitCode, stderr.toString());
      return readSnapshot(first.rest).files;
    },
  };
}

function failure(exitCode: number, said: string) {
  if (/No space left on device|Read-only file system|Disk quota exceeded/.test(said)) {
    return full(phrase`a folder that the entrypoint writes to`);
  }
  return refusal(
    "unknown-shape",
    reasons[exitCode] ?? phrase`the entrypoint exited with code ${exitCode}`,
    "docker compose up -d --no-deps --force-recreate nginx",
  );
}
