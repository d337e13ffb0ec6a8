import { expect, it } from "vitest";
import { chooseKey } from "../../src/renewal/choose-key.ts";

const rsa = (bits: number) => ({ type: "rsa" as const, bits });
const ecdsa = (curve: "secp256r1" | "secp384r1") => ({ type: "ecdsa" as const, curve });

it("makes P-256 where nothing is known", () => {
  expect(chooseKey({}, {}, undefined)).toEqual({ use: "new", kind: ecdsa("secp256r1") });
});

it("keeps kind and size of the present key", () => {
  expect(chooseKey({}, {}, rsa(3072))).toEqual({ use: "new", kind: rsa(3072) });
  expect(chooseKey({}, { keyType: "rsa" }, ecdsa("secp384r1"))).toEqual({ use: "new", kind: ecdsa("secp384r1") });
});

it("does what is asked before what was saved, and what was saved where there is no key", () => {
  expect(chooseKey({ keyType: "rsa" }, {}, ecdsa("secp256r1"))).toEqual({ use: "new", kind: rsa(2048) });
  expect(chooseKey({ rsaKeySize: 4096 }, { keyType: "rsa" }, rsa(2048))).toEqual({ use: "new", kind: rsa(4096) });
  expect(chooseKey({}, { keyType: "rsa", rsaKeySize: 3072 }, undefined)).toEqual({ use: "new", kind: rsa(3072) });
});

it("keeps the key itself when that was asked for or saved, except once with --new-key", () => {
  expect(chooseKey({ reuseKey: true }, {}, rsa(2048))).toEqual({ use: "present" });
  expect(chooseKey({}, { reuseKey: true }, rsa(2048))).toEqual({ use: "present" });
  expect(chooseKey({ newKey: true }, { reuseKey: true }, rsa(2048))).toEqual({ use: "new", kind: rsa(2048) });
  expect(chooseKey({ reuseKey: false }, { reuseKey: true }, rsa(2048))).toEqual({ use: "new", kind: rsa(2048) });
});

it("refuses to keep a key and change its kind, in words that scripts look for", () => {
  expect(() => chooseKey({ keyType: "ecdsa" }, { reuseKey: true }, rsa(2048))).toThrow(
    "the key is to be kept (--reuse-key), and it is RSA with 2048 bits, not ECDSA secp256r1",
  );
  expect(() => chooseKey({ keyType: "ecdsa" }, { reuseKey: true }, rsa(2048))).toThrow(
    "Unable to change the --key-type of this certificate because --reuse-key is set",
  );
  expect(() => chooseKey({ rsaKeySize: 4096 }, { reuseKey: true }, rsa(2048))).toThrow(
    "Unable to change the --rsa-key-size of this certificate because --reuse-key is set",
  );
});
