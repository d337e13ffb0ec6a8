import { join } from "node:path";
import { optionsOfParams } from "../config/saved-options.ts";
import { checkHookPrograms } from "../deploy/hook-programs.ts";
import { certbotHooks, hookMemory, runPostHooks } from "../deploy/hooks.ts";
import type { CertbotOptions } from "../model/certbot-options.ts";
import type { AccountStore, Print } from "../model/contracts.ts";
import type { Hooks } from "../model/hooks.ts";
import type { Lineage } from "../model/lineage.ts";
import { Problem, problemToUndefined } from "../model/problem.ts";
import type { Folders, ProfileRequest, Settings } from "../model/settings.ts";
import { accountStore } from "../store/accounts.ts";
import { lineageParams, readKey, type SavedParams } from "../store/lineage-params.ts";
import { stateHome } from "../store/state-home.ts";
import { openLedger } from "./state-parts.ts";

type Homes = Pick<Folders, "config" | "state">;
type Environment = Readonly<Record<string, string | undefined>>;

/** One for the whole run, over all its lineages. */
const memory = hookMemory();

/** The operator's hooks for one lineage. Throws Problem `bad-settings` for a hook that is no program. */
export async function openHooks(
  { certbot, folders: { config }, lineage, runSavedHooks: runSaved }: Settings,
  environment: Environment,
  say: Print,
): Promise<Hooks> {
  await checkHookPrograms(certbot, environment["PATH"] ?? "");
  const saved = await savedOptions(config, lineage.name);
  return certbotHooks({ config, given: certbot, saved, runSaved, environment, say, memory });
}

/** Runs the noted post-hooks. Never throws. */
export async function runHooksAtEnd(environment: Environment, say: Print): Promise<void> {
  await runPostHooks({ memory, environment, say });
}

/** Empty also for a lineage that cannot be read: reading the lineage itself says why. */
async function savedOptions(config: string, name: string): Promise<CertbotOptions> {
  return (await readSavedOptions(config, name).catch(problemToUndefined)) ?? {};
}

/** The profile and the chain to ask the CA for: as typed, else as the lineage has saved; required wins over preferred. */
export async function authorityRequests({ folders, lineage, profile, preferredChain }: Settings) {
  const saved = await savedOptions(folders.config, lineage.name);
  const savedProfile = profileOf(saved);
  const savedWins = profile === undefined || (savedProfile?.required && !profile.required);
  return { profile: savedWins ? savedProfile : profile, preferredChain: preferredChain ?? saved.preferredChain };
}

function profileOf({ requiredProfile, preferredProfile }: CertbotOptions): ProfileRequest | undefined {
  const name = requiredProfile ?? preferredProfile;
  return name === undefined ? undefined : { name, required: requiredProfile !== undefined };
}

/** The saved options of a lineage; empty where there is none. Throws Problem when it cannot be read. */
export async function readSavedOptions(config: string, name: string): Promise<CertbotOptions> {
  const saved = await lineageParams(config).read(name);
  if (saved === undefined) return {};
  const options = understood.get(saved) ?? optionsOfParams(saved.params, saved.webrootMap);
  understood.set(saved, options);
  return options;
}

/** A check asks four times. */
const understood = new WeakMap<SavedParams, CertbotOptions>();

/** The key of the next certificate, by what was asked for and what the lineage has. */
export async function nextKey(folders: Homes, certbot: CertbotOptions, lineage: Lineage): Promise<string> {
  const { makeCertificateKey } = await import("../acme/certificate-key.ts");
  const { decision, present } = await decideKey(folders, certbot, lineage);
  if (decision.use === "new") return await makeCertificateKey(decision.kind);
  return present?.pem ?? (await makeCertificateKey({ type: "ecdsa", curve: "secp256r1" }));
}

/** Is it a key that would be made or kept now? Asked about the key of an order that an earlier run left open. */
export async function keyFits(folders: Homes, certbot: CertbotOptions, lineage: Lineage, pem: string) {
  const { isSameKind } = await import("../renewal/choose-key.ts");
  const { decision, present } = await decideKey(folders, certbot, lineage);
  const { kind, pem: own } = readKey(pem) ?? {};
  if (decision.use === "present") return own === present?.pem;
  return kind !== undefined && own !== present?.pem && isSameKind(decision.kind, kind);
}

/** A key that was given up as compromised is not kept, whatever was asked. */
async function decideKey(folders: Homes, certbot: CertbotOptions, { name }: Lineage) {
  const { config } = folders;
  const { chooseKey } = await import("../renewal/choose-key.ts");
  const present = await lineageParams(config).key(name);
  const { revoked } = await (await openLedger(folders, () => {})).read(name);
  const asked = revoked?.keyCompromised ? { ...certbot, newKey: true } : certbot;
  return { present, decision: chooseKey(asked, await savedOptions(config, name), present?.kind) };
}

/** The accounts of a CA: --account chooses, else of several the one that this lineage was made with. */
export async function openAccounts(
  { certbot, dns, folders }: Pick<Settings, "certbot" | "dns" | "folders">,
  name: string | undefined,
): Promise<AccountStore> {
  const { config } = folders;
  const saved =
    name === undefined
      ? undefined
      : await lineageParams(config)
          .read(name)
          .catch(() => undefined);
  const account = saved?.params["account"];
  const choice = { chosen: certbot.account, preferred: typeof account === "string" ? account : undefined };
  const beside = accountStore(config, choice);
  const isByRecord = dns?.kind === "persist";
  // a volume that cannot be read matters only where the account is in it
  const folder = await apartFolder(folders).catch((error) => (isByRecord ? Promise.reject(error) : undefined));
  if (folder === undefined) return beside;
  const apart = accountStore(folder, { ...choice, isCertbots: false });
  return isByRecord ? oneOf(apart, beside) : oneOf(beside, apart);
}

/**
 * Where the account is out of nginx's reach, once a DNS record makes its key the key to the names; undefined: there is no
 * such folder, since no volume is mounted.
 */
export async function apartFolder(folders: Homes): Promise<string | undefined> {
  const home = await stateHome(folders);
  return home === folders.config ? undefined : join(home, "httpsidecar");
}

/** New accounts go to the first. */
function oneOf(first: AccountStore, second: AccountStore): AccountStore {
  const missing = (error: unknown) => {
    if (!(error instanceof Problem) || error.code !== "no-such-account") throw error;
    return undefined;
  };
  return {
    ...first,
    find: async (directory) => (await first.find(directory).catch(missing)) ?? (await second.find(directory)),
  };
}
