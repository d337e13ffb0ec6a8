import type { Certificate } from "../../src/model/lineage.ts";

/** What the simulation has in the place of a certificate: its facts as text. */
export interface Leaf {
  fingerprint: string;
  /** the private key that belongs to it */
  key: string;
  /** ms */
  notBefore: number;
  notAfter: number;
  domains: readonly string[];
}

export function printLeaf(leaf: Leaf): string {
  return JSON.stringify(leaf);
}

let parsed: { text: string; leaf: Leaf } | undefined;

export function parseLeaf(text: string): Leaf {
  if (parsed?.text !== text) parsed = { text, leaf: JSON.parse(text) as Leaf };
  return parsed.leaf;
}

/** As the store would read it. */
export function certificateOf(
  text: string,
  place: Pick<Certificate, "name" | "version" | "directory" | "accountId">,
): Certificate {
  const { fingerprint, notBefore, notAfter, domains } = parseLeaf(text);
  const life = { notBefore: new Date(notBefore), notAfter: new Date(notAfter) };
  return {
    ...place,
    ...life,
    fullchainPem: text,
    fingerprint,
    domains,
    serial: fingerprint,
    keyType: "ECDSA",
    issuer: "",
  };
}
