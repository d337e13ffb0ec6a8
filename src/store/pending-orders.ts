import * as z from "zod";
import type { PendingOrderStore } from "../model/contracts.ts";
import type { OpenOrder } from "../model/lineage.ts";
import { ownFile } from "./own-file.ts";

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
/** An unreadable file costs one more order and nothing else. */
const anyOrder = order
  .transform((found): OpenOrder => ({ ...found, profile: found.profile }))
  .optional()
  .catch(undefined);

/** Unfinished orders, one file a lineage in httpsidecar/orders/ under the folder; each has a certificate's private key. */
export function pendingOrderStore(folder: string): PendingOrderStore {
  const fileOf = (name: string) => ownFile(folder, `orders/${name}.json`, anyOrder);
  return {
    read: (name) => fileOf(name).read(),
    put: (name, open) => fileOf(name).write(open),
    drop: (name) => fileOf(name).drop(),
  };
}
