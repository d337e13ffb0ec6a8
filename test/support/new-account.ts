import { generateKeyPairSync } from "node:crypto";
import type { Account } from "../../src/model/lineage.ts";

/** An account that an authority might have given; RSA, as certbot makes them. */
export function newAccount(): Omit<Account, "id"> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    url: "https://ca.test/acct/1",
  };
}
