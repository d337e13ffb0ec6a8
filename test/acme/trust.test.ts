import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { trustedRoots } from "../../src/acme/trust.ts";
import { makeCertificate } from "../support/certificates.ts";
import { temporaryFolder } from "../support/folders.ts";

test("a bundle is made into roots once while it stays as it is, and a corrected one counts at once", async () => {
  const bundle = join(await temporaryFolder(), "ca.pem");
  const { rootPem, chainPem } = await makeCertificate();
  await writeFile(bundle, rootPem);
  const { secureContext } = await trustedRoots(bundle);
  for (const _ of Array(3)) expect((await trustedRoots(bundle)).secureContext).toBe(secureContext);
  await writeFile(bundle, rootPem + chainPem);
  expect((await trustedRoots(bundle)).secureContext).not.toBe(secureContext);
  await writeFile(bundle, "nothing");
  await expect(trustedRoots(bundle)).rejects.toMatchObject({ code: "ca-bundle-empty" });
});
