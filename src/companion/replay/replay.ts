import type { NginxContainer } from "../docker/own-stack.ts";
import type { Inside } from "../nginx/inside.ts";
import { refusal } from "../refusal.ts";
import { replayExit, replayName, replayScript, shim } from "./replay-script.ts";
import { full, readSnapshot, type Snapshot, snapshotBytes } from "./snapshot.ts";

/** One run of an entrypoint, and a little more for starting and ending it. */
const limitSeconds = 60;
export const replayLimitMs = (limitSeconds + 10) * 1000;

const reasons: Record<number, string> = {
  [replayExit.noNginx]: "the container has no nginx in its PATH",
  [replayExit.noPlace]:
    "no folder of the container takes a program (/tmp, /var/tmp, /run, /root, /dev/shm are noexec or read-only)",
  [replayExit.notStarted]: "the entrypoint ended without starting nginx by its name",
  [replayExit.leftBehind]: "the entrypoint left a program running in the background",
  137: `the entrypoint did not end within ${limitSeconds} s`,
};

/**
 * Runs the container's own entrypoint and command once more with these variables changed; where it would start nginx,
 * nothing is started. Gives the files under /etc/nginx as they are then. Throws Problem `unknown-shape`, or `no-space` when it could not write.
 */
export async function replay(
  inside: Inside,
  { entrypoint, command }: Pick<NginxContainer, "entrypoint" | "command">,
  environment: Readonly<Record<string, string>>,
): Promise<Snapshot> {
  const args = [String(limitSeconds), shim, ...entrypoint, ...command];
  const { exitCode, stdout, stderr } = await inside.shell(replayScript, args, {
    name: replayName,
    env: environment,
    limitMs: replayLimitMs,
    maxBytes: snapshotBytes,
  });
  if (exitCode === 0) return readSnapshot(stdout);
  if (/No space left on device|Read-only file system|Disk quota exceeded/.test(stderr.toString())) {
    throw full("a folder that the entrypoint writes to");
  }
  throw refusal(
    "unknown-shape",
    reasons[exitCode] ?? `the entrypoint ended with exit code ${exitCode}`,
    "docker compose up -d --no-deps --force-recreate nginx",
  );
}
