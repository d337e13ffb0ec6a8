import type { Certificate, OpenOrder, Replaced } from "../model/lineage.ts";
import { isOrderOf } from "../model/lineage-identity.ts";
import { isSaved } from "./open-order.ts";
import type { LineageCheck } from "./parts.ts";
import { aboutOf, type Plan } from "./permission.ts";

/** What to ask of the CA, and what it continues or replaces. */
export interface IssuePlan extends Plan {
  /** the certificate to replace */
  current: Certificate | undefined;
  order: OpenOrder | undefined;
  replaces: Replaced | undefined;
}

/** Reads the account and an earlier run's open order. Throws Problem. */
export async function planFor(
  { lineage, identity, options, parts }: LineageCheck,
  current: Certificate | undefined,
): Promise<IssuePlan> {
  const { directory } = options;
  const names = lineage.domains;
  const account = (await parts.accounts.find(directory))?.id;
  const left = await parts.pendingOrders.read(lineage.name);
  const saved = left !== undefined && (await isSaved(left, current, parts.store));
  const fits = left !== undefined && !saved && isOrderOf(left, { ...identity, lineage, account });
  const order = fits ? left : undefined;
  if (left && !order) await parts.pendingOrders.drop(lineage.name);
  const replaces = current && replacedBy(current, parts.authority.certificateId(current.fullchainPem));
  const about = aboutOf(directory, account, names);
  const others = await parts.ledger.othersSpending(lineage.name);
  return { directory, account, names, life: current, current, about, open: fits, order, replaces, others };
}

function replacedBy({ directory, accountId }: Certificate, certificateId: string | undefined): Replaced | undefined {
  return directory === undefined || certificateId === undefined ? undefined : { certificateId, directory, accountId };
}
