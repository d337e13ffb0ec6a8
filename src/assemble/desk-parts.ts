import type { AccountDesk } from "../model/account-desk.ts";
import type { Settings } from "../model/settings.ts";
import { authorityOptionsOf, type Run } from "./authority-parts.ts";
import { openAccounts } from "./certbot-parts.ts";

/** What revoke and show_account ask of the authority; `name`: of the lineage whose account is the first choice. */
export async function openDesk(
  settings: Omit<Settings, "lineage">,
  name: string | undefined,
  run: Omit<Run, "say">,
): Promise<AccountDesk> {
  const { accountDesk } = await import("../acme/account-desk.ts");
  const accounts = await openAccounts(settings, name);
  return accountDesk({ directory: settings.directory, accounts, ...authorityOptionsOf(settings, run) });
}
