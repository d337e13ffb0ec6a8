import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Examined } from "../../src/model/imported.ts";
import { Problem } from "../../src/model/problem.ts";
import { type } from "../support/command-line.ts";
import { temporaryFolder } from "../support/folders.ts";
import { certificate } from "../support/given.ts";

const examined: Examined = {
  certificate: { privateKeyPem: "", fullchainPem: "", directory: "https://ca.test/dir", imported: true },
  notes: ["the root Test Root is not sent to visitors: anyone who trusts it already has it"],
  notBefore: new Date("2026-11-01T00:00:00Z"),
  notAfter: new Date("2027-01-30T00:00:00Z"),
};
const imported = certificate({ imported: true, directory: undefined });
const full = new Problem({ code: "disk-full", message: "no room", fix: "df -h", retry: "look" });
const given = { examined, savedAfter: imported };

describe("import", () => {
  it("installs, hands it to nginx, and says that nothing renews it", async () => {
    const { screen, code, diary, posted } = await type("import --cert site.crt --chain ca.crt", given);
    expect(screen).toMatchInlineSnapshot(`
      "the root Test Root is not sent to visitors: anyone who trusts it already has it
      the key matches, the names are covered, the chain is complete; valid until 2027-01-30
      dify.test: your own certificate is installed, serial 0B
      dify.test: deployed to nginx (nginx has not been confirmed to serve it yet)
      https://dify.test is live
      your own certificate: it is not renewed automatically; you will be warned from 2026-12-31"
    `);
    expect(code).toBe(0);
    expect(diary.filter((line) => !line.startsWith("say"))).toEqual([
      "lock",
      "check the store",
      "save",
      "lock",
      "link",
      "deploy",
    ]);
    expect(posted).toMatchObject([{ healthy: true }]);
  });

  it("puts the two files of Dify's legacy way in place after it is stored and before nginx reads them", async () => {
    const { diary } = await type("import --cert site.crt --nginx-ssl /nginx-ssl", given);
    const steps = ["copy to /nginx-ssl", "save", "put in place", "deploy"];
    expect(diary.filter((line) => steps.includes(line))).toEqual(steps);
  });

  it("leaves no private key in nginx's folder when it is refused", async () => {
    const { code, diary } = await type("import --cert site.crt --nginx-ssl /nginx-ssl", {
      ...given,
      breaksAt: { save: full },
    });
    expect(code).toBe(1);
    expect(diary).not.toContain("put in place");
    expect(diary.slice(diary.indexOf("copy to /nginx-ssl"))).toContain("discard what is left of the copy");
  });

  it("says that it ends soon, and does it all the same", async () => {
    const soon = { ...examined, notAfter: new Date("2026-11-25T00:00:00Z") };
    const { screen, code } = await type("import --cert site.crt", { ...given, examined: soon });
    expect(screen).toContain("! warning: it expires on 2026-11-25 already");
    expect(code).toBe(0);
  });

  it("is refused while OWN_CERTIFICATE=false hands renewals to an authority", async () => {
    const environment = { OWN_CERTIFICATE: "false" };
    const { screen, code, diary } = await type("import --cert site.crt", { ...given, environment });
    expect(screen).toContain("put OWN_CERTIFICATE=true into httpsidecar.env");
    expect({ code, diary }).toEqual({ code: 2, diary: [] });
  });
});

describe("check", () => {
  it("tells the same and touches nothing", async () => {
    const { screen, code, diary } = await type("check --cert site.crt", { examined });
    expect(screen).toMatchInlineSnapshot(`
      "the root Test Root is not sent to visitors: anyone who trusts it already has it
      the key matches, the names are covered, the chain is complete; valid until 2027-01-30"
    `);
    expect({ code, diary }).toEqual({ code: 0, diary: [] });
  });

  it("says what is missing of the line, with exit code 2", async () => {
    const { screen, code } = await type("check --key key.pem");
    expect(screen).toContain("! error: check: --cert is missing");
    expect(code).toBe(2);
  });

  it("names a flag that there is not, and those that there are", async () => {
    const { screen, code } = await type("check --cert a --crt b");
    expect(screen).toContain("check: Unknown option '--crt'");
    expect(screen).toContain("check accepts: --cert --chain --key --passphrase-file --nginx-ssl");
    expect(code).toBe(2);
  });
});

