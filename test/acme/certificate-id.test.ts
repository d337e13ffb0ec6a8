import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { certificateId } from "../../src/acme/certificate-id.ts";
import { makeCertificate } from "../support/certificates.ts";
import { temporaryFolder } from "../support/folders.ts";

const run = promisify(execFile);

/** RFC 9773 appendix A: its serial is 00 87 65 43 21. */
const example = `-----BEGIN CERTIFICATE-----
MIIBQzCB66ADAgECAgUAh2VDITAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwpFeGFt
cGxlIENBMCIYDzAwMDEwMTAxMDAwMDAwWhgPMDAwMTAxMDEwMDAwMDBaMBYxFDAS
BgNVBAMTC2V4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeBZu
7cbpAYNXZLbbh8rNIzuOoqOOtmxA1v7cRm//AwyMwWxyHz4zfwmBhcSrf47NUAFf
qzLQ2PPQxdTXREYEnKMjMCEwHwYDVR0jBBgwFoAUaYhba4dGQEHhs3uEe6CuLN4B
yNQwCgYIKoZIzj0EAwIDRwAwRAIge09+S5TZAlw5tgtiVvuERV6cT4mfutXIlwTb
+FYN/8oCIClDsqBklhB9KAelFiYt9+6FDj3z4KGVelYM5MdsO3pK
-----END CERTIFICATE-----
`;

test("the RFC's own example has the RFC's own identifier, the serial's zero byte kept", () => {
  expect(certificateId(example)).toBe("aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE");
});

test("of a chain it is the leaf that is meant, and openssl names the same issuer key and serial", async () => {
  const { fullchainPem } = await makeCertificate({ domains: Array.from({ length: 60 }, (_, at) => `h${at}.test`) });
  const openssl = run("openssl", ["x509", "-noout", "-serial", "-ext", "authorityKeyIdentifier"]);
  openssl.child.stdin?.end(fullchainPem);
  const { stdout } = await openssl;
  const serial = /serial=(\w+)/.exec(stdout)?.[1] ?? "";
  const issuer = /((?:[\dA-F]{2}:){19}[\dA-F]{2})/.exec(stdout)?.[1]?.replaceAll(":", "") ?? "";
  const ids = [issuer, serial].map((hex) => Buffer.from(hex, "hex").toString("base64url"));
  expect(ids.map((id) => id.length)).toEqual([27, 22]);
  expect(certificateId(fullchainPem)).toBe(ids.join("."));
});

test("a certificate that names no issuer key has none", async () => {
  const cwd = await temporaryFolder();
  const none = ["-addext", "authorityKeyIdentifier=none", "-addext", "subjectKeyIdentifier=none"];
  const args = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=a"];
  await run("openssl", [...args, ...none, "-keyout", "key.pem", "-out", "cert.pem"], { cwd });
  expect(certificateId(await readFile(join(cwd, "cert.pem"), "utf8"))).toBeUndefined();
});
