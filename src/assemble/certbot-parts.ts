import { certbotHooks, hookMemory, runPostHooks } from "../deploy/hooks.ts";
import type { CertbotOptions } from "../model/certbot-options.ts";
import type { Print } from "../model/contracts.ts";
import type { Hooks } from "../model/hooks.ts";
import type { Lineage } from "../model/lineage.ts";
import { Problem } from "../model/problem.ts";
import type { ProfileWish, Settings } from "../model/settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** One for the whole run, over all its lineages. */
const memory = hookMemory();

/** The operator's hooks for one lineage. Throws Problem `bad-settings` for a hook that is no program. */
export async function openHooks(
  { certbot, folders: { config }, lineage, runSavedHooks: runSaved }: Settings,
  environment: Environment,
  say: Print,
): Promise<Hooks> {
  const { checkHookPrograms } = await import("../deploy/hook-programs.ts");
  await checkHookPrograms(certbot, environment["PATH"] ?? "");
  const saved = await savedOptions(config, lineage.name);
  return certbotHooks({ config, given: certbot, saved, runSaved, environment, say, memory });
}

/** The post-hooks that were noted. Never throws. */
export async function runHooksAtEnd(environment: Environment, say: Print): Promise<void> {
  await runPostHooks({ memory, environment, say });
}

/** What a lineage has saved; nothing where there is none, or none that can be read: reading it says why. */
async function savedOptions(config: string, name: string): Promise<CertbotOptions> {
  try {
    return await readSavedOptions(config, name);
  } catch (error) {
    if (error instanceof Problem) return {};
    throw error;
  }
}

/** What the authority is to be asked for besides: what was typed, else what the lineage has saved; required wins over preferred. */
export async function authorityWishes({ folders, lineage, profile, preferredChain }: Settings) {
  const saved = await savedOptions(folders.config, lineage.name);
  const savedProfile = profileOf(saved);
  const savedWins = profile === undefined || (savedProfile?.required && !profile.required);
  return { profile: savedWins ? savedProfile : profile, preferredChain: preferredChain ?? saved.preferredChain };
}

function profileOf({ requiredProfile, preferredProfile }: CertbotOptions): ProfileWish | undefined {
  const name = requiredProfile ?? preferredProfile;
  return name === undefined ? undefined : { name, required: requiredProfile !== undefined };
}

/** What a lineage has saved; empty where there is none. Throws Problem when it cannot be read. */
export async function readSavedOptions(config: string, name: string): Promise<CertbotOptions> {
  const { lineageParams } = await import("../store/lineage-params.ts");
  const { optionsOfParams } = await import("../config/saved-options.ts");
  const saved = await lineageParams(config).read(name);
  return saved === undefined ? {} : optionsOfParams(saved.params, saved.webrootMap);
}

/** The key of the next certificate, by what was asked for and what the lineage has. */
export async function nextKey(config: string, certbot: CertbotOptions, { name }: Lineage): Promise<string> {
  const { chooseKey } = await import("../renewal/choose-key.ts");
  const { lineageParams } = await import("../store/lineage-params.ts");
  const { makeCertificateKey } = await import("../acme/certificate-key.ts");
  const present = await lineageParams(config).key(name);
  const decision = chooseKey(certbot, await savedOptions(config, name), present?.kind);
  return decision.use === "present" && present !== undefined
    ? present.pem
    : await makeCertificateKey(decision.use === "new" ? decision.kind : { type: "ecdsa", curve: "secp256r1" });
}
