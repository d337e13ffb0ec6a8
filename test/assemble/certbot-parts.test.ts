import { beforeEach, describe, expect, test } from "vitest";
import { makeCertificateKey } from "../../src/acme/certificate-key.ts";
import { keyFits, nextKey } from "../../src/assemble/certbot-parts.ts";
import { emptyEntry } from "../../src/model/ledger.ts";
import { ledger } from "../../src/store/ledger.ts";
import { issued, storeIn } from "../store/stored.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";

const at = (config: string) => ({ config, state: config });

let folder: string;
let present: string;
let fresh: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  const first = await issued();
  await storeIn(folder).save(lineage(), first);
  present = first.privateKeyPem;
  fresh = await makeCertificateKey({ type: "ecdsa", curve: "secp256r1" });
});

describe("the key of an order that was left open", () => {
  test("is used while it is of the kind that would be made now", async () => {
    expect(await keyFits(at(folder), {}, lineage(), fresh)).toBe(true);
    expect(await keyFits(at(folder), { keyType: "rsa" }, lineage(), fresh)).toBe(false);
    expect(await keyFits(at(folder), { ellipticCurve: "secp384r1" }, lineage(), fresh)).toBe(false);
    expect(await keyFits(at(folder), {}, lineage(), "no key")).toBe(false);
  });

  test("is used for the first certificate of all", async () => {
    expect(await keyFits(at(await temporaryFolder()), {}, lineage(), fresh)).toBe(true);
  });

  test("with --reuse-key is used when it is the one that is kept, and not without", async () => {
    expect(await keyFits(at(folder), { reuseKey: true }, lineage(), present)).toBe(true);
    expect(await keyFits(at(folder), { reuseKey: true }, lineage(), fresh)).toBe(false);
    expect(await keyFits(at(folder), {}, lineage(), present)).toBe(false);
  });
});

test("a key that was given up as compromised is not kept, whatever --reuse-key says", async () => {
  expect(await nextKey(at(folder), { reuseKey: true }, lineage())).toBe(present);
  const revoked = { fingerprint: "AA:BB", at: new Date(), keyCompromised: true };
  await ledger(folder, () => {}).write("dify.test", { ...emptyEntry, revoked });
  expect(await nextKey(at(folder), { reuseKey: true }, lineage())).not.toBe(present);
  expect(await keyFits(at(folder), { reuseKey: true }, lineage(), present)).toBe(false);
});
