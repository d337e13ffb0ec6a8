import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { readNamedFile } from "../../src/imported/read-file.ts";
import { makeOwnAuthority } from "../support/own-authority.ts";
import { importer, now } from "./given-files.ts";

const day = 24 * 60 * 60 * 1000;
const ago = (days: number) => new Date(now.getTime() - days * day);

describe("a chain with a cross-signed root", () => {
  test("whose signature has expired is sent without it: the shortest valid path to the root counts", async () => {
    const given = await importer();
    const { leafPem, authority } = given;
    const { rootPem, intermediatePem } = authority;
    const cross = await (await makeOwnAuthority("Old")).crossSign(rootPem, ago(1));
    const { certificate, notes } = await given.examine({ chain: [intermediatePem, cross, rootPem] });
    expect(certificate.fullchainPem).toBe(leafPem + intermediatePem);
    expect(notes).toEqual([
      "the root AlphaSSL Root is not sent to visitors: anyone who trusts it already has it",
      "left out, since the chain does not need it: AlphaSSL Root",
    ]);
  });

  test("that is still valid leads to the given root, too, in whatever order they came", async () => {
    const given = await importer();
    const { leafPem, authority } = given;
    const { rootPem, intermediatePem } = authority;
    const old = await makeOwnAuthority("Old");
    const cross = await old.crossSign(rootPem);
    const chain = [old.rootPem, cross, rootPem, intermediatePem];
    expect((await given.examine({ chain })).certificate.fullchainPem).toBe(leafPem + intermediatePem);
    const needed = await given.examine({ chain: [old.rootPem, cross, intermediatePem] });
    expect(needed.certificate.fullchainPem).toBe(leafPem + intermediatePem + cross);
  });

  test("that signed each other come to an end", async () => {
    const given = await importer();
    const { rootPem, intermediatePem } = given.authority;
    const old = await makeOwnAuthority("Old");
    const chain = [intermediatePem, await old.crossSign(rootPem), await given.authority.crossSign(old.rootPem)];
    await expect(given.examine({ chain })).rejects.toMatchObject({ code: "own-incomplete-chain" });
  });

  test("where every path has expired is refused with the one that has", async () => {
    const given = await importer();
    const old = await makeOwnAuthority("Old");
    const cross = await old.crossSign(given.authority.rootPem, ago(2));
    const chain = [given.authority.intermediatePem, cross, old.rootPem];
    await expect(given.examine({ chain })).rejects.toMatchObject({
      code: "own-expired",
      message: expect.stringMatching(/^AlphaSSL Root has expired/),
    });
  });
});

describe("two certificates for one key", () => {
  const request = async (folder: string) => await readFile(join(folder, "example.test/request.csr"), "utf8");

  test("in one file: the valid one is taken, and the other is said", async () => {
    const given = await importer();
    const old = await given.authority.sign(await request(given.folder), { notBefore: ago(400), notAfter: ago(35) });
    const { certificate, notes } = await given.examine({ cert: old + given.leafPem });
    expect(certificate.fullchainPem).toBe(given.leafPem + given.authority.intermediatePem);
    expect(notes[0]).toMatch(/^left out: another certificate for the same key, serial [0-9A-F]+, valid until 20/);
  });

  test("that are both valid: the one that ends last", async () => {
    const given = await importer();
    const old = await given.authority.sign(await request(given.folder), { notBefore: ago(350) });
    for (const cert of [old + given.leafPem, given.leafPem + old]) {
      expect((await given.examine({ cert })).certificate.fullchainPem.startsWith(given.leafPem)).toBe(true);
    }
  });

  test("that have both expired: said so", async () => {
    const given = await importer();
    const how = { notBefore: ago(400), notAfter: ago(35) };
    const old = [await request(given.folder), await request(given.folder)].map((pem) => given.authority.sign(pem, how));
    const cert = (await Promise.all(old)).join("");
    await expect(given.examine({ cert })).rejects.toMatchObject({ code: "own-expired" });
  });
});

