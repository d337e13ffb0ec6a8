import { expect, test } from "vitest";
import { isPublicAuthority, readAuthority } from "../../src/config/authority.ts";
import { readSettings } from "../../src/config/settings.ts";
import { refusals } from "./refusal.ts";

const production = "https://acme-v02.api.letsencrypt.org/directory";
const staging = "https://acme-staging-v02.api.letsencrypt.org/directory";
const imported = "https://ca.acme.org/acme/directory";
const none = { server: undefined, staging: false, dryRun: false };

test.for([
  [none, production, false],
  [{ ...none, staging: true }, staging, true],
  [{ ...none, dryRun: true }, staging, false],
  [{ ...none, server: imported }, imported, false],
  [{ ...none, server: imported, dryRun: true }, imported, false],
  [{ ...none, server: staging }, staging, true],
  [{ ...none, server: production, staging: true }, staging, true],
  [{ ...none, server: production, dryRun: true }, production, false],
  [{ ...none, server: "https://pebble:14000/dir" }, "https://pebble:14000/dir", false],
  [{ ...none, server: "zerossl" }, "https://acme.zerossl.com/v2/DV90", false],
  [{ ...none, server: "Google" }, "https://dv.acme-v02.api.pki.goog/directory", false],
  [{ ...none, server: "sslcom" }, "https://acme.ssl.com/sslcom-dv-ecc", false],
  [{ ...none, server: "letsencrypt", staging: true }, staging, true],
  [{ ...none, server: "letsencrypt-staging" }, staging, true],
] as const)("%j asks %s", ([request, directory, isStaging]) => {
  expect(readAuthority(request)).toEqual({ directory, staging: isStaging });
});

test.for([
  production,
  staging,
  imported,
  "https://acme.zerossl.com/v2/DV90",
  "https://192.0.1.9/dir",
  "https://[2a00:db8::1]/dir",
])("%s is a public authority", (directory) => {
  expect(isPublicAuthority(directory)).toBe(true);
});

test.for([
  "https://pebble:14000/dir",
  "https://localhost:14000/dir",
  "https://127.0.0.1:14000/dir",
  "https://10.1.2.3/dir",
  "https://172.20.0.5/dir",
  "https://192.168.1.2/dir",
  "https://[::1]/dir",
  "https://[fd00::5]/dir",
  "https://ca.test/dir",
  "https://ca.corp.internal/dir",
  "https://step.local./dir",
  "https://step.home.arpa/dir",
])("%s is not a public authority", (directory) => {
  expect(isPublicAuthority(directory)).toBe(false);
});

test("a --server that cannot be asked is refused, and a password in it is not repeated", () => {
  const servers = [
    "letsencrypte",
    "constructor",
    "buypass",
    "digicert",
    "http://pebble:14000/dir",
    "ftp://ca.acme.org/",
    "",
    "http://ca.acme.org/dir",
    "https://me:s3cret@ca.acme.org/dir",
  ];
  expect(refusals(servers, (server) => readAuthority({ ...none, server }))).toMatchInlineSnapshot(`
    "--server is neither a URL nor a short name of a CA
      fix: put the directory URL or a short name into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory; short names: letsencrypt, letsencrypt-staging, zerossl, google, google-test, sslcom, sslcom-rsa, sectigo, actalis, globalsign
    --server is neither a URL nor a short name of a CA
      fix: put the directory URL or a short name into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory; short names: letsencrypt, letsencrypt-staging, zerossl, google, google-test, sslcom, sslcom-rsa, sectigo, actalis, globalsign
    --server buypass: this CA issues no certificates any more
      fix: put the directory URL or a short name into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory; short names: letsencrypt, letsencrypt-staging, zerossl, google, google-test, sslcom, sslcom-rsa, sectigo, actalis, globalsign
    --server digicert: this CA gives each customer a directory URL of their own
      fix: copy it from the CA's site: --server <directory URL> --eab-kid=<key id> --eab-hmac-key=<key>
    --server is an http URL, and every CA is contacted over https only
      fix: put the directory URL or a short name into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory; short names: letsencrypt, letsencrypt-staging, zerossl, google, google-test, sslcom, sslcom-rsa, sectigo, actalis, globalsign
    --server is neither a URL nor a short name of a CA
      fix: put the directory URL or a short name into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory; short names: letsencrypt, letsencrypt-staging, zerossl, google, google-test, sslcom, sslcom-rsa, sectigo, actalis, globalsign
    --server is neither a URL nor a short name of a CA
      fix: put the directory URL or a short name into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory; short names: letsencrypt, letsencrypt-staging, zerossl, google, google-test, sslcom, sslcom-rsa, sectigo, actalis, globalsign
    --server is an http URL, and every CA is contacted over https only
      fix: put the directory URL or a short name into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory; short names: letsencrypt, letsencrypt-staging, zerossl, google, google-test, sslcom, sslcom-rsa, sectigo, actalis, globalsign
    --server has a user name or password in its URL
      fix: put the directory URL or a short name into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory; short names: letsencrypt, letsencrypt-staging, zerossl, google, google-test, sslcom, sslcom-rsa, sectigo, actalis, globalsign"
  `);
});

test("a CA under a public name whose roots are brought along signs names of its own; one of the table does not", () => {
  expect(isPublicAuthority(imported, "/root.pem")).toBe(false);
  expect(isPublicAuthority("https://acme.zerossl.com/v2/DV90", "/root.pem")).toBe(true);
  expect(isPublicAuthority(production, "/proxy-root.pem")).toBe(true);
});

test("a --staging that was left as a short name of --server is found as the URL is", () => {
  const settings = readSettings({
    environment: { CERTBOT_DOMAIN: "a.org", CERTBOT_OPTIONS: "--server letsencrypt-staging" },
    words: [],
    word: "serve",
  });
  expect(settings).toMatchObject({ directory: staging, staleFlags: [{ flag: "--server", where: "CERTBOT_OPTIONS" }] });
});

test("the key of an external account may be in a file; a flag wins, and the file alone is nothing", () => {
  const externalAccount = (options: string) =>
    readSettings({
      environment: { CERTBOT_DOMAIN: "a.org", CERTBOT_OPTIONS: options, EAB_HMAC_KEY_FILE: "/run/secrets/eab" },
      words: [],
      word: "serve",
    }).externalAccount;
  expect(externalAccount("--eab-kid k")).toMatchObject({ kid: "k", hmacKey: { file: "/run/secrets/eab" } });
  expect(externalAccount("--eab-kid k --eab-hmac-key abcd")).toMatchObject({ kid: "k", hmacKey: "abcd" });
  expect(externalAccount("")).toBeUndefined();
});

test("a private CA may sign a single word and an underscore", () => {
  const domainsAt = (server: string, CERTBOT_DOMAIN: string) =>
    readSettings({ environment: { CERTBOT_DOMAIN, CERTBOT_OPTIONS: `--server ${server}` }, words: [], word: "serve" })
      .lineage.domains;
  expect(domainsAt("https://ca.internal/acme", "dify,my_app.corp")).toEqual(["dify", "my_app.corp"]);
  expect(() => domainsAt("zerossl", "dify")).toThrow("is a single word");
});

test("--staging beside another authority is refused, as certbot does", () => {
  expect(refusals([imported], (server) => readAuthority({ ...none, server, staging: true }))).toMatchInlineSnapshot(`
    "--staging means Let's Encrypt's staging directory, and --server names another CA
      fix: remove one of the two from CERTBOT_OPTIONS, or from the command: --staging or --server"
  `);
});
