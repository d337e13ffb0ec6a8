import type { Memory } from "../cli/context.ts";
import type { LineageStore, Print } from "../model/contracts.ts";
import type { LineageReport } from "../model/report.ts";
import type { Settings } from "../model/settings.ts";
import type { Parts } from "../renewal/parts.ts";

/** What outlives a restart beside the certificates themselves. */
export async function openMemory(folder: string, say: Print): Promise<Pick<Parts, "accounts" | "ledger" | "shelf">> {
  const { ledger } = await import("../store/ledger.ts");
  const { orderShelf } = await import("../store/order-shelf.ts");
  const { accountStore } = await import("../store/accounts.ts");
  return { accounts: accountStore(folder), ledger: ledger(folder, say), shelf: orderShelf(folder) };
}

/** The lineage's page and our account's id; `say` hears of a damaged ledger. Throws Problem. */
export async function readMemory({ lineage, directory, folders: { config } }: Settings, say: Print): Promise<Memory> {
  const { ledger, accounts } = await openMemory(config, say);
  return { page: await ledger.read(lineage.name), account: (await accounts.find(directory))?.id };
}

/** How the lineage of the settings stands, from the disk. Throws Problem. */
export async function readReport(settings: Settings, store: LineageStore): Promise<LineageReport> {
  const { reportOf } = await import("../renewal/report.ts");
  const { lineage, directory, own, schedule } = settings;
  const memory = await readMemory(settings, () => {});
  const current = await store.read(lineage.name);
  return reportOf({ lineage, directory, own, schedule, current, ...memory }, new Date());
}
