import { fileURLToPath } from "node:url";

const root = new URL("../..", import.meta.url);

/** Host path of a file of this repository. */
export function repository(path: string): string {
  return fileURLToPath(new URL(path, root));
}
