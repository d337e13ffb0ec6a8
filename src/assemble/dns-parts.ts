import { randomUUID } from "node:crypto";
import { getServers } from "node:dns";
import { setTimeout as sleep } from "node:timers/promises";
import { trustedRoots } from "../acme/trust.ts";
import { httpSender } from "../challenge/dns/http-call.ts";
import type { PersistOptions } from "../challenge/dns/persist.ts";
import { providers } from "../challenge/dns/providers/table.ts";
import { query } from "../challenge/dns/query.ts";
import type { DnsOptions } from "../challenge/dns/records.ts";
import type { ResolverOptions } from "../challenge/dns/zone.ts";
import { publicResolvers } from "../challenge/public-resolvers.ts";
import { isPublicAddress } from "../config/address.ts";
import { isPublicAuthority } from "../config/authority.ts";
import { readDnsSecrets } from "../config/dns-secrets.ts";
import { readNameless } from "../config/settings.ts";
import { addressAndPort } from "../model/address.ts";
import type { DnsTrial } from "../model/attach.ts";
import type { ChallengeSolver } from "../model/challenge.ts";
import type { CertificateAuthority, Preflight, Print } from "../model/contracts.ts";
import type { NameServer, PresentedRecords } from "../model/dns.ts";
import { type ByProvider, type DnsSettings, type KeyReach, providerFacts } from "../model/dns-providers.ts";
import { maskedEnvironment } from "../model/masked.ts";
import type { Settings } from "../model/settings.ts";
import { presentedRecords } from "../store/presented-records.ts";
import { stateHome } from "../store/state-home.ts";

export interface DnsRun {
  say: Print;
  /** for scripts and hooks, and the source of HTTPS_PROXY */
  environment: Readonly<Record<string, string | undefined>>;
}

/** Proves names in DNS. Throws Problem `bad-settings`. */
export async function openDnsSolver(settings: Settings, dns: DnsSettings, run: DnsRun): Promise<ChallengeSolver> {
  if (dns.kind === "hooks") return await openHooks(settings, dns, "dns-01", run);
  if (dns.kind === "persist") {
    const { persistSolver } = await import("../challenge/dns/persist.ts");
    return persistSolver(openZones(settings, run));
  }
  const { dnsSolver } = await import("../challenge/dns/solver.ts");
  return dnsSolver(await openDns(settings, dns, run));
}

/** What is checked before the CA is asked. Throws Problem `bad-settings`. */
export async function openDnsPreflight(
  settings: Settings,
  dns: DnsSettings,
  authority: Pick<CertificateAuthority, "caaIdentities">,
  run: DnsRun,
  account: () => Promise<{ accountUri: string | undefined }>,
): Promise<Preflight> {
  if (dns.kind === "persist") {
    const { persistPreflight } = await import("../challenge/dns/persist.ts");
    return persistPreflight({ ...openZones(settings, run), authority, account });
  }
  const { dnsPreflight } = await import("../challenge/dns/preflight.ts");
  const core = dns.kind === "provider" ? await openDns(settings, dns, run) : undefined;
  return dnsPreflight({ authority, dns: core, account });
}

/** How far the provider's key reaches, where its API tells. Throws Problem. */
export async function keyReach(settings: Settings, run: DnsRun, signal: AbortSignal): Promise<KeyReach | undefined> {
  const { dns } = settings;
  if (dns?.kind !== "provider") return undefined;
  const { provider } = await openDns(settings, dns, run);
  const zones = await provider.zonesInReach?.(signal);
  return zones === undefined ? undefined : { provider: providerFacts(dns.provider).label, zones };
}

/** certbot's `--manual` with hooks. */
export async function openHooks(
  { lineage }: Settings,
  hooks: { auth: string; cleanUp: string | undefined },
  type: ChallengeSolver["type"],
  { environment }: DnsRun,
): Promise<ChallengeSolver> {
  const { hookSolver } = await import("../challenge/dns/hooks.ts");
  return hookSolver({ ...hooks, type, domains: lineage.domains, environment: maskedEnvironment(environment) });
}

/** What opening a provider asks of the settings. */
type Reach = Pick<Settings, "folders" | "caBundle" | "doctorResolvers" | "directory">;

/** Tries a provider's key before there is a sidecar; nothing is kept on disk. Throws Problem. */
export async function tryDns(
  { domains, provider, environment }: DnsTrial,
  say: Print,
  signal: AbortSignal,
): Promise<void> {
  const settings = readNameless({ environment: { ...environment, DNS_PROVIDER: provider }, words: [], word: "attach" });
  if (settings.dns?.kind !== "provider") return;
  const nowhere = { read: async () => [], add: async () => {}, remove: async () => {} };
  const { probeNames } = await import("../challenge/dns/preflight.ts");
  await probeNames(domains, await openDns(settings, settings.dns, { say, environment }, nowhere), signal);
}

async function openDns(
  settings: Reach,
  dns: DnsSettings & ByProvider,
  { say, environment }: DnsRun,
  presented?: PresentedRecords,
): Promise<DnsOptions> {
  const { folders, caBundle } = settings;
  const values = readDnsSecrets(dns, folders.config);
  const send = httpSender({ environment, ...(await trustedRoots(caBundle)) });
  const open = await providers[dns.provider]();
  const tools = { send, now: () => new Date(), nonce: randomUUID, environment: maskedEnvironment(environment) };
  return {
    provider: open(values, tools),
    presented: presented ?? presentedRecords(await stateHome(folders)),
    ...resolversOf(settings),
    ...{ query, say, now: Date.now, limitMs: dns.propagationTimeout * 1000, blindMs: dns.blindWait * 1000 },
    wait: (ms, signal) => sleep(ms, undefined, { signal }),
  };
}

/** Where records are read that nobody here makes. */
function openZones(settings: Reach, { say }: DnsRun): PersistOptions {
  return { query, say, now: () => new Date(), ...resolversOf(settings) };
}

/** This host's own, and those of the internet for where they name private servers; those of DOCTOR_RESOLVERS alone. */
function resolversOf({ doctorResolvers, directory, caBundle }: Reach): Pick<ResolverOptions, "resolvers" | "outside"> {
  if (doctorResolvers.length > 0) return { resolvers: doctorResolvers.map(serverAt) };
  const outside = { resolvers: publicResolvers.map(serverAt), isPublic: isPublicAddress };
  return { resolvers: getServers().map(serverAt), ...(isPublicAuthority(directory, caBundle) && { outside }) };
}

function serverAt(typed: string): NameServer {
  const { address, port = 53 } = addressAndPort(typed);
  return { name: typed, address, port };
}
