import { access, constants, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

export type HookKind = "pre" | "deploy" | "post";

/** The programs in renewal-hooks/<kind>, full paths in byte order, as certbot chooses them. Never throws. */
export async function hooksInFolder(config: string, kind: HookKind): Promise<readonly string[]> {
  const folder = join(config, "renewal-hooks", kind);
  const names = await readdir(folder).catch(() => []);
  const sorted = names.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  const found: string[] = [];
  for (const name of sorted)
    if (!name.endsWith("~") && (await isProgram(join(folder, name)))) found.push(join(folder, name));
  return found;
}

async function isProgram(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isFile()) return false;
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
