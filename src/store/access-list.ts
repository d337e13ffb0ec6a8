import { execFile } from "node:child_process";
import { chmod, stat } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * Copies the last key's further readers (POSIX ACLs, an operator's setfacl) to a new one. Node has no calls for these
 * lists, so coreutils' cp copies them; where it cannot, the key stays with its owner and its group.
 */
export async function keepAccessList(last: string, key: string, mode: number): Promise<void> {
  // an access list shows in the group's bits, which are its mask (acl(5))
  if (((await stat(last)).mode & 0o070) === 0) return;
  await promisify(execFile)("cp", ["--attributes-only", "--preserve=mode", last, key]).catch(() => undefined);
  await chmod(key, mode);
}
