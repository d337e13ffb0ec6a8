import { expect, it } from "vitest";
import { describeLeaf } from "../../src/store/certificate.ts";
import { makeCertificate } from "../support/certificates.ts";

const place = { name: "dify.test", version: 1, directory: undefined, accountId: undefined };

it.each([
  ["O=Let's Encrypt, CN=R11", "Let's Encrypt R11"],
  ["C=US, O=DigiCert Inc, CN=DigiCert Global G3", "DigiCert Inc DigiCert Global G3"],
  ["O=ZeroSSL, CN=ZeroSSL ECC CA", "ZeroSSL ECC CA"],
  ["CN=Test Intermediate", "Test Intermediate"],
  ["O=株式会社テスト", "株式会社テスト"],
  ["C=JP", ""],
  [`CN=\u001b]0;red\u0007${"x".repeat(200)}`, expect.stringMatching(/^\P{Cc}{1,80}$/u)],
])("names the issuer %s in words", async (issuer, words) => {
  const { fullchainPem } = await makeCertificate({ issuer });
  expect(describeLeaf(fullchainPem, place)).toMatchObject({ issuer: words, keyType: "ECDSA" });
});
