import { expect, test } from "vitest";
import { isPublicAuthority, readAuthority } from "../../src/config/authority.ts";
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
  [{ ...none, server: "http://pebble:14000/dir" }, "http://pebble:14000/dir", false],
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
    "letsencrypt",
    "ftp://ca.acme.org/",
    "",
    "http://ca.acme.org/dir",
    "https://me:s3cret@ca.acme.org/dir",
  ];
  expect(refusals(servers, (server) => readAuthority({ ...none, server }))).toMatchInlineSnapshot(`
    "--server is not a URL
      fix: put the directory URL into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory
    --server is not a URL
      fix: put the directory URL into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory
    --server is not a URL
      fix: put the directory URL into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory
    --server is an http URL, and a public CA is contacted over https only
      fix: put the directory URL into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory
    --server has a user name or password in its URL
      fix: put the directory URL into CERTBOT_OPTIONS, or after update-cert, for example: --server https://acme-v02.api.letsencrypt.org/directory"
  `);
});

test("--staging beside another authority is refused, as certbot does", () => {
  expect(refusals([imported], (server) => readAuthority({ ...none, server, staging: true }))).toMatchInlineSnapshot(`
    "--staging means Let's Encrypt's staging directory, and --server names another CA
      fix: remove one of the two from CERTBOT_OPTIONS, or from the command: --staging or --server"
  `);
});
