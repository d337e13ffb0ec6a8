import type { AccountClient } from "../model/account-client.ts";
import type { Settings } from "../model/settings.ts";
import { authorityOptionsOf, type Run } from "./authority-parts.ts";
import { openAccounts } from "./certbot-parts.ts";

/** What revoke and show_account ask of the authority; `name`: of the lineage whose account is the first choice. */
export async function openAccountClient(
  settings: Omit<Settings, "lineage">,
  name: string | undefined,
  run: Omit<Run, "say">,
): Promise<AccountClient> {
  const { accountClient } = await import("../acme/account-client.ts");
  const accounts = await openAccounts(settings, name);
  return accountClient({ directory: settings.directory, accounts, ...authorityOptionsOf(settings, run) });
}
