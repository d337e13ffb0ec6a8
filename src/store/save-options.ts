import { replaceFile } from "../base/atomic-file.ts";
import type { Certificate } from "../model/lineage.ts";
import { printConf } from "./conf-text.ts";
import { onDisk } from "./disk-problem.ts";
import { placesOf } from "./layout.ts";
import { goneMeanwhile } from "./lineages.ts";
import { directoryOf, readRenewalConf, renewedConf } from "./renewal-conf.ts";
import type { SaveParts } from "./save-lineage.ts";

/**
 * Writes options into a lineage's conf, for its next renewal; its CA, account and key stay. Called with the lock held.
 * Throws Problem as reading the conf does.
 */
export async function saveOptions(
  { folder, ...parts }: Omit<SaveParts, "places">,
  { name, domains, keyType }: Certificate,
): Promise<void> {
  const places = placesOf(folder, name);
  await onDisk(folder, async () => {
    const conf = await readRenewalConf(places);
    if (conf === undefined) throw goneMeanwhile(name);
    const kept = { domains, account: undefined, server: directoryOf(conf) ?? "None" };
    const type = keyType === "RSA" ? "rsa" : "ecdsa";
    await replaceFile(places.conf, printConf(renewedConf(conf, places, { ...parts, ...kept, keyType: type })));
  });
}
