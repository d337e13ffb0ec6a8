import { X509Certificate } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serviceProof } from "../../src/deploy/proof.ts";
import { type MadeCertificate, makeCertificate } from "../support/certificates.ts";
import { temporaryFolder } from "../support/folders.ts";
import { certificate } from "../support/given.ts";
import { webServer } from "../support/web-servers.ts";

const pairOf = (made: MadeCertificate) => made.fullchainPem + made.privateKeyPem;

/** A web server with both for one name, each its usual way. */
const besides = {
  async nginx(rsa: MadeCertificate, ecdsa: MadeCertificate, tls: string) {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "rsa.pem"), rsa.fullchainPem);
    await writeFile(join(folder, "rsa.key"), rsa.privateKeyPem);
    const both = `ssl_certificate ${folder}/rsa.pem; ssl_certificate_key ${folder}/rsa.key;`;
    return await webServer("nginx", ecdsa, `${both} ssl_protocols ${tls}; return 200;`);
  },
  async haproxy(rsa: MadeCertificate, ecdsa: MadeCertificate) {
    const folder = await temporaryFolder();
    for (const [kind, made] of Object.entries({ rsa, ecdsa }))
      await writeFile(join(folder, `both.pem.${kind}`), pairOf(made));
    return await webServer("haproxy", ecdsa, "", folder, "bundle");
  },
};

test.each([
  ["nginx", "TLSv1.2 TLSv1.3"],
  ["nginx", "TLSv1.2"],
  ["haproxy", ""],
] as const)(
  "a real %s (%s) with an RSA and an ECDSA certificate side by side proves each of them",
  async (kind, tls) => {
    const [rsa, ecdsa, next] = [
      await makeCertificate({ keyType: "rsa" }),
      await makeCertificate(),
      await makeCertificate({ keyType: "rsa" }),
    ];
    const port = await besides[kind](rsa, ecdsa, tls);
    const proof = serviceProof({
      ...{ nginx: { host: "127.0.0.1", port: 80, sslPort: port }, publicPort: port, timeout: 30_000 },
      findAddresses: async () => ["127.0.0.1"],
    });
    const stored = ({ certPem, fullchainPem }: MadeCertificate, keyType: "RSA" | "ECDSA") =>
      certificate({ fingerprint: new X509Certificate(certPem).fingerprint256, fullchainPem, keyType });

    for (const one of [stored(rsa, "RSA"), stored(ecdsa, "ECDSA")]) {
      expect(await proof.inner(one)).toEqual({ served: "same" });
      expect(await proof.outer(one)).toEqual({ seen: "yes", addresses: ["127.0.0.1"] });
    }
    // the one that was not loaded again is told by itself, not by its neighbour
    const { serialNumber } = new X509Certificate(rsa.certPem);
    expect(await proof.inner(stored(next, "RSA"))).toMatchObject({ served: "other", serial: serialNumber });
  },
);
