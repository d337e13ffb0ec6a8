import type { AccountClient } from "../model/account-client.ts";
import type { Account } from "../model/lineage.ts";
import type { Settings } from "../model/settings.ts";
import { hasAccount, setAccountAside } from "../store/account-aside.ts";
import { authorityOptionsOf, type Run } from "./authority-parts.ts";
import { apartFolder, openAccounts } from "./certbot-parts.ts";

/** For certbot's verbs about revoking and about accounts; `name`: the lineage whose account is preferred. */
export async function openAccountClient(
  settings: Omit<Settings, "lineage">,
  name: string | undefined,
  run: Omit<Run, "say">,
): Promise<AccountClient> {
  const { accountClient } = await import("../acme/account-client.ts");
  const accounts = await openAccounts(settings, name);
  const { directory, externalAccount, folders } = settings;
  const apart = await apartFolder(folders);
  const setAside = async (from: string, { id }: Account) => {
    const isApart = apart !== undefined && (await hasAccount(apart, from, id));
    return await setAccountAside(isApart ? apart : folders.config, from, id);
  };
  return accountClient({
    ...{ directory, externalAccount, accounts: { ...accounts, setAside } },
    ...authorityOptionsOf(settings, run),
  });
}
