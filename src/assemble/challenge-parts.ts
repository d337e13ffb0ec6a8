import type { PreflightOptions } from "../challenge/preflight.ts";
import { isPublicAddress } from "../config/address.ts";
import { isPublicAuthority } from "../config/authority.ts";
import type { DeployStrategy } from "../deploy/strategies/strategy.ts";
import type { ChallengeSolver } from "../model/challenge.ts";
import type { CertificateAuthority, ChallengeResponder, Preflight } from "../model/contracts.ts";
import type { Lineage, WantedFiles } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { isEveryTask, type Settings } from "../model/settings.ts";
import { moveAccounts } from "../store/accounts.ts";
import { apartFolder, openAccounts } from "./certbot-parts.ts";
import type { DnsRun } from "./dns-parts.ts";

/** Serves HTTP challenges: from the folders that nginx serves, or by a server of our own. */
export async function openResponder({ certbot, folders: given, lineage }: Settings): Promise<ChallengeResponder> {
  if (certbot.authenticator === "standalone") {
    const { standalone } = await import("../challenge/standalone.ts");
    return standalone({ port: certbot.http01Port, address: certbot.http01Address });
  }
  const { everyFolder } = await import("../challenge/every-folder.ts");
  const { webroot } = await import("../challenge/webroot.ts");
  const places = new Set(lineage.domains.map((name) => certbot.webrootMap?.[name] ?? given.webroot));
  return everyFolder([...places].map((folder) => webroot(folder)));
}

/** The ways to prove names, the preferred type first. */
export async function openSolvers(settings: Settings, run: DnsRun): Promise<readonly ChallengeSolver[]> {
  const overHttp = await openHttpSolver(settings, run);
  if (!settings.dns) return [overHttp];
  // a dry run moves nothing
  if (settings.dns.kind === "persist" && !settings.dryRun) await moveApart(settings);
  const { openDnsSolver } = await import("./dns-parts.ts");
  // an address is proven over HTTP only (RFC 8738)
  return [await openDnsSolver(settings, settings.dns, run), overHttp];
}

/** A DNS record makes the account's key the key to the names: it leaves the folder that nginx can read in some stacks. */
async function moveApart({ folders, directory }: Settings): Promise<void> {
  const apart = await apartFolder(folders);
  if (apart !== undefined) await moveAccounts(folders.config, apart, directory);
}

async function openHttpSolver(settings: Settings, run: DnsRun): Promise<ChallengeSolver> {
  const { authenticator, manualAuthHook: auth, manualCleanupHook: cleanUp } = settings.certbot;
  if (authenticator === "manual" && auth !== undefined) {
    const { openHooks } = await import("./dns-parts.ts");
    return await openHooks(settings, { auth, cleanUp }, "http-01", run);
  }
  const { httpSolver } = await import("../challenge/http-solver.ts");
  return httpSolver(await openResponder(settings));
}

/** The preflight, with a placeholder certificate where nginx or a CDN in front needs HTTPS first. */
export async function openPlaceholderPreflight(
  settings: Settings,
  authority: Pick<CertificateAuthority, "caaIdentities">,
  strategy: Pick<DeployStrategy, "transport" | "done">,
  run: DnsRun,
): Promise<Preflight> {
  const { say } = run;
  if (settings.proxy !== "nginx" || settings.dns) return await openPreflight(settings, authority, strategy, run);
  const { withPlaceholder } = await import("../challenge/placeholder-preflight.ts");
  const { httpsSwitch } = await import("../deploy/https-switch.ts");
  const { wantedCertificate } = await import("../deploy/wanted-certificate.ts");
  const { putPlaceholder } = await import("../store/placeholder.ts");
  const put = (lineage: Lineage, wanted?: WantedFiles) => putPlaceholder(settings.folders.config, lineage, wanted);
  const serveHttps = async (lineage: Lineage) => {
    await put(lineage);
    say(
      phrase`${lineage.name}: the CDN in front connects over HTTPS: HTTPS is on, with a temporary self-signed certificate until the real one is issued`,
    );
    for (const line of await httpsSwitch(strategy).enable()) say(line);
  };
  const looks = await openPreflight(settings, authority, strategy, run, { serveHttps });
  return withPlaceholder(looks, {
    wanted: ({ domainAsTyped }) => wantedCertificate(strategy.transport, domainAsTyped),
    put,
    say,
  });
}

/** The account that an order would use. */
export async function issuerOf(settings: Settings): Promise<{ accountUri: string | undefined }> {
  const accounts = await openAccounts(settings, settings.lineage.name);
  return { accountUri: (await accounts.find(settings.directory))?.url };
}

/** Names as a public CA sees them, in part by public resolvers. */
async function outsideOf({ directory, caBundle, doctorResolvers }: Settings) {
  if (!isPublicAuthority(directory, caBundle)) return {};
  const { findPublicly } = await import("../challenge/public-resolvers.ts");
  return { findPublicly: findPublicly(doctorResolvers), mayBeAsked: isPublicAddress };
}

/** What is checked before the CA is asked. */
export async function openPreflight(
  settings: Settings,
  authority: Pick<CertificateAuthority, "caaIdentities">,
  strategy: Pick<DeployStrategy, "transport" | "done">,
  run: DnsRun,
  more: Partial<Pick<PreflightOptions, "findAddresses" | "serveHttps" | "httpsSwitch">> = {},
): Promise<Preflight> {
  if (settings.dns) {
    const { openDnsPreflight } = await import("./dns-parts.ts");
    return await openDnsPreflight(settings, settings.dns, authority, run, () => issuerOf(settings));
  }
  const { certbot, nginx, folders } = settings;
  // where the operator's own hooks put a challenge is not known here
  if (certbot.authenticator === "manual") return { check: async () => [] };
  const responder = await openResponder(settings);
  const isStandalone = certbot.authenticator === "standalone" && settings.proxy === "nginx";
  // a swarm's nginx hands the challenge to our own responder, as HAProxy does
  const isPassedOn = isStandalone && isEveryTask(nginx.host);
  if (isStandalone && !isPassedOn) {
    const { standalonePreflight } = await import("../challenge/standalone-preflight.ts");
    return standalonePreflight(responder);
  }
  const { preflight } = await import("../challenge/preflight.ts");
  const { httpsSwitch } = await import("../deploy/https-switch.ts");
  const parts = {
    ...{ responder, authority, nginx, webroot: folders.webroot },
    httpsSwitch: httpsSwitch(strategy),
    issuer: () => issuerOf(settings),
    ...(await outsideOf(settings)),
  };
  // its HTTPS is on from the first start, with a placeholder
  const looks = preflight({ ...parts, ...more, ...(isPassedOn ? { serveHttps: undefined } : {}) });
  if (settings.proxy === "nginx" && !isPassedOn) return looks;
  const { haproxyPreflight, tasksPreflight } = await import("../challenge/passed-on-preflight.ts");
  return isPassedOn ? tasksPreflight(looks) : haproxyPreflight(looks, nginx.host);
}
