import type { ShownCertificate } from "../model/lineage.ts";
import type { NginxAddress } from "../model/settings.ts";
import { peerAt } from "./tls-peer.ts";

/**
 * The certificate that nginx serves for this name, issued by a CA, trusted and valid or not; undefined: none, one of
 * another name, a self-signed or an unreadable one. `timeout` in ms. Never throws.
 */
export async function shownAt(
  { host, sslPort: port }: NginxAddress,
  name: string,
  timeout = 3000,
): Promise<ShownCertificate | undefined> {
  const peer = await peerAt({ host, port, name }, timeout).catch(() => undefined);
  if (!peer?.notAfter || !peer.isForName || peer.isSelfSigned) return undefined;
  const { serial, issuer, notAfter } = peer;
  return { serial, issuer, notAfter };
}
