import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readSmall } from "../base/read-small.ts";
import { phrase } from "../model/phrase.ts";

/** What nginx, certbot and Compose take from `.env` alone. */
const setting = /^\s*(?:export\s+)?((?:CERTBOT|NGINX|EXPOSE)_[A-Z_]+|COMPOSE_PROFILES)\s*=\s*\S/;
const most = { files: 100, bytes: 262_144 };

/** Dify's envs/ files reach the apps alone: settings of nginx and certbot typed there have no effect. */
export async function misplacedSettings(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, "envs"), { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".env")).slice(0, most.files);
  const found = await Promise.all(files.map(({ parentPath, name }) => settingsIn(folder, join(parentPath, name))));
  return found.flat();
}

async function settingsIn(folder: string, path: string): Promise<readonly string[]> {
  const bytes = await readSmall(path, { maxBytes: most.bytes }).catch(() => undefined);
  const name = path.slice(folder.length + 1);
  const lines = String(bytes ?? "").split("\n");
  return lines.flatMap((line, at) => {
    const key = setting.exec(line)?.[1];
    return key === undefined ? [] : [phrase`${name} line ${at + 1}: ${key} has no effect there; it belongs into .env`];
  });
}
