import { X509Certificate } from "node:crypto";
import acme from "acme-client";
import { makeOwnAuthority } from "../own-authority.ts";

export interface Signer {
  rootPem: string;
  /** Signs a request (DER, base64url) for 90 days from this hour on, with further names; gives the chain, leaf first. */
  chainFor(csr: string, now: number, extraNames: (names: readonly string[]) => readonly string[]): Promise<string>;
  /** certificate and key for the CA's own HTTPS */
  tls: { cert: string; key: string };
}

/** Its name where it is not on this machine's loopback. */
export const namedFar = "ca.unkind.test";

const hour = 60 * 60 * 1000;

let made: Promise<Signer> | undefined;

/** One for the whole file: making keys takes longer than most tests. */
export function theSigner(): Promise<Signer> {
  made ??= makeSigner();
  return made;
}

async function makeSigner(): Promise<Signer> {
  const authority = await makeOwnAuthority("Unkind");
  const [key, request] = await acme.crypto.createCsr({ altNames: ["localhost", "127.0.0.1", namedFar] }, await ecKey());
  const cert = (await authority.sign(request.toString())) + authority.intermediatePem;
  return {
    rootPem: authority.rootPem,
    tls: { cert, key: key.toString() },
    async chainFor(csr, now, extraNames) {
      const lines = (
        Buffer.from(csr, "base64url")
          .toString("base64")
          .match(/.{1,64}/g) ?? []
      ).join("\n");
      const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${lines}\n-----END CERTIFICATE REQUEST-----\n`;
      const { altNames } = acme.crypto.readCsrDomains(pem);
      const [notBefore, notAfter] = [new Date(now - hour), new Date(now + 90 * 24 * hour)];
      const leaf = await authority.sign(pem, { notBefore, notAfter, extraNames: extraNames(altNames) });
      return leaf + authority.intermediatePem;
    },
  };
}

const ecKey = () => acme.crypto.createPrivateEcdsaKey("P-256");

export const namesIn = (chain: string): string | undefined => new X509Certificate(chain).subjectAltName;
