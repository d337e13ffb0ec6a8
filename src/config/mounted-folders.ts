import { resolve } from "node:path";
import { phrase } from "../model/phrase.ts";
import type { Folders } from "../model/settings.ts";
import { badSettings, shown } from "./bad-settings.ts";
import type { Choice } from "./choice.ts";
import { allOf } from "./given.ts";

/** What `serve` and update-cert write elsewhere than in the stack's mounts is lost with the container. Throws `bad-settings`. */
export function checkFolders({ all }: Choice, { config, logs }: Folders): void {
  const expected = [
    ["configDir", "--config-dir", config],
    ["logsDir", "--logs-dir", logs],
  ] as const;
  for (const [key, name, folder] of expected) {
    const other = allOf(all, key).find((value) => value === "" || resolve(value) !== folder);
    if (other === undefined) continue;
    throw badSettings(
      phrase`${name} ${shown(other)} is not where the stack mounts its folder, ${folder}`,
      phrase`remove ${name}, and mount the host's folder at ${folder} in the certbot service`,
    );
  }
}
