import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDnsSecrets } from "../../src/config/dns-secrets.ts";
import type { ByProvider } from "../../src/model/dns-providers.ts";
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
});
