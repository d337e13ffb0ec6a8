import type { AccountClient } from "../model/account-client.ts";
import type { Settings } from "../model/settings.ts";
import { authorityOptionsOf, type Run } from "./authority-parts.ts";
import { openAccounts } from "./certbot-parts.ts";

/** For revoke and show_account; `name`: the lineage whose account is preferred. */
export async function openAccountClient(
  settings: Omit<Settings, "lineage">,
  name: string | undefined,
  run: Omit<Run, "say">,
): Promise<AccountClient> {
  const { accountClient } = await import("../acme/account-client.ts");
  const accounts = await openAccounts(settings, name);
  return accountClient({ directory: settings.directory, accounts, ...authorityOptionsOf(settings, run) });
}
