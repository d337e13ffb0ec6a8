import type { Memory } from "../cli/context.ts";
import type { LineageStore, Print } from "../model/contracts.ts";
import type { LineageReport } from "../model/report.ts";
import type { Settings } from "../model/settings.ts";
import type { Parts } from "../renewal/parts.ts";
import { pendingOrderStore } from "../store/pending-orders.ts";
import { stateHome } from "../store/state-home.ts";
import { openAccounts } from "./certbot-parts.ts";
import { openLedger } from "./state-parts.ts";

/** What outlives a restart beside the certificates themselves. */
export async function openMemory(
  settings: Settings,
  say: Print,
): Promise<Pick<Parts, "accounts" | "ledger" | "pendingOrders">> {
  const { folders, lineage } = settings;
  return {
    accounts: await openAccounts(settings, lineage.name),
    ledger: await openLedger(folders, say),
    pendingOrders: pendingOrderStore(await stateHome(folders)),
  };
}

/** The lineage's page and our account's id; `say` hears of a damaged ledger. Throws Problem. */
export async function readMemory(settings: Settings, say: Print): Promise<Memory> {
  const { lineage, directory } = settings;
  const { ledger, accounts } = await openMemory(settings, say);
  const entry = await ledger.read(lineage.name);
  const others = await ledger.othersSpending(lineage.name);
  return { entry, others, account: (await accounts.find(directory))?.id };
}

/** The lineage's report, from the disk. Throws Problem. */
export async function readReport(settings: Settings, store: LineageStore): Promise<LineageReport> {
  const { reportOf } = await import("../renewal/report.ts");
  const { lineage, directory, imported, schedule } = settings;
  const memory = await readMemory(settings, () => {});
  const current = await store.read(lineage.name);
  return reportOf({ lineage, directory, imported, schedule, current, ...memory }, new Date());
}
