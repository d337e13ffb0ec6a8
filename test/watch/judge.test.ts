import { expect, it } from "vitest";
import type { TlsPeer } from "../../src/model/tls-peer.ts";
import type { Shown, WatchedSite } from "../../src/model/watch.ts";
import { confirm } from "../../src/watch/confirm.ts";
import { judge } from "../../src/watch/judge.ts";

const day = 24 * 60 * 60 * 1000;
const now = new Date("2026-11-20T12:00:00Z");
const target = { url: "https://chat.test", host: "chat.test", port: 443 };
const inDays = (days: number) => new Date(now.getTime() + days * day);

/** Of 90 days, so many are left. */
function peer(left: number, odd: Partial<TlsPeer> = {}): TlsPeer {
  const names = { fingerprint: "AA", serial: "0A", issuer: "Let's Encrypt", names: "chat.test", what: "for chat.test" };
  const key = { keyType: "ECDSA" as const, keyBits: 256 };
  const trust = { isForName: true, isSelfSigned: false, trusted: true, distrust: undefined, chain: ["AA", "BB"] };
  return { ...names, ...key, ...trust, notBefore: inDays(left - 90), notAfter: inDays(left), ...odd };
}

const shows = (left: number, odd: Partial<TlsPeer> = {}): Shown & { kind: "peer" } => ({
  ...{ kind: "peer" as const, address: "192.0.2.1" },
  peer: peer(left, odd),
});
const silent = (code: string, address = "192.0.2.2"): Shown => ({ kind: "nothing", address, code, why: code });
const judged = (...shown: [Shown, ...Shown[]]) => judge(target, shown, now);

it("a certificate that is replaced at a third of its life is fine, with the days left and its CA", () => {
  expect(judged(shows(31))).toMatchObject({
    ...{ verdict: "fine", sure: true, fault: undefined, fix: undefined },
    line: "valid until 2026-12-21, 31 days left, by Let's Encrypt",
  });
});

it("a service in front is named, since the certificate is kept there and not at the server", () => {
  const behind = { ...shows(31), edge: "Cloudflare" };
  expect(judged(behind)).toMatchObject({
    edge: "Cloudflare",
    line: expect.stringMatching(/; Cloudflare is in front$/),
  });
  expect(judged({ ...shows(0), edge: "Cloudflare" })).toMatchObject({
    line: expect.stringContaining("EXPIRED"),
    fix: "this certificate is kept at Cloudflare: see its console, and whether it can still validate chat.test",
  });
});

it.each([
  { left: 30, verdict: "warning", fault: "not-replaced" },
  { left: 9.5, verdict: "warning", fault: "not-replaced" },
  { left: 9, verdict: "error", fault: "ends-soon" },
  { left: 0, verdict: "error", fault: "expired" },
  { left: 91, verdict: "error", fault: "not-yet-valid" },
])("with $left of 90 days left it is $fault", ({ left, verdict, fault }) => {
  expect(judged(shows(left))).toMatchObject({ verdict, fault });
});

it("short and long lifetimes have their own times: 6 days, and the 398 that were sold once", () => {
  const life = (days: number, left: number) => judged(shows(left, { notBefore: inDays(left - days) })).fault;
  expect([life(6, 2.1), life(6, 1.9), life(6, 0.5)]).toEqual([undefined, "not-replaced", "ends-soon"]);
  expect([life(398, 31), life(398, 29), life(398, 13)]).toEqual([undefined, "not-replaced", "ends-soon"]);
});

it.each<{ what: string; odd: Partial<TlsPeer>; fault: string }>([
  { what: "another name", odd: { isForName: false, names: "other.test" }, fault: "wrong-name" },
  { what: "no issuer", odd: { trusted: false, isSelfSigned: true }, fault: "self-signed" },
  { what: "an expired intermediate", odd: { trusted: false, distrust: "CERT_HAS_EXPIRED" }, fault: "chain-expired" },
  {
    what: "no intermediate",
    odd: { trusted: false, distrust: "UNABLE_TO_VERIFY_LEAF_SIGNATURE", chain: ["AA"] },
    fault: "chain-incomplete",
  },
  {
    what: "a private root",
    odd: { trusted: false, distrust: "SELF_SIGNED_CERT_IN_CHAIN", chain: ["AA", "BB", "CC"] },
    fault: "untrusted",
  },
  { what: "a small RSA key", odd: { keyType: "RSA", keyBits: 1024 }, fault: "weak-key" },
  { what: "dates that cannot be read", odd: { notAfter: undefined }, fault: "untrusted" },
])("a certificate with $what is $fault, with something to do", ({ odd, fault }) => {
  const site = judged(shows(60, odd));
  expect(site).toMatchObject({ verdict: "error", fault, fix: expect.stringMatching(/\S/) });
  expect(site.line).not.toContain("undefined");
});

it("of several addresses the worst counts, and of two alike the one that ends first", () => {
  expect(judged(shows(60), shows(5)).fault).toBe("ends-soon");
  expect(judged(shows(60), shows(40)).certificate?.notAfter).toEqual(inDays(40));
  expect(judged(shows(60), silent("err_ssl_wrong_version_number"))).toMatchObject({ fault: "no-tls" });
});

it("one dead address beside a good one is a warning, and nothing where this host has no such network", () => {
  expect(judged(shows(60), silent("econnrefused"))).toMatchObject({
    ...{ verdict: "warning", fault: "partly-unreachable" },
    line: "192.0.2.2 does not respond (econnrefused), though another address does",
    certificate: { notAfter: inDays(60) },
  });
  expect(judged(shows(60), silent("enetunreach", "2001:db8::1")).verdict).toBe("fine");
  expect(judged(silent("enetunreach", "2001:db8::1"), silent("econnrefused")).line).toContain("econnrefused");
});

const down = (): WatchedSite => judged(silent("etimedout"));

it("a failed connection is only a warning until the next round has seen it too, which comes soon", () => {
  const first = confirm([down()], [], now);
  expect(first).toMatchObject({ sites: [{ verdict: "warning", sure: false }], next: inDays(2 / (24 * 60)) });
  const second = confirm([down()], first.sites, now);
  expect(second.sites).toMatchObject([{ verdict: "error", sure: true }]);
  expect(second.next.getTime() - now.getTime()).toBe(15 * 60 * 1000);
  expect(confirm([judged(shows(60))], second.sites, now).next).toEqual(inDays(0.25));
});

it("a certificate's own fault needs no second round", () => {
  expect(confirm([judged(shows(0))], [], now).sites).toMatchObject([{ verdict: "error", sure: true }]);
});
