import { expect, test } from "vitest";
import { readOptions } from "../../src/config/options.ts";
import { refusals } from "./refusal.ts";

const read = (words: readonly string[]) =>
  readOptions(words, "CERTBOT_OPTIONS").map(({ key, value }) => `${key} ${value}`.trim());

test.for([
  [
    ["-d", "a.org", "--domain", "b.org", "--domains", "c.org"],
    ["domains a.org", "domains b.org", "domains c.org"],
  ],
  [
    ["--ip-address", "192.0.1.9", "-d", "2a00:db8::7"],
    ["domains 192.0.1.9", "domains 2a00:db8::7"],
  ],
  [
    ["--preferred-profile=classic", "--required-profile", "shortlived"],
    ["preferredProfile classic", "requiredProfile shortlived"],
  ],
  [["--preferred-chain", "ISRG Root X1"], ["preferredChain ISRG Root X1"]],
  [
    ["--eab-kid", "kid-1", "--eab-hmac-key=-s3cret"],
    ["eabKid kid-1", "eabHmacKey -s3cret"],
  ],
  [["--cert-name", "dify"], ["certName dify"]],
  [
    ["-m", "a@b.org", "--email=c@d.org"],
    ["email a@b.org", "email c@d.org"],
  ],
  [
    ["--dry-run", "--staging", "--test-cert"],
    ["dryRun", "staging", "staging"],
  ],
  [["--server=https://ca.test/dir?a=b"], ["server https://ca.test/dir?a=b"]],
  [
    ["--no-verify-ssl", "--force-renewal", "--renew-by-default"],
    ["noVerifySsl", "forceRenewal", "forceRenewal"],
  ],
  [
    ["-v", "--verbose", "-q", "--quiet", "--debug"],
    ["verbose", "verbose", "quiet", "quiet", "debug"],
  ],
  [
    ["--agree-tos", "--no-eff-email", "--webroot"],
    ["agreeTos", "noEffEmail", "webroot"],
  ],
  [
    ["-n", "--non-interactive", "--noninteractive"],
    ["nonInteractive", "nonInteractive", "nonInteractive"],
  ],
  [
    ["-w", "/srv", "--webroot-path", "/var"],
    ["webrootPath /srv", "webrootPath /var"],
  ],
] as const)("%j is taken", ([words, given]) => {
  expect(read(words)).toEqual(given);
});

test.for([
  [
    ["--force-renew", "--agree", "--dry"],
    ["forceRenewal", "agreeTos", "dryRun"],
  ],
  [
    ["--em=a@b.org", "--serv", "https://ca.test/dir"],
    ["email a@b.org", "server https://ca.test/dir"],
  ],
  [["--non"], ["nonInteractive"]],
  [["-nvv"], ["nonInteractive", "verbose", "verbose"]],
  [
    ["-nd", "a.org"],
    ["nonInteractive", "domains a.org"],
  ],
  [
    ["-d=a.org", "-da.org"],
    ["domains a.org", "domains a.org"],
  ],
  [["--email="], ["email"]],
  [["--cert-name", "-"], ["certName -"]],
] as const)("%j is read as certbot reads it", ([words, given]) => {
  expect(read(words)).toEqual(given);
});

test("a flag that is not taken is refused by name, with the nearest that is", () => {
  const inputs = [
    ["--dryrun"],
    ["--force-renewel"],
    ["--stagging"],
    ["-dry-run"],
    ["-x"],
    ["-nx"],
    ["--must-st"],
    ["--nginx"],
    ["--dry-run --debug"],
  ];
  expect(refusals(inputs, read)).toMatchInlineSnapshot(`
    "CERTBOT_OPTIONS has "--dryrun", which is not a flag of certbot
      fix: did you mean --dry-run? if not, remove it …
    CERTBOT_OPTIONS has "--force-renewel", which is not a flag of certbot
      fix: did you mean --force-renewal? if not, remove it …
    CERTBOT_OPTIONS has "--stagging", which is not a flag of certbot
      fix: did you mean --staging? if not, remove it …
    CERTBOT_OPTIONS has "-dry-run", which is not a flag of certbot
      fix: did you mean --dry-run? if not, remove it …
    CERTBOT_OPTIONS has "-x", which is not a flag of certbot
      fix: did you mean -d? if not, remove it …
    CERTBOT_OPTIONS has "-x", which is not a flag of certbot
      fix: did you mean -d? if not, remove it …
    CERTBOT_OPTIONS has --must-staple, a flag of certbot that httpsidecar does not support: Let's Encrypt has ended OCSP and refuses it
      fix: remove it …
    CERTBOT_OPTIONS has --nginx, a flag of certbot that httpsidecar does not support: there is no installer here: the companion turns on HTTPS in nginx automatically
      fix: remove it: certonly is enough, nginx is told automatically …
    CERTBOT_OPTIONS has "--dry-run --debug", which is not a flag of certbot
      fix: did you mean --dry-run? if not, remove it …"
  `);
});

