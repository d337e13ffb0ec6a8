import type { LineageStore } from "../model/contracts.ts";
import type { Certificate, OpenOrder } from "../model/lineage.ts";

/** True if the stored certificate is this order's. With a reused key, the earlier certificate has that key too. */
export async function isSaved(
  { before, privateKeyPem }: OpenOrder,
  current: Certificate | undefined,
  store: Pick<LineageStore, "hasKey">,
): Promise<boolean> {
  if (current === undefined || before === current.fingerprint) return false;
  return await store.hasKey(current.name, privateKeyPem);
}
