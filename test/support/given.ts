import type { Certificate, Lineage } from "../../src/model/lineage.ts";
import { type LineageFacts, lineageIdentity } from "../../src/model/lineage-identity.ts";
import type { Facts } from "../../src/renewal/decide.ts";

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
    issuer: "Let's Encrypt E7",
    ...given,
  };
}

/** For a decision: a stored certificate, deployed, at its own authority. */
export function decisionFacts(given: Partial<LineageFacts & Omit<Facts, "identity">> = {}): Facts {
  const { lineage: wanted = lineage(), directory = "https://ca.test/dir", account = "account 1", ...rest } = given;
  const current = "current" in given ? given.current : certificate();
  const { asked, saved, ordered, allowSubset, exactly, deployed = "AA:BB", force = false, ...others } = rest;
  const known = { lineage: wanted, current, directory, account, asked, saved, ordered, allowSubset, exactly };
  const { revoked, window, schedule } = others;
  const seen = "deployed" in given ? given.deployed : deployed;
  return { identity: lineageIdentity(known), deployed: seen, force, saved, revoked, window, schedule };
}
