import type { Certificate, Lineage } from "../../src/model/lineage.ts";

/** A lineage of one name, as CERTBOT_DOMAIN=dify.test gives it. */
export function lineage(given: Partial<Lineage> = {}): Lineage {
  return { name: "dify.test", domains: ["dify.test"], domainAsTyped: "dify.test", ...given };
}

/** A stored certificate of 90 days from 2026-11-01; nothing on disk stands behind it. */
export function certificate(given: Partial<Certificate> = {}): Certificate {
  return {
    name: "dify.test",
    version: 1,
    fullchainPem: "",
    domains: ["dify.test"],
    serial: "0A",
    fingerprint: "AA:BB",
    notBefore: new Date("2026-11-01T00:00:00Z"),
    notAfter: new Date("2027-01-30T00:00:00Z"),
    directory: "https://ca.test/dir",
    accountId: "account 1",
    keyType: "ECDSA",
    ...given,
  };
}