describe("csr", () => {
  const optionsOf = (diary: readonly string[]) => JSON.parse(diary[0]?.replace("request ", "") ?? "{}");

  it("asks for the names of CERTBOT_DOMAIN with a 2048-bit RSA key, and prints what the authority wants", async () => {
    const { screen, diary, code } = await type("csr", { environment: { CERTBOT_DOMAIN: "dify.test,www.dify.test" } });
    expect(optionsOf(diary)).toMatchObject({
      name: "dify.test",
      domains: ["dify.test", "www.dify.test"],
      key: { type: "rsa", bits: 2048 },
      newKey: false,
    });
    expect(screen.split("\n")).toContain("PEM");
    expect(code).toBe(0);
  });

  it("takes who asks, the names and the kind of key", async () => {
    const subject =
      "--country jp --state Tokyo --locality Chuo --organization Example --unit IT --common-name www.b.test";
    const { diary } = await type(`csr ${subject} -d b.test -d www.b.test,*.b.test --key-type ecdsa --new-key`);
    expect(optionsOf(diary)).toEqual({
      name: "dify.test",
      domains: ["b.test", "www.b.test", "*.b.test"],
      subject: {
        country: "JP",
        state: "Tokyo",
        locality: "Chuo",
        organisation: "Example",
        unit: "IT",
        commonName: "www.b.test",
      },
      key: { type: "ecdsa", curve: "P-256" },
      newKey: true,
    });
  });

  it.each([
    ["-d Example.COM -d *.example.com", ["example.com", "*.example.com"]],
    ["-d *.Example.com,Example.com.", ["*.example.com", "example.com"]],
    ["-d BÜCHER.jp -d *.bücher.jp", ["xn--bcher-kva.jp", "*.xn--bcher-kva.jp"]],
  ])("keeps each name of %s, however it is spelt", async (line, domains) => {
    const environment = { OWN_CERTIFICATE: "true" };
    expect(optionsOf((await type(`csr ${line}`, { environment })).diary)).toMatchObject({ domains });
  });

  it("takes the passphrase from a file or a variable, and has no flag for the passphrase itself", async () => {
    const file = join(await temporaryFolder(), "passphrase");
    await writeFile(file, "geheim\r\n");
    expect(optionsOf((await type(`csr --passphrase-file ${file}`)).diary)).toMatchObject({ passphrase: "geheim" });
    const environment = { KEY_PASSPHRASE: "geheim" };
    expect(optionsOf((await type("csr", { environment })).diary)).toMatchObject({ passphrase: "geheim" });
    expect((await type("csr --passphrase geheim")).code).toBe(2);
  });

  it.each([
    ["csr --country Japan", '--country "Japan" is not the two letters of a country'],
    ["csr --rsa-key-size 1024", "csr: there is no key of rsa with 1024 bits"],
    ["csr --key-type ed25519", "csr: there is no key of ed25519"],
    ["csr --with-passphrase", "there is no terminal to ask at"],
    ["csr --passphrase-file /nowhere/p", "--passphrase-file /nowhere/p cannot be read: ENOENT"],
    ["csr -d https://a.test", "-d "],
  ])("refuses %s with exit code 2", async (line, message) => {
    const { screen, code, diary } = await type(line);
    expect(screen).toContain(message);
    expect({ code, diary }).toEqual({ code: 2, diary: [] });
  });
});

it("is marked in the list of certificates", async () => {
  const list = async () => [{ name: "dify.test", certificate: imported }];
  expect((await type("certificates", { list })).screen).toContain("    Your own: nothing renews it");
});

it("is watched by serve, which says so", async () => {
  const { screen, diary } = await type("serve", { stopped: true, stored: imported });
  expect(screen).toContain("your own certificate: it is not renewed automatically; you will be warned from 2026-12-31");
  expect(diary).not.toContain("issue at the authority");
});

it("is waited for by serve with OWN_CERTIFICATE=true, red, and no authority is asked", async () => {
  const { screen, diary, posted } = await type("serve", { stopped: true, environment: { OWN_CERTIFICATE: "true" } });
  expect(screen).toContain("! error: there is no certificate for dify.test yet, and with OWN_CERTIFICATE=true");
  expect(posted).toMatchObject([{ healthy: false }]);
  expect(diary).not.toContain("issue at the authority");
});