describe("wrappings", () => {
  async function packed(
    ...words: readonly string[]
  ): Promise<{ given: Awaited<ReturnType<typeof importer>>; bytes: Buffer }> {
    const given = await importer();
    const { folder, authority } = given;
    const all = join(folder, "all.pem");
    await writeFile(all, given.leafPem + authority.intermediatePem + authority.rootPem);
    await writeFile(join(folder, "key.pem"), given.keyPem);
    await execa(
      "openssl",
      words.map((word) => word.replaceAll("@", folder)),
      { cwd: folder },
    );
    return { given, bytes: await readFile(join(folder, "packed")) };
  }

  test.each([
    ["DER", (bytes: Buffer) => bytes],
    ["PEM", (bytes: Buffer) => bytes],
    ["PEM, marked as by Windows' own CA", (bytes: Buffer) => bytes.toString().replaceAll("PKCS7", "CERTIFICATE")],
  ])("PKCS#7 in %s is read with the whole chain in it", async (form, marked) => {
    const line = ["crl2pkcs7", "-nocrl", "-certfile", "all.pem", "-outform", form.slice(0, 3), "-out", "packed"];
    const { given, bytes } = await packed(...line);
    const { certificate, notes } = await given.examine({ cert: marked(bytes), chain: [] });
    expect(certificate.fullchainPem).toBe(given.leafPem + given.authority.intermediatePem);
    expect(notes).toContainEqual(expect.stringMatching(/cert\.pem: read as PKCS#7$/));
  });

  test.each([
    ["a new cipher", [], ""],
    ["an old cipher", ["-legacy", "-certpbe", "PBE-SHA1-RC2-40", "-keypbe", "PBE-SHA1-RC2-40"], " -legacy"],
  ])("PKCS#12 with %s is named, with the line that opens it", async (_, how, flag) => {
    const pack = ["pkcs12", "-export", "-inkey", "key.pem", "-in", "all.pem", "-passout", "pass:geheim", ...how];
    const { given, bytes } = await packed(...pack, "-out", "packed");
    for (const files of [{ cert: bytes }, { key: bytes, passphrase: "geheim" }]) {
      const refusal = await given.examine(files).catch((error) => error);
      expect(refusal).toMatchObject({ code: "own-container", message: expect.stringContaining("is PKCS#12") });
      const [line = ""] = refusal.fix.split(" asks for its password");
      expect(line).toMatch(new RegExp(`^openssl pkcs12 -in \\S+ -nodes${flag} -out all\\.pem$`));
      await execa(`${line} -passin pass:geheim`, { shell: true, cwd: given.folder });
      const all = await readFile(join(given.folder, "all.pem"), "utf8");
      const { certificate } = await given.examine({ cert: all, key: all, chain: [] });
      expect(certificate.fullchainPem).toBe(given.leafPem + given.authority.intermediatePem);
    }
  });

  test.each([
    ["504b0304", 0, "is a zip", "unzip FILE"],
    ["504b0506", 0, "is a zip", "unzip FILE"],
    ["1f8b0800", 0, "is an archive", "tar -xf FILE"],
    ["7573746172", 257, "is an archive", "tar -xf FILE"],
    ["526172211a0700", 0, "is an archive", "on your computer"],
    ["377abcaf271c", 0, "is an archive", "on your computer"],
    ["feedfeed00000002", 0, "is a Java key store", "keytool -importkeystore -srckeystore FILE -destkeystore all.p12"],
    ["cececece00000002", 0, "is a Java key store", "openssl pkcs12 -in all.p12 -nodes -out all.pem"],
  ])(
    "a file with %s at %d %s, and is named with the way to open it, whatever is in it",
    async (mark, at, what, line) => {
      const given = await importer();
      const bytes = Buffer.concat([Buffer.alloc(at), Buffer.from(mark, "hex"), Buffer.from(given.leafPem)]);
      for (const [name, files] of [
        ["cert.pem", { cert: bytes }],
        ["key.pem", { key: bytes }],
      ] as const) {
        await expect(given.examine(files)).rejects.toMatchObject({
          code: "own-container",
          message: expect.stringContaining(what),
          fix: expect.stringContaining(line.replace("FILE", join(given.folder, name))),
        });
      }
    },
  );

  test("base64 without its marks is read, a certificate's as well as a key's", async () => {
    const given = await importer();
    const bare = (pem: string) => pem.replace(/-----.*-----\n/g, "");
    const { certificate, notes } = await given.examine({ cert: bare(given.leafPem), key: bare(given.keyPem) });
    expect(certificate.privateKeyPem).toBe(given.keyPem);
    expect(notes).toContainEqual(expect.stringMatching(/cert\.pem: read as base64 without marks$/));
  });

  test("a name that a shell would read more into stands in no line to paste", async () => {
    const given = await importer();
    const file = await given.file("a $(touch x);b.pfx", Buffer.from("504b0304", "hex"));
    const refusal = await readNamedFile(file).catch((error) => error);
    expect(refusal.fix).toBe("unzip it, and name its files: unzip FILE");
    const gone = await readNamedFile(`${given.folder}/b;c`).catch((error) => error);
    expect(gone.fix).not.toContain(";c");
  });

  test.each([
    [
      "PKCS#8 with single DES",
      ["pkcs8", "-topk8", "-v1", "PBE-MD5-DES", "-provider", "legacy", "-provider", "default"],
    ],
    ["PKCS#8 with RC2", ["pkcs8", "-topk8", "-v1", "PBE-SHA1-RC2-40", "-provider", "legacy", "-provider", "default"]],
    ["single DES under OpenSSL's old head", ["ec", "-des", "-provider", "legacy", "-provider", "default"]],
  ])("a key encrypted with an old cipher is no wrong passphrase: %s", async (_, how) => {
    const { given, bytes } = await packed(...how, "-in", "key.pem", "-out", "packed", "-passout", "pass:geheim");
    const refusal = await given.examine({ key: bytes, passphrase: "geheim" }).catch((error) => error);
    expect(refusal).toMatchObject({ code: "own-old-cipher" });
    const [line = ""] = refusal.fix.split(" asks for its passphrase");
    await execa(`${line} -passin pass:geheim`, { shell: true, cwd: given.folder });
    const key = await readFile(join(given.folder, "plain-key.pem"), "utf8");
    expect((await given.examine({ key })).certificate.privateKeyPem).toBe(given.keyPem);
  });

  test.each([
    ["in DER", ["pkcs8", "-topk8", "-outform", "DER"], "geheim"],
    ["with scrypt", ["pkcs8", "-topk8", "-scrypt"], "geheim"],
    ["with an empty passphrase", ["pkcs8", "-topk8"], ""],
    ["with a passphrase in other scripts", ["pkcs8", "-topk8", "-v2prf", "hmacWithSHA256"], "pässwörd密码"],
    ["under OpenSSL's old head", ["ec", "-aes256"], "geheim"],
  ])("an encrypted key %s is read with its passphrase alone", async (_, how, passphrase) => {
    const { given, bytes } = await packed(...how, "-in", "key.pem", "-out", "packed", "-passout", `pass:${passphrase}`);
    expect((await given.examine({ key: bytes, passphrase })).certificate.privateKeyPem).toBe(given.keyPem);
    const refusal = given.examine({ key: bytes, passphrase: "wrong" });
    await expect(refusal).rejects.toMatchObject({ code: "own-wrong-passphrase" });
    await expect(given.examine({ key: bytes })).rejects.toMatchObject({ code: "own-no-passphrase" });
  });

  test("bytes that stop in the middle, and lengths that lie, are no certificate and no end", async () => {
    const line = ["crl2pkcs7", "-nocrl", "-certfile", "all.pem", "-outform", "DER", "-out", "packed"];
    const { given, bytes } = await packed(...line);
    for (const cert of [
      bytes.subarray(0, 60),
      Buffer.from("3084ffffffff0203", "hex"),
      Buffer.from("30800000", "hex"),
    ]) {
      await expect(given.examine({ cert, chain: [] })).rejects.toMatchObject({
        code: expect.stringMatching(/^own-(?:unreadable|damaged|key-mismatch)$/),
      });
    }
  });
});
