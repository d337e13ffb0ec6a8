import { checkServerIdentity, connect, type PeerCertificate } from "node:tls";
import { addressText } from "../model/address.ts";
import type { ShownCertificate } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import type { NginxAddress } from "../model/settings.ts";

/**
 * The certificate of this name that nginx shows now, by an authority; undefined: none, one of another name, one that
 * signed itself. `timeout` in ms. Never throws.
 */
export async function shownAt(
  { host, sslPort: port }: NginxAddress,
  name: string,
  timeout = 3000,
): Promise<ShownCertificate | undefined> {
  const { promise, resolve } = Promise.withResolvers<PeerCertificate | undefined>();
  // SNI holds names only (RFC 6066 section 3).
  const sni = addressText(name) === undefined ? { servername: name } : {};
  // Whether it is trusted or over is not asked: it was there once.
  const socket = connect({ host, port, ...sni, rejectUnauthorized: false });
  socket.setTimeout(timeout, () => resolve(undefined));
  socket.once("secureConnect", () => resolve(socket.getPeerCertificate()));
  socket.once("error", () => resolve(undefined));
  try {
    return describe(await promise, name);
  } finally {
    socket.destroy();
  }
}

function describe(shown: PeerCertificate | undefined, name: string): ShownCertificate | undefined {
  if (!shown?.valid_to || checkServerIdentity(name, shown)) return undefined;
  const { issuer, subject, serialNumber: serial, valid_to: notAfter } = shown;
  if (JSON.stringify(issuer) === JSON.stringify(subject)) return undefined;
  const by = [issuer.O ?? issuer.CN ?? phrase`an unnamed issuer`].flat().join(", ");
  return { serial, issuer: by, notAfter: new Date(notAfter) };
}
