import { createPrivateKey, X509Certificate } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeOwnAuthority } from "../support/own-authority.ts";
import { type Given, type Importer, importer, in3des, now } from "./given-files.ts";

const day = 24 * 60 * 60 * 1000;

describe("what is taken", () => {
  it("is the leaf and its intermediate, in order, without the root", async () => {
    const given = await importer();
    const { certificate, notes } = await given.examine({});
    expect(certificate.fullchainPem).toBe(given.leafPem + given.authority.intermediatePem);
    expect(certificate.privateKeyPem).toBe(given.keyPem);
    expect(notes).toEqual(["the root AlphaSSL Root is not sent to visitors: anyone who trusts it already has it"]);
  });

  it("is a shuffled chain in one file, and the order is said", async () => {
    const given = await importer();
    const { rootPem, intermediatePem } = given.authority;
    const { certificate, notes } = await given.examine({ cert: rootPem + intermediatePem + given.leafPem, chain: [] });
    expect(certificate.fullchainPem).toBe(given.leafPem + intermediatePem);
    expect(notes).toContain("the certificates were put in order: example.test, then AlphaSSL Intermediate");
  });

  it("is a chain with a certificate that is not of it, which is left out and said", async () => {
    const given = await importer();
    const other = await makeOwnAuthority("Other");
    const { rootPem, intermediatePem } = given.authority;
    const { certificate, notes } = await given.examine({ chain: [other.intermediatePem, intermediatePem, rootPem] });
    expect(certificate.fullchainPem).toBe(given.leafPem + intermediatePem);
    expect(notes).toContain("left out, since the chain does not need it: Other Intermediate");
  });

  it("is a leaf that a company's root signed itself: then the root is sent, for want of another chain", async () => {
    const company = await makeOwnAuthority("Company", 0);
    const given = await importer();
    const leafPem = await company.sign(await readFile(join(given.folder, "example.test/request.csr"), "utf8"));
    const { certificate } = await given.examine({ cert: leafPem, chain: [company.rootPem] });
    expect(certificate.fullchainPem).toBe(leafPem + company.rootPem);
  });

  it("is DER, both the certificate and the key, and it is said", async () => {
    const given = await importer();
    const key = createPrivateKey(given.keyPem).export({ type: "pkcs8", format: "der" });
    const { notes, certificate } = await given.examine({ cert: new X509Certificate(given.leafPem).raw, key });
    expect(notes.filter((note) => note.endsWith("read as DER (binary)"))).toHaveLength(2);
    expect(certificate.privateKeyPem).toBe(given.keyPem);
  });

  it.each([
    ["3DES under OpenSSL's old head", (key: string) => in3des(key, "geheim")],
    ["PKCS#8 with AES", (key: string) => encrypted(key, "aes-256-cbc")],
    ["PKCS#8 with 3DES", (key: string) => encrypted(key, "des-ede3-cbc")],
  ])("is a key encrypted with %s, and the server's copy has no passphrase", async (_, encrypt) => {
    const given = await importer();
    const { certificate } = await given.examine({ key: encrypt(given.keyPem), passphrase: "geheim" });
    expect(certificate.privateKeyPem).toBe(given.keyPem);
  });

  it("is a key that everybody may read, and it is said", async () => {
    const given = await importer();
    const { notes } = await given.examine({ key: given.keyPem, keyMode: 0o644 });
    expect(notes).toContainEqual(expect.stringMatching(/key\.pem can be read by everybody on this host: chmod 600 /));
  });
});

