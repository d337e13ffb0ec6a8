import { describe, expect, it } from "vitest";
import { decide } from "../../src/renewal/decide.ts";
import { dueAt } from "../../src/renewal/lifetime.ts";
import { certificate, decisionFacts, lineage } from "../support/given.ts";

const facts = decisionFacts;
const early = new Date("2026-11-20T00:00:00Z");

describe("decide", () => {
  it("issues when there is no certificate", () => {
    expect(decide(facts({ current: undefined }), early)).toEqual({
      act: "issue",
      because: "there is no certificate yet",
    });
  });

  it("keeps a deployed certificate until two thirds of its life are over", () => {
    expect(decide(facts(), early)).toEqual({ act: "keep", until: new Date("2026-12-31T00:00:00Z") });
  });

  it("issues from that very moment on", () => {
    expect(decide(facts(), new Date("2026-12-30T23:59:59Z")).act).toBe("keep");
    expect(decide(facts(), new Date("2026-12-31T00:00:00Z"))).toEqual({
      act: "issue",
      because: "it is due since 2026-12-31",
    });
  });

  it("deploys what was saved and not seen to be served", () => {
    expect(decide(facts({ deployed: undefined }), early).act).toBe("deploy");
    expect(decide(facts({ deployed: "CC:DD" }), early).act).toBe("deploy");
  });

  it("issues when a name was added, taken away or exchanged, and not for one that stays", () => {
    const two = lineage({ domains: ["dify.test", "www.dify.test"] });
    const both = certificate({ domains: ["www.dify.test", "dify.test"] });
    expect(decide(facts({ lineage: two }), early)).toEqual({ act: "issue", because: "the names changed" });
    const changed = { act: "issue", because: "the names changed" };
    expect(decide(facts({ current: both, asked: both.domains }), early)).toEqual(changed);
    expect(decide(facts({ current: both, exactly: true }), early)).toEqual(changed);
    expect(decide(facts({ current: both }), early).act).toBe("keep");
    expect(decide(facts({ current: certificate({ domains: ["other.test"] }) }), early).act).toBe("issue");
    expect(decide(facts({ lineage: two, current: both }), early).act).toBe("keep");
  });

  it("replaces a staging certificate once the staging flag is gone, and never a real one by a staging one", () => {
    const staging = "https://acme-staging-v02.api.letsencrypt.org/directory";
    expect(decide(facts({ current: certificate({ directory: staging }) }), early).act).toBe("issue");
    expect(decide(facts({ directory: staging }), early).act).toBe("keep");
  });

  it("holds what a person revoked, due or not, and issues when a person forces it or changes the names", () => {
    const revoked = { fingerprint: "AA:BB", at: early, keyCompromised: false };
    const late = new Date("2027-01-20T00:00:00Z");
    expect(decide(facts({ revoked }), early)).toEqual({ act: "hold" });
    expect(decide(facts({ revoked }), late)).toEqual({ act: "hold" });
    expect(decide(facts({ revoked, force: true }), early).act).toBe("issue");
    expect(decide(facts({ revoked, lineage: lineage({ domains: ["new.test"] }) }), early).act).toBe("issue");
    expect(decide(facts({ revoked: { ...revoked, fingerprint: "EE:FF" } }), early).act).toBe("keep");
  });

  it("issues when it is forced, however fresh the certificate is", () => {
    expect(decide(facts({ force: true }), early)).toEqual({ act: "issue", because: "manual request" });
  });
});

describe("dueAt", () => {
  it("takes half of a lifetime under ten days", () => {
    const notBefore = new Date("2026-11-01T00:00:00Z");
    expect(dueAt({ notBefore, notAfter: new Date("2026-11-07T16:00:00Z") })).toEqual(new Date("2026-11-04T08:00:00Z"));
    expect(dueAt({ notBefore, notAfter: new Date("2026-11-11T00:00:00Z") })).toEqual(new Date("2026-11-07T16:00:00Z"));
  });
});
