import type { LedgerEntry } from "../model/ledger.ts";
import type { Lineage } from "../model/lineage.ts";
import { switchedOff } from "./deploying.ts";
import type { Parts } from "./parts.ts";

type Noting = Pick<Parts, "store" | "ledger" | "deployer" | "clock">;

/**
 * Notes what enable-https or disable-https came to: the loop would see it only minutes later, and `status` show what was
 * served before. Gives a line to print. Throws Problem when the loop holds the lock, and those of the parts.
 */
export async function noteSwitch(lineage: Lineage, isOn: boolean, parts: Noting): Promise<readonly string[]> {
  const { store, ledger, deployer, clock } = parts;
  const write = async (change: (entry: LedgerEntry) => LedgerEntry) =>
    await ledger.write(lineage.name, change(await ledger.read(lineage.name)));
  return await store.exclusively(async () => {
    const certificate = await store.read(lineage.name);
    if (!certificate) return [];
    const at = clock.now();
    if (!isOn) {
      await write((entry) => switchedOff(entry, at));
      return [];
    }
    const { problem, outside, redirects } = await deployer.prove(lineage, certificate);
    if (problem) return [];
    const proof = { at, different: false, mended: false, outside, redirects };
    await write((entry) => ({ ...entry, deployed: certificate.fingerprint, proof }));
    return outside ? [outside] : [];
  });
}
