import type { Lookup } from "../challenge/public-name.ts";
import type { CertificateAuthority, ChallengeResponder, Companion, Preflight } from "../model/contracts.ts";
import type { Settings } from "../model/settings.ts";

/** What answers the authority: the folders that nginx serves, or a server of our own. */
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

/** What is looked at before the authority is asked. */
export async function openPreflight(
  settings: Settings,
  authority: Pick<CertificateAuthority, "caaIdentities">,
  companion: Companion,
  findAddresses?: Lookup,
): Promise<Preflight> {
  const { certbot, nginx, folders } = settings;
  const responder = await openResponder(settings);
  if (certbot.authenticator === "standalone" && settings.proxy === "nginx") {
    const { standalonePreflight } = await import("../challenge/standalone-preflight.ts");
    return standalonePreflight(responder);
  }
  const { preflight } = await import("../challenge/preflight.ts");
  const { httpsSwitch } = await import("../deploy/https-switch.ts");
  const parts = { responder, authority, httpsSwitch: httpsSwitch(companion), nginx, webroot: folders.webroot };
  const looks = preflight({ ...parts, ...(findAddresses && { findAddresses }) });
  if (settings.proxy === "nginx") return looks;
  const { haproxyPreflight } = await import("../challenge/haproxy-preflight.ts");
  return haproxyPreflight(looks, nginx.host);
}