describe("what is pasted", () => {
  const repairs: [string, (pem: string) => string, RegExp][] = [
    ["with Windows line ends", (pem) => pem.replaceAll("\n", "\r\n"), /Windows line ends were removed/],
    ["with typographic dashes", (pem) => pem.replaceAll("-----", "—–—"), /dashes .* were restored to plain ones/],
    [
      "with END and BEGIN on one line",
      (pem) => pem.replaceAll("-----\n-----BEGIN", "----------BEGIN"),
      /lines of their own/,
    ],
    [
      "with END and BEGIN on one line, in typographic dashes",
      (pem) => pem.replaceAll("-----\n-----BEGIN", "–––––BEGIN"),
      /lines of their own/,
    ],
    ["indented and quoted, out of a mail", (pem) => pem.replaceAll(/^/gm, "  > "), /white space and quotation marks/],
    ["on one long line", (pem) => pem.replaceAll(/(?<!-----)\n(?!-----)/g, ""), /^$/],
    ["with the authority's words around it", (pem) => `Dear customer,\n\n${pem}\nRegards: the CA\n`, /^$/],
    ["as UTF-8 with a byte order mark", (pem) => `\uFEFF${pem}`, /^$/],
  ];

  it.each(repairs)("%s is put right, and said where it matters", async (_, spoil, said) => {
    const given = await importer();
    const spoilt = spoil(given.leafPem + given.authority.intermediatePem);
    expect(spoilt).not.toBe(given.leafPem + given.authority.intermediatePem);
    const { certificate, notes } = await given.examine({ cert: spoilt, chain: [given.authority.rootPem] });
    expect(certificate.fullchainPem).toBe(given.leafPem + given.authority.intermediatePem);
    const found = notes.filter((note) => note.includes("cert.pem: "));
    expect(found.join("\n")).toMatch(said);
  });

  const utf16 = (text: string) => Buffer.from(text, "utf16le");
  it.each([
    ["little ends first", (pem: string) => utf16(`\uFEFF${pem}`)],
    ["big ends first", (pem: string) => utf16(`\uFEFF${pem}`).swap16()],
    ["without a mark", (pem: string) => utf16(pem)],
    [
      "big ends first, without a mark, and cut in a letter",
      (pem: string) => Buffer.concat([utf16(pem).swap16(), Buffer.from("a")]),
    ],
  ])("as UTF-16, %s, is read as such, and said", async (_, written) => {
    const given = await importer();
    const { certificate, notes } = await given.examine({ cert: written(given.leafPem), key: written(given.keyPem) });
    expect(certificate.privateKeyPem).toBe(given.keyPem);
    expect(notes).toContainEqual(expect.stringContaining("cert.pem: it was saved as UTF-16"));
  });

  it("in an encrypted key keeps what says how it was encrypted", async () => {
    const given = await importer();
    const key = in3des(given.keyPem, "geheim").replaceAll("\n", "\r\n").replaceAll("-----", "—–—");
    const { certificate } = await given.examine({ key, passphrase: "geheim" });
    expect(certificate.privateKeyPem).toBe(given.keyPem);
  });
});

