import { join } from "node:path";
import { namesIn } from "../base/files.ts";
import { isPair } from "./certificate.ts";
import { completeVersions, type LineagePlaces } from "./layout.ts";
import { readThere } from "./read-text.ts";

/** Key and full chain of one version, as PEM. */
export interface Pair {
  version: number;
  key: string;
  fullchain: string;
}

/** The newest version in archive/ whose key matches its certificate; undefined: none. */
export async function newestPair({ archive }: LineagePlaces): Promise<Pair | undefined> {
  for (const version of completeVersions(await namesIn(archive))) {
    const files = [`privkey${version}.pem`, `fullchain${version}.pem`];
    const [key = "", fullchain = ""] = await Promise.all(files.map((file) => readThere(join(archive, file))));
    if (isPair(key, fullchain)) return { version, key, fullchain };
  }
  return undefined;
}
