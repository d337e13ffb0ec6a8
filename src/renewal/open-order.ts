import type { LineageStore } from "../model/contracts.ts";
import type { Certificate, OpenOrder } from "../model/lineage.ts";

/**
 * Is the certificate of this order the one that is stored? With a key that is kept, the certificate that was there
 * before has it too.
 */
export async function isSaved(
  { before, privateKeyPem }: OpenOrder,
  current: Certificate | undefined,
  store: Pick<LineageStore, "hasKey">,
): Promise<boolean> {
  if (current === undefined || before === current.fingerprint) return false;
  return await store.hasKey(current.name, privateKeyPem);
}
