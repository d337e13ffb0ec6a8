import type { CaaRecord } from "node:dns";
import { expect, it } from "vitest";
import { checkCaa } from "../../src/challenge/caa.ts";

const identities = ["letsencrypt.org"];

/** A little DNS: names with their CAA records; all else does not exist. */
function dns(zone: Record<string, CaaRecord[] | string>) {
  return async (name: string) => {
    const found = zone[name] ?? "ENODATA";
    if (typeof found === "string") throw Object.assign(new Error(found), { code: found });
    return found;
  };
}

it("lets a name pass that has no CAA record anywhere", async () => {
  await expect(checkCaa("a.b.test", identities, dns({}))).resolves.toBeUndefined();
});

it("lets the authority pass that the closest record names, parameters or not", async () => {
  const zone = {
    "b.test": [{ critical: 0, issue: "LetsEncrypt.org; validationmethods=http-01" }],
    test: [{ critical: 0, issue: "other.ca" }],
  };
  await expect(checkCaa("a.b.test", identities, dns(zone))).resolves.toBeUndefined();
});

it("stops when the closest record names others only, and gives the record to add", async () => {
  const zone = { "b.test": [{ critical: 0, issue: "digicert.com" }] };
  await expect(checkCaa("a.b.test", identities, dns(zone))).rejects.toMatchObject({
    code: "caa-forbids",
    message: "the CAA record of b.test does not allow this CA to issue for a.b.test: it names digicert.com",
    fix: 'add to the DNS of b.test: CAA 0 issue "letsencrypt.org"',
  });
});

it("stops when the record forbids everybody", async () => {
  await expect(checkCaa("b.test", identities, dns({ "b.test": [{ critical: 0, issue: ";" }] }))).rejects.toMatchObject({
    code: "caa-forbids",
  });
});

it("does not judge records without an issue tag", async () => {
  const zone = { "b.test": [{ critical: 0, iodef: "mailto:a@b.test" }], test: [{ critical: 0, issue: "other.ca" }] };
  await expect(checkCaa("b.test", identities, dns(zone))).resolves.toBeUndefined();
});

it("leaves it to the authority when DNS does not tell, or the authority names no identity", async () => {
  await expect(checkCaa("b.test", identities, dns({ "b.test": "ESERVFAIL" }))).resolves.toBeUndefined();
  await expect(checkCaa("b.test", [], dns({ "b.test": [{ critical: 0, issue: ";" }] }))).resolves.toBeUndefined();
});

it("asks nothing about an address, which has no CAA records", async () => {
  const resolve = () => Promise.reject(new Error("was asked"));
  await expect(checkCaa("192.0.2.7", identities, resolve)).resolves.toBeUndefined();
  await expect(checkCaa("2001:db8::7", identities, resolve)).resolves.toBeUndefined();
});