test("a beginning that fits several flags of certbot is refused", () => {
  expect(refusals([["--web"], ["--renew"], ["--deb"], ["--cert", "x"]], read)).toMatchInlineSnapshot(`
    "CERTBOT_OPTIONS has --web, which can be short for --webroot-path or --webroot or --webroot-map
      fix: write the flag out in full …
    CERTBOT_OPTIONS has --renew, which can be short for --renew-by-default or --renew-hook or --renew-with-new-domains
      fix: write the flag out in full …
    CERTBOT_OPTIONS has --deb, which can be short for --debug or --debug-challenges
      fix: write the flag out in full …
    CERTBOT_OPTIONS has --cert, which can be short for --cert-name or --cert-path
      fix: write the flag out in full …"
  `);
});

test("a value too few or too many is refused", () => {
  expect(refusals([["--server"], ["-d", "--dry-run"], ["-nm"], ["--dry-run=true"]], read)).toMatchInlineSnapshot(`
    "CERTBOT_OPTIONS has --server without a value
      fix: write the value after it: --server=… …
    CERTBOT_OPTIONS has -d without a value
      fix: write the value after it: -d=… …
    CERTBOT_OPTIONS has -m without a value
      fix: write the value after it: -m=… …
    CERTBOT_OPTIONS has --dry-run with a value, and it accepts none
      fix: write --dry-run alone …"
  `);
});

test("a word that is no flag is refused", () => {
  const inputs = [["renew"], ["shop.example.org"], ["--"], ["-"], [""]];
  expect(refusals(inputs, (words) => readOptions(words, "update-cert"))).toMatchInlineSnapshot(`
    "update-cert has "renew", which is not a flag
      fix: remove it; update-cert finds out automatically what to do
    update-cert has "shop.example.org", which is not a flag
      fix: if it is a domain, write: -d shop.example.org
    update-cert has "--", which is not a flag
      fix: remove it; update-cert finds out automatically what to do
    update-cert has "-", which is not a flag
      fix: remove it; update-cert finds out automatically what to do
    update-cert has "", which is not a flag
      fix: remove it; update-cert finds out automatically what to do"
  `);
});

test("a key for an external account is in no message, however it is mistyped", () => {
  const inputs = [
    ["--eab-hmac-key=", "s3cret"],
    ["--eab-hmac-keys3cret"],
    ["--eab-hmac-key", "abc", "s3cret"],
    ["--eab-hmac-key", "-s3cret"],
    ["--eab-hmac-ky=s3cret"],
  ];
  const messages = refusals(inputs, read);
  expect(messages).not.toContain("3cret");
  expect(messages).toMatchInlineSnapshot(`
    "CERTBOT_OPTIONS has an argument after --eab-hmac-key that is not a flag
      fix: write the key in one piece: --eab-hmac-key=… …
    CERTBOT_OPTIONS has "--eab-hmac-key…", which is not a flag of certbot
      fix: did you mean --eab-hmac-key? if not, remove it …
    CERTBOT_OPTIONS has an argument after --eab-hmac-key that is not a flag
      fix: write the key in one piece: --eab-hmac-key=… …
    CERTBOT_OPTIONS has --eab-hmac-key without a value
      fix: write the value after it: --eab-hmac-key=… …
    CERTBOT_OPTIONS has "--eab-hmac-ky", which is not a flag of certbot
      fix: did you mean --eab-hmac-key? if not, remove it …"
  `);
});
