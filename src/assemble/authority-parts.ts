import { acmeAuthority, type Wires, wiresFor } from "../acme/authority.ts";
import type { DirectoryMemory } from "../acme/transport.ts";
import type { WireOptions } from "../acme/wire.ts";
import type { CertbotOptions } from "../model/certbot-options.ts";
import type { CertificateAuthority, Print } from "../model/contracts.ts";
import type { Traffic } from "../model/log.ts";
import type { Settings } from "../model/settings.ts";
import { authorityRequests, keyFits, nextKey, openAccounts } from "./certbot-parts.ts";

/** What is the same for all CAs of a run. */
export interface Run {
  version: string;
  environment: Readonly<Record<string, string | undefined>>;
  say: Print;
  /** called with every request and its answer */
  traffic?: Traffic;
}

/** Let's Encrypt's production CA has a staging twin where a failure costs nothing. */
export const twins: Readonly<Record<string, string>> = {
  "https://acme-v02.api.letsencrypt.org/directory": "https://acme-staging-v02.api.letsencrypt.org/directory",
};

/** The CA behind a directory. */
export async function openAuthority(settings: Settings, directory: string, run: Run): Promise<CertificateAuthority> {
  const { email, externalAccount, folders, certbot } = settings;
  const { issuanceTimeout: seconds } = certbot;
  const requests = { email, externalAccount, ...(await authorityRequests(settings)) };
  // an account id belongs to the CA that is named beside it
  const own = directory === settings.directory ? settings : { ...settings, certbot: {} };
  const reach = authorityOptionsOf(settings, run);
  return acmeAuthority({
    ...{ directory, ...requests, ...reach, say: run.say },
    wires: sharedWires(reach),
    directories: directoryMemory(settings, directory),
    ...(seconds === undefined ? {} : { orderMs: seconds * 1000 }),
    accounts: await openAccounts(own, settings.lineage.name),
    solvers: await (await import("./challenge-parts.ts")).openSolvers(settings, run),
    certificateKey: (lineage) => nextKey(folders, certbot, lineage),
    keyFits: (lineage, pem) => keyFits(folders, certbot, lineage, pem),
  });
}

/** For the whole process: one lineage after the other is renewed at the same CA. */
const memories = new Map<string, DirectoryMemory>();

/** Keeps what was read without verification apart from what is verified. */
function directoryMemory({ verifySsl, caBundle }: Settings, directory: string): DirectoryMemory {
  const key = JSON.stringify([directory, verifySsl, caBundle]);
  const known = memories.get(key) ?? {};
  memories.set(key, known);
  return known;
}

const wires = new Map<string, Wires>();

/** The environment and the log are the same for the whole process. */
function sharedWires(reach: WireOptions): Wires {
  const { userAgent, verifySsl, caBundle } = reach;
  const key = JSON.stringify([userAgent, verifySsl, caBundle]);
  const known = wires.get(key) ?? wiresFor(reach);
  wires.set(key, known);
  return known;
}

/** Options of every connection to a CA. */
export function authorityOptionsOf(
  { verifySsl, caBundle, certbot }: Pick<Settings, "verifySsl" | "caBundle" | "certbot">,
  { version, environment, traffic }: Omit<Run, "say">,
): WireOptions {
  const reach = { userAgent: userAgentOf(certbot, version), verifySsl, caBundle, environment };
  return traffic === undefined ? reach : { ...reach, traffic };
}

function userAgentOf({ userAgent, userAgentComment: comment }: CertbotOptions, version: string): string {
  return userAgent ?? `httpsidecar/${version}${comment === undefined ? "" : ` (${comment})`}`;
}
