import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readImages } from "./images.ts";
import { operator, type Ran } from "./operator.ts";
import { pebbleFolder } from "./pebble-service.ts";
import { repository } from "./repository.ts";
import type { Stack } from "./stack.ts";

/** The two scripts as an operator runs them, from a clone of this repository. */
export interface Scripts {
  attach(...words: string[]): Promise<Ran>;
  detach(...words: string[]): Promise<Ran>;
}

/** Works on the stack in a folder; a failure is a value, not an error. `variables`: exported in that shell. */
export function scriptsFor(folder: string, variables: Readonly<Record<string, string>> = {}): Scripts {
  const transport = operator(folder, { HTTPSIDECAR_IMAGE: readImages().httpsidecar, ...variables });
  const run = (script: string, words: readonly string[]) =>
    transport.tries([repository(`docker/${script}`), folder, ...words].join(" "));
  return {
    attach: (...words) => run("attach", words),
    detach: (...words) => run("detach", words),
  };
}

/** A stack without a proxy as it runs before attach, its authority trusted by the certbot that is to come. */
export async function bringAppUp(stack: Stack): Promise<void> {
  // Where certbot sees it: there is no certbot service yet to mount it into.
  await cp(join(stack.folder, pebbleFolder, "ca.pem"), join(stack.folder, "volumes/certbot/conf/ca.pem"));
  await writeFile(join(stack.folder, "httpsidecar.env"), "REQUESTS_CA_BUNDLE=/etc/letsencrypt/ca.pem\n");
  await stack.types("docker compose up -d");
}

/** As public DNS would, Docker's leads the name, and others, to the nginx that attach brought from here on. */
export async function leadNameToNginx(stack: Stack, ...others: readonly string[]): Promise<void> {
  const path = join(stack.folder, "docker-compose.override.yaml");
  const named = `  nginx:\n    networks: { default: { aliases: [${[stack.domain, ...others].join(", ")}] } }\n`;
  await writeFile(path, (await readFile(path, "utf8")).replace("  nginx:\n", named));
  await stack.types("docker compose up -d");
}

/** Every file of a stack's folder that a person keeps there, by path; what runs in the stack writes elsewhere. */
export async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const kept = paths.map((path) => path.slice(folder.length + 1)).filter((path) => !isWritten.test(path));
  const contents = kept
    .sort()
    .map(async (path) => [path, (await readFile(join(folder, path))).toString("latin1")] as const);
  return Object.fromEntries(await Promise.all(contents));
}

/** nginx renders into conf.d; certificates stay when the sidecar goes. */
const isWritten = /^(?:volumes\/|nginx\/conf\.d\/[^/]*\.conf$)/;