describe("what is refused, each with its own words and nothing changed", () => {
  interface Wrong {
    code: string;
    message: RegExp;
    given: (importer: Importer) => Promise<Given> | Given;
    dates?: { notBefore?: Date; notAfter?: Date };
  }
  const wrong: Record<string, Wrong> = {
    "the key of another certificate": {
      code: "own-key-mismatch",
      message: /the key in .*key\.pem is not the key of the certificate example\.test \(serial [0-9A-F]+\)/,
      given: async () => ({ key: (await importer()).keyPem }),
    },
    "a wrong passphrase": {
      code: "own-wrong-passphrase",
      message: /key\.pem: the passphrase is wrong/,
      given: ({ keyPem }) => ({ key: encrypted(keyPem, "aes-256-cbc"), passphrase: "falsch" }),
    },
    "a wrong passphrase for 3DES": {
      code: "own-wrong-passphrase",
      message: /key\.pem: the passphrase is wrong/,
      given: ({ keyPem }) => ({ key: in3des(keyPem, "geheim"), passphrase: "falsch" }),
    },
    "an encrypted key, and nobody to ask": {
      code: "own-no-passphrase",
      message: /key\.pem is encrypted and no passphrase was given/,
      given: ({ keyPem }) => ({ key: encrypted(keyPem, "aes-256-cbc") }),
    },
    "no intermediate": {
      code: "own-no-intermediate",
      message: /the intermediate certificate is missing: example\.test was signed by AlphaSSL Intermediate/,
      given: () => ({ chain: [] }),
    },
    "the intermediate of another certificate": {
      code: "own-other-chain",
      message:
        /the chain belongs to another certificate: .* signed by AlphaSSL Intermediate, but the files contain Other Inter/,
      given: async () => ({ chain: [(await makeOwnAuthority("Other")).intermediatePem] }),
    },
    "an intermediate of the same name and another key": {
      code: "own-other-chain",
      message: /the chain belongs to another certificate/,
      given: async () => ({ chain: [(await makeOwnAuthority("AlphaSSL")).intermediatePem] }),
    },
    "a chain to another root": {
      code: "own-other-root",
      message:
        /the chain ends in another root than the given one: AlphaSSL Intermediate was signed by AlphaSSL Root, not by this Other Root/,
      given: async ({ authority }) => ({
        chain: [authority.intermediatePem, (await makeOwnAuthority("Other")).rootPem],
      }),
    },
    "a chain that does not reach a root": {
      code: "own-incomplete-chain",
      message: /the chain is not complete: AlphaSSL Intermediate was signed by AlphaSSL Root, which is neither/,
      given: ({ authority }) => ({ chain: [authority.intermediatePem] }),
    },
    "an expired one": {
      code: "own-expired",
      message: /example\.test has expired: it was valid until 20/,
      given: () => ({}),
      dates: { notBefore: new Date(now.getTime() - 3 * day), notAfter: new Date(now.getTime() - 2 * day) },
    },
    "one that is not valid yet": {
      code: "own-not-yet-valid",
      message: /example\.test is not valid before 20/,
      given: () => ({}),
      dates: { notBefore: new Date(now.getTime() + 2 * day) },
    },
    "an empty file": { code: "own-empty", message: /cert\.pem is empty/, given: () => ({ cert: "" }) },
    "an empty key": { code: "own-empty", message: /key\.pem is empty/, given: () => ({ key: "\n" }) },
    "a private key where the certificate should be": {
      code: "own-key-for-certificate",
      message: /cert\.pem contains a private key where the certificate should be/,
      given: ({ keyPem }) => ({ cert: keyPem }),
    },
    "a certificate where the private key should be": {
      code: "own-certificate-for-key",
      message: /key\.pem contains a certificate where the private key should be/,
      given: ({ leafPem }) => ({ key: leafPem }),
    },
    "the request in place of the certificate": {
      code: "own-request-for-certificate",
      message: /cert\.pem is the certificate signing request \(CSR\), not the certificate issued for it/,
      given: async ({ folder }) => ({ cert: await readFile(join(folder, "example.test/request.csr"), "utf8") }),
    },
    "half of a certificate": {
      code: "own-damaged",
      message: /cert\.pem: the CERTIFICATE is damaged: its END line is missing/,
      given: ({ leafPem }) => ({ cert: leafPem.slice(0, 300) }),
    },
    "a certificate with a letter too few": {
      code: "own-damaged",
      message: /cert\.pem: certificate 1 in it is damaged/,
      given: ({ leafPem }) => ({ cert: leafPem.replace(/^(.{80}).{4}/s, "$1") }),
    },
    "a picture": {
      code: "own-unreadable",
      message: /cert\.pem is a certificate neither in PEM nor in DER/,
      given: () => ({ cert: Buffer.from([137, 80, 78, 71]) }),
    },
    "a key too short for browsers": {
      code: "own-weak-key",
      message: /key\.pem is a key that browsers do not accept: RSA with 1024 bits/,
      given: async () => ({ key: await rsaKey(1024) }),
    },
  };

  it.each(Object.entries(wrong))("%s", async (_, { code, message, given, dates }) => {
    const imported = await importer(dates);
    const files = await given(imported);
    const problem = await imported.examine(files).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(problem).toMatchObject({ code, message: expect.stringMatching(message) });
    const left = (await readdir(imported.folder)).filter((name) => !/^(?:cert|chain\d|key)\.pem$/.test(name));
    expect(left).toEqual(["example.test"]);
  });

  it("one for other names, with the names that it has", async () => {
    const imported = await importer();
    const other = { name: "example.test", domains: ["example.test", "shop.example.test"] };
    const { certificateImporter } = await import("../../src/imported/importer.ts");
    const room = certificateImporter({
      folder: imported.folder,
      clock: { now: () => now },
      directory: "",
      caBundle: undefined,
    });
    const certificate = await imported.file("cert.pem", imported.leafPem);
    const files = { certificate, chain: [], key: undefined, passphrase: async () => undefined };
    await expect(room.examine(files, other)).rejects.toMatchObject({
      code: "own-wrong-names",
      message: "the certificate is not for shop.example.test: it is for example.test, www.example.test",
    });
  });

  it("a file that is not there, with how to bring it into the container", async () => {
    const { certificateImporter } = await import("../../src/imported/importer.ts");
    const room = certificateImporter({
      folder: "/nowhere",
      clock: { now: () => now },
      directory: "",
      caBundle: undefined,
    });
    const files = { certificate: "/nowhere/site.crt", chain: [], key: undefined, passphrase: async () => undefined };
    await expect(room.examine(files, { name: "a.test", domains: ["a.test"] })).rejects.toMatchObject({
      code: "own-no-file",
      message: "/nowhere/site.crt cannot be read: ENOENT",
      fix: expect.stringContaining("docker compose cp site.crt certbot:/etc/letsencrypt/own/"),
    });
  });
});

async function rsaKey(bits: number): Promise<string> {
  const { generateKeyPairSync } = await import("node:crypto");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

function encrypted(keyPem: string, cipher: string): string {
  return createPrivateKey(keyPem).export({ type: "pkcs8", format: "pem", cipher, passphrase: "geheim" }).toString();
}
