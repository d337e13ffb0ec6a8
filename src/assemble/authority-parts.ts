import type { WireOptions } from "../acme/wire.ts";
import type { CertificateAuthority, Print } from "../model/contracts.ts";
import type { Settings } from "../model/settings.ts";

/** What is the same for all authorities of a run. */
export interface Run {
  version: string;
  environment: Readonly<Record<string, string | undefined>>;
  say: Print;
}

/** Let's Encrypt's production authority has a staging twin where a failure costs nothing. */
export const twins: Readonly<Record<string, string>> = {
  "https://acme-v02.api.letsencrypt.org/directory": "https://acme-staging-v02.api.letsencrypt.org/directory",
};

/** The authority behind a directory, loaded when it is asked. */
export async function authorityWhenAsked(
  settings: Settings,
  directory: string,
  run: Run,
): Promise<CertificateAuthority> {
  const { certificateId } = await import("../acme/certificate-id.ts");
  const open = () => openAuthority(settings, directory, run);
  return {
    certificateId,
    issue: async (...asked) => (await open()).issue(...asked),
    renewalWindow: async (...asked) => (await open()).renewalWindow(...asked),
    caaIdentities: async (...asked) => (await open()).caaIdentities(...asked),
  };
}

async function openAuthority(settings: Settings, directory: string, run: Run): Promise<CertificateAuthority> {
  const { acmeAuthority } = await import("../acme/authority.ts");
  const { accountStore } = await import("../store/accounts.ts");
  const { openResponder } = await import("./challenge-parts.ts");
  const { nextKey } = await import("./certbot-parts.ts");
  const { email, profile, preferredChain, externalAccount, folders, certbot } = settings;
  const { issuanceTimeout: seconds } = certbot;
  const wishes = { email, externalAccount, profile, preferredChain };
  return acmeAuthority({
    ...{ directory, ...wishes, ...authorityOptionsOf(settings, run), say: run.say },
    ...(seconds === undefined ? {} : { orderMs: seconds * 1000 }),
    accounts: accountStore(folders.config),
    responder: await openResponder(settings),
    certificateKey: (lineage) => nextKey(folders.config, certbot, lineage),
  });
}

/** How every talk with an authority is made. */
export function authorityOptionsOf(settings: Settings, { version, environment }: Run): WireOptions {
  const { verifySsl, caBundle } = settings;
  return { userAgent: userAgentOf(settings, version), verifySsl, caBundle, environment };
}

function userAgentOf({ certbot: { userAgent, userAgentComment: comment } }: Settings, version: string): string {
  return userAgent ?? `httpsidecar/${version}${comment === undefined ? "" : ` (${comment})`}`;
}
