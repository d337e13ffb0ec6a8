import { rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { replaceFile } from "../base/atomic-file.ts";
import { makeFolder, syncFolder } from "../base/files.ts";
import type { PendingOrderStore } from "../model/contracts.ts";
import type { OpenOrder } from "../model/lineage.ts";
import { onDisk } from "./disk-problem.ts";
import { readText } from "./read-text.ts";

const order = z.object({
  url: z.url(),
  directory: z.url(),
  accountId: z.string(),
  domains: z.tuple([z.string()], z.string()),
  privateKeyPem: z.string(),
  profile: z.string().optional(),
  replaces: z.boolean().optional(),
  before: z.string().optional(),
});

/**
 * Orders that are not seen through, one file a lineage in httpsidecar/orders/ under the folder, mode 0600 since
 * each has the key of the certificate to be. A file that cannot be read costs one more order and nothing else.
 */
export function pendingOrderStore(folder: string): PendingOrderStore {
  const place = join(folder, "httpsidecar");
  const ordersFolder = join(place, "orders");
  const pathOf = (name: string) => join(ordersFolder, `${name}.json`);
  return {
    read: (name) => onDisk(ordersFolder, async () => parse(await readText(pathOf(name)))),
    put: (name, open) =>
      onDisk(ordersFolder, async () => {
        await makeFolder(place, 0o700);
        await makeFolder(ordersFolder, 0o700);
        const path = pathOf(name);
        await replaceFile(path, `${JSON.stringify(open)}\n`, { mode: 0o600 });
      }),
    drop: (name) => onDisk(ordersFolder, () => remove(ordersFolder, pathOf(name))),
  };
}

async function remove(ordersFolder: string, path: string): Promise<void> {
  if ((await readText(path)) === undefined) return;
  await rm(path);
  await syncFolder(ordersFolder);
}

function parse(text: string | undefined): OpenOrder | undefined {
  if (text === undefined) return undefined;
  try {
    const { profile, ...found } = order.parse(JSON.parse(text));
    return { ...found, profile };
  } catch {
    return undefined;
  }
}
