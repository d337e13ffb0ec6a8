import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import acme from "acme-client";
import { expect, test } from "vitest";
import { checkChain, requestFor } from "../../src/acme/certificate.ts";
import { makeCertificateKey } from "../../src/acme/certificate-key.ts";
import { temporaryFolder } from "../support/folders.ts";
import { makeOwnAuthority } from "../support/own-authority.ts";

const run = promisify(execFile);
const newKey = () => makeCertificateKey({ type: "ecdsa", curve: "secp256r1" });

const check = (pem: string, privateKeyPem: string, domains: readonly string[], sentAt = new Date("")) =>
  checkChain(pem, { keyPem: privateKeyPem, domains, moments: [sentAt] });

/** A leaf for these names with its key, and a root that signed it, made by openssl. */
async function chainFor(...names: string[]) {
  const cwd = await temporaryFolder();
  const common = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  await run("openssl", [...common, "-subj", "/CN=root", "-keyout", "root.key", "-out", "root.pem"], { cwd });
  const san = `subjectAltName=${names.map((name) => `${isIP(name) ? "IP" : "DNS"}:${name}`).join(",")}`;
  const signed = ["-CA", "root.pem", "-CAkey", "root.key", "-addext", san, "-keyout", "leaf.key", "-out", "leaf.pem"];
  await run("openssl", [...common, "-subj", "/CN=leaf", ...signed], { cwd });
  const read = (name: string) => readFile(join(cwd, name), "utf8");
  return { leaf: await read("leaf.pem"), root: await read("root.pem"), key: await read("leaf.key") };
}

test("a chain comes out with one newline after each certificate, whatever was between them", async () => {
  const { leaf, root, key } = await chainFor("a.example");
  const untidy = `Bag Attributes: none\r\n${leaf.replaceAll("\n", "\r\n")}\n\n  ${root.trim()}`;
  expect(check(untidy, key, ["a.example"])).toBe(leaf + root);
});

test("a certificate alone, without what signed it, is refused", async () => {
  const { leaf, key } = await chainFor("a.example");
  expect(() => check(leaf, key, ["a.example"])).toThrow(
    "what the CA sent as certificate has only the certificate itself, not the chain that nginx must send",
  );
});

test("a certificate for another key is refused", async () => {
  const { leaf, root } = await chainFor("a.example");
  const privateKeyPem = await newKey();
  expect(() => check(leaf + root, privateKeyPem, ["a.example"])).toThrow("is for another key");
});

test("a certificate that lacks a name is refused, and the name is told", async () => {
  const { leaf, root, key } = await chainFor("a.example", "b.example");
  expect(check(leaf + root, key, ["b.example", "a.example"])).toBe(leaf + root);
  expect(() => check(leaf + root, key, ["a.example", "c.example", "leaf"])).toThrow("is not for c.example, leaf");
});

test("a certificate that lacks an address is refused, in whatever form the address stands in it", async () => {
  const { leaf, root, key } = await chainFor("192.0.2.7", "2001:DB8:0:0::7");
  expect(check(leaf + root, key, ["192.0.2.7", "2001:db8::7"])).toBe(leaf + root);
  expect(() => check(leaf + root, key, ["192.0.2.8", "2001:db8::8"])).toThrow("is not for 192.0.2.8, 2001:db8::8");
});

test("a damaged certificate is refused", async () => {
  const damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  const privateKeyPem = await newKey();
  expect(() => check(damaged, privateKeyPem, ["a.example"])).toThrow("cannot be read");
});

test("a request carries its names and addresses, no common name, and the key's own signature", async () => {
  const csr = await requestFor(await newKey(), ["a.example", "xn--mnchen-3ya.example", "192.0.2.7", "2001:db8::7"]);
  const openssl = run("openssl", ["req", "-inform", "DER", "-noout", "-text", "-verify"]);
  openssl.child.stdin?.end(Buffer.from(csr, "base64url"));
  const { stdout, stderr } = await openssl;
  expect(stdout).toContain(
    "DNS:a.example, DNS:xn--mnchen-3ya.example, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7",
  );
  expect(stdout).toMatch(/Subject:\s*\n/);
  expect(stdout + stderr).toMatch(/verify OK/i);
});

test("issuers in any order come out from the leaf up, each once", async () => {
  const [authority, other] = [await makeOwnAuthority("Odd"), await makeOwnAuthority("Other")];
  const [key, request] = await acme.crypto.createCsr({ altNames: ["a.example"] }, await newKey());
  const leaf = await authority.sign(request.toString());
  const { rootPem, intermediatePem } = authority;
  const sent = [rootPem, other.rootPem, leaf, rootPem, intermediatePem].join("");
  expect(check(sent, key.toString(), ["a.example"])).toBe(leaf + intermediatePem + rootPem + other.rootPem);
});

test("a certificate that had expired by the CA's own clock is refused, and our clock does not count", async () => {
  const { leaf, root, key } = await chainFor("a.example");
  const later = new Date(Date.now() + 3 * 86_400_000);
  expect(() => check(leaf + root, key, ["a.example"], later)).toThrow(
    /^what the CA sent as certificate had expired on /,
  );
  expect(check(leaf + root, key, ["a.example"])).toBe(leaf + root);
});
