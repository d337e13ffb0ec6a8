import { expect, test } from "vitest";
import { certbotFlags } from "../../src/config/certbot-flags.ts";
import { readCertbotOptions } from "../../src/config/certbot-options.ts";
import { readOptions } from "../../src/config/options.ts";
import { optionsOfParams, paramsOfOptions } from "../../src/config/saved-options.ts";
import { readSettings } from "../../src/config/settings.ts";
import { refusals } from "./refusal.ts";

const read = (line: string) => readCertbotOptions(readOptions(line.split(" "), "CERTBOT_OPTIONS"));

test.for([
  ["--key-type rsa --rsa-key-size 4096", { keyType: "rsa", rsaKeySize: 4096 }],
  ["--elliptic-curve=secp384r1", { ellipticCurve: "secp384r1" }],
  ["--reuse-key --no-reuse-key --new-key", { reuseKey: false, newKey: true }],
  ["--standalone --http-01-port 8080", { authenticator: "standalone", http01Port: 8080 }],
  ["-a webroot --webroot", { authenticator: "webroot" }],
  ["--renew-hook true --pre-hook id", { deployHook: "true", preHook: "id" }],
  ["--no-directory-hooks --disable-hook-validation", { directoryHooks: false, hookValidation: false }],
  ["--preferred-chall dns,http --issuance-timeout 30", { issuanceTimeout: 30, prefersDns: "first" }],
  ["-w /a -d x.test,y.test -w /b -d z.test", { webrootMap: { "x.test": "/a", "y.test": "/a", "z.test": "/b" } }],
  [`--webroot-map {"a.test,B.test":"/w"}`, { webrootMap: { "a.test": "/w", "b.test": "/w" } }],
] as const)("%s means %j", ([line, options]) => {
  expect(read(line)).toEqual(options);
});

test("a value that certbot would refuse is refused, with one that works", () => {
  const lines = [
    "--key-type RSA",
    "--rsa-key-size 1024",
    "--elliptic-curve p256",
    "--http-01-port 443",
    "--standalone --webroot",
    "-a nginx",
    "--preferred-challenges tls-alpn",
    "--manual",
    "--webroot-map x",
    "-d a.test -w /a -w /b",
  ];
  expect(refusals(lines, read)).toMatchInlineSnapshot(`
    "--key-type "RSA" is none of rsa, ecdsa
      fix: write --key-type rsa
    --rsa-key-size "1024" is not a number from 2048 to 8192
      fix: write --rsa-key-size 2048
    --elliptic-curve "p256" is none of secp256r1, secp384r1, secp521r1
      fix: write --elliptic-curve secp256r1
    --http-01-port 443 is where HTTPS listens
      fix: leave --http-01-port out
    --webroot and --standalone are two ways to prove one name
      fix: keep one of the two
    --authenticator "nginx" is none of webroot, standalone, manual, dns-cloudflare, dns-rfc2136, dns-route53, dns-sakuracloud
      fix: write --authenticator webroot
    --preferred-challenges "tls-alpn" leaves no challenge that works here
      fix: leave it out, write --preferred-challenges http, or dns with DNS_PROVIDER or --manual
    --manual needs --manual-auth-hook, because nothing is asked at the terminal here
      fix: write --manual-auth-hook /path/of/script in CERTBOT_OPTIONS
    --webroot-map "x" is not a list of names with their folders
      fix: write --webroot-map '{"a.example.org,b.example.org":"/var/www/html"}'
    --webroot-path is set twice, and it is not clear which folder is for which domain
      fix: keep one of them in CERTBOT_OPTIONS: -w /a; or write each -w before the -d that it is for"
  `);
});

const refusedRows = certbotFlags.filter((row) => "refused" in row);

test.each(refusedRows.map(({ names }) => names))("%s is refused by name, with the reason and what works", (names) => {
  for (const name of names.split(" ")) {
    const act = () => readOptions([name, "value"], "update-cert");
    expect(act).toThrow(`update-cert has ${name}, a flag of certbot that httpsidecar does not support: `);
  }
});

test("flags that change nothing are taken with a note of why", () => {
  const environment = { CERTBOT_DOMAIN: "a.org", CERTBOT_OPTIONS: "--hsts --keep --https-port 8443 --redirect" };
  expect(readSettings({ environment, words: [], word: "serve" }).warnings.join("\n")).toMatchInlineSnapshot(`
    "--hsts: nginx is configured by the stack's own templates, so this changes nothing; HSTS_MAX_AGE is for that
    --keep-until-expiring: a certificate that is not due for renewal is always kept
    --https-port: nginx is configured by the stack's own templates, so this changes nothing
    --redirect: nginx is configured by the stack's own templates, so this changes nothing"
  `);
});

test("folders that are not the stack's mounts are refused, and the mounts themselves are taken", () => {
  const settings = (options: string) => {
    const environment = { CERTBOT_DOMAIN: "a.org", CERTBOT_OPTIONS: options };
    return readSettings({ environment, words: [], word: "serve" }).certbot;
  };
  expect(settings("--config-dir /etc/letsencrypt/ --logs-dir /var/log/letsencrypt")).toEqual({});
  expect(refusals(["--config-dir /srv"], settings)).toMatchInlineSnapshot(`
    "--config-dir "/srv" is not where the stack mounts its folder, /etc/letsencrypt
      fix: remove --config-dir, and mount the host's folder at /etc/letsencrypt in the certbot service"
  `);
});

test("a folder is found by whatever spelling of its name", () => {
  const folders = { "[2001:DB8::1]": "/a", "2001:db8:0::2": "/b", "Shop.TEST.": "/c", "bücher.test": "/d" };
  const found = { "2001:db8::1": "/a", "2001:db8::2": "/b", "shop.test": "/c", "xn--bcher-kva.test": "/d" };
  expect(optionsOfParams({}, folders)).toEqual({ webrootMap: found });
  const given = readOptions(["--webroot-map", JSON.stringify(folders)], "certbot");
  expect(readCertbotOptions(given)).toEqual({ webrootMap: found });
});

test("what a lineage has saved comes back as options, and options are saved under certbot's names", () => {
  const params = {
    rsa_key_size: "3072",
    reuse_key: "True",
    renew_hook: "echo a",
    autorenew: "False",
    http01_port: "81",
    allow_subset_of_names: "True",
  };
  const kept = { rsaKeySize: 3072, reuseKey: true, deployHook: "echo a", autorenew: false, http01Port: 81 };
  const options = { ...kept, allowSubset: true } as const;
  expect(optionsOfParams({ ...params, server: "x", account: "y" }, {})).toEqual(options);
  expect(paramsOfOptions(options)).toEqual(params);
  expect(optionsOfParams({ key_type: "rsa", authenticator: "nginx" }, { "a.test": "/w" })).toEqual({
    keyType: "rsa",
    otherAuthenticator: "nginx",
    webrootMap: { "a.test": "/w" },
  });
  const requests = { preferred_chain: "A Root", preferred_profile: "classic", required_profile: "shortlived" };
  const asOptions = { preferredChain: "A Root", preferredProfile: "classic", requiredProfile: "shortlived" };
  expect(optionsOfParams(requests, {})).toEqual(asOptions);
  expect(paramsOfOptions(asOptions)).toEqual(requests);
  // certbot fails at this one; it is clear what is meant, and saved so that certbot can read it
  expect(paramsOfOptions(optionsOfParams({ reuse_key: "yes" }, {}))).toEqual({ reuse_key: "True" });
  expect(() => optionsOfParams({ rsa_key_size: "big" }, {})).toThrow('--rsa-key-size "big"');
});
