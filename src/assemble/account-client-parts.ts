import type { AccountClient } from "../model/account-client.ts";
import type { Account } from "../model/lineage.ts";
import type { Settings } from "../model/settings.ts";
import { setAccountAside } from "../store/accounts.ts";
import { authorityOptionsOf, type Run } from "./authority-parts.ts";
import { openAccounts } from "./certbot-parts.ts";

/** For certbot's verbs about revoking and about accounts; `name`: the lineage whose account is preferred. */
export async function openAccountClient(
  settings: Omit<Settings, "lineage">,
  name: string | undefined,
  run: Omit<Run, "say">,
): Promise<AccountClient> {
  const { accountClient } = await import("../acme/account-client.ts");
  const accounts = await openAccounts(settings, name);
  const { directory, externalAccount, folders } = settings;
  const setAside = (from: string, { id }: Account) => setAccountAside(folders.config, from, id);
  return accountClient({
    ...{ directory, externalAccount, accounts: { ...accounts, setAside } },
    ...authorityOptionsOf(settings, run),
  });
}
