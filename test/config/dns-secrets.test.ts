import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDns } from "../../src/config/dns.ts";
import { readDnsSecrets } from "../../src/config/dns-secrets.ts";
import type { CertbotOptions } from "../../src/model/certbot-options.ts";
import { type ByProvider, providerFacts, providerNames } from "../../src/model/dns-providers.ts";
import { temporaryFolder } from "../support/folders.ts";

const rfc2136 = (credentials: string): ByProvider => ({
  ...{ kind: "provider", provider: "rfc2136", values: {}, files: {}, credentials },
});

const ini = `# BIND
dns_rfc2136_server = 192.0.2.1
dns_rfc2136_port = 5353
dns_rfc2136_name = keyname.
dns_rfc2136_secret = c2VjcmV0
dns_rfc2136_algorithm = HMAC-SHA512
`;

test("certbot's ini for RFC 2136 is read with all its keys", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "rfc2136.ini"), ini);
  expect(readDnsSecrets(rfc2136(join(folder, "rfc2136.ini")), "/etc/letsencrypt")).toEqual({
    RFC2136_NAMESERVER: "192.0.2.1",
    RFC2136_PORT: "5353",
    RFC2136_TSIG_KEY: "keyname.",
    RFC2136_TSIG_SECRET: "c2VjcmV0",
    RFC2136_TSIG_ALGORITHM: "HMAC-SHA512",
  });
});

test("a file that nginx could have written is refused, whatever way leads there", async () => {
  const [certificates, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
  await writeFile(join(certificates, "cf.ini"), ini);
  await symlink(join(certificates, "cf.ini"), join(elsewhere, "link.ini"));
  const ways = [`${certificates}/cf.ini`, `${elsewhere}/link.ini`, `/tmp/..${certificates}/cf.ini`];
  for (const path of ways) {
    expect(() => readDnsSecrets(rfc2136(path), certificates)).toThrow("is in the certificates' folder");
  }
  await symlink(certificates, join(elsewhere, "letsencrypt"));
  const linked = join(elsewhere, "letsencrypt");
  expect(() => readDnsSecrets(rfc2136(`${linked}/cf.ini`), linked)).toThrow("is in the certificates' folder");
});

test.each(["exec", "acme-dns"] as const)(
  "%s: a script or a file of accounts there is refused too",
  async (provider) => {
    const certificates = await temporaryFolder();
    const values = {
      ...{ EXEC_PATH: `${certificates}/dns.sh`, ACME_DNS_STORAGE_PATH: `${certificates}/accounts.json` },
      ACME_DNS_API_BASE: "http://127.0.0.1:9",
    };
    const dns = { kind: "provider", provider, values, files: {}, credentials: undefined } as const;
    expect(() => readDnsSecrets(dns, certificates)).toThrow("is in the certificates' folder");
  },
);

const variables = providerNames.map((provider) => {
  const { required, optional } = providerFacts(provider);
  return [provider, [...required, ...optional]] as const;
});

test.each(variables)(
  "%s: each of its variables may be a file of its own, or a line of one file of the dotenv form",
  async (provider, names) => {
    const folder = await temporaryFolder();
    const valueFor = (name: string) => (name.endsWith("PORT") ? "53" : `value of ${name} # with "marks"`);
    const environment: Record<string, string> = { DNS_PROVIDER: provider };
    for (const name of names) {
      await writeFile(join(folder, name), `${valueFor(name)}\n`);
      environment[`${name}_FILE`] = join(folder, name);
    }
    const wanted = Object.fromEntries(names.map((name) => [name, valueFor(name)]));
    const read = (given: Record<string, string>) => readDns(given, {} as CertbotOptions) as ByProvider;
    const ofFiles = read(environment);
    expect(ofFiles.values).toEqual({});
    expect(readDnsSecrets(ofFiles, "/etc/letsencrypt")).toEqual(wanted);

    const file = join(folder, "dns.env");
    await writeFile(file, `# keys\n${names.map((name) => `export ${name}='${valueFor(name)}'\n`).join("\n")}`);
    const ofOne = read({ DNS_PROVIDER: provider, DNS_CREDENTIALS_FILE: file });
    expect(readDnsSecrets(ofOne, "/etc/letsencrypt")).toEqual(wanted);
  },
);
