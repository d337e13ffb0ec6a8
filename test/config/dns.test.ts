import { expect, test } from "vitest";
import { readSettings } from "../../src/config/settings.ts";
import { refusals } from "./refusal.ts";

const read = (environment: Record<string, string>, domain = "a.org") =>
  readSettings({ environment: { CERTBOT_DOMAIN: domain, ...environment }, words: [], word: "serve" });

test("without a way to DNS, names are proven over HTTP", () => {
  expect(read({}).dns).toBeUndefined();
});

test("DNS_PROVIDER takes lego's variables, their other spelling, and files", () => {
  expect(read({ DNS_PROVIDER: "cloudflare", CLOUDFLARE_DNS_API_TOKEN: "t" }).dns).toMatchObject({
    kind: "provider",
    provider: "cloudflare",
    values: { CF_DNS_API_TOKEN: "t" },
  });
  expect(
    read({ DNS_PROVIDER: "alidns", ALICLOUD_ACCESS_KEY: "k", ALICLOUD_SECRET_KEY_FILE: "/run/secrets/s" }).dns,
  ).toMatchObject({
    values: { ALICLOUD_ACCESS_KEY: "k" },
    files: { ALICLOUD_SECRET_KEY: "/run/secrets/s" },
  });
});

test("certbot's flags of a DNS plugin are a provider too", () => {
  const options =
    "--dns-cloudflare --dns-cloudflare-credentials /run/secrets/cf.ini --dns-cloudflare-propagation-seconds 45";
  expect(read({ CERTBOT_OPTIONS: options }).dns).toMatchObject({
    ...{ kind: "provider", provider: "cloudflare", credentials: "/run/secrets/cf.ini", blindWait: 45 },
  });
});

test("certbot's manual hooks prove in DNS when dns is preferred, else over HTTP", () => {
  const hooks = "--manual --manual-auth-hook /auth --manual-cleanup-hook /clean";
  expect(read({ CERTBOT_OPTIONS: `${hooks} --preferred-challenges dns` }).dns).toMatchObject({
    ...{ kind: "hooks", auth: "/auth", cleanUp: "/clean" },
  });
  expect(read({ CERTBOT_OPTIONS: hooks }).dns).toBeUndefined();
});

test("a wildcard is taken where names are proven in DNS, and named as certbot names it", () => {
  const dns = { DNS_PROVIDER: "exec", EXEC_PATH: "/dns.sh" };
  expect(read(dns, "a.org,*.a.org").lineage).toMatchObject({ name: "a.org", domains: ["a.org", "*.a.org"] });
  expect(read(dns, "*.Bücher.org").lineage).toMatchObject({
    ...{ name: "xn--bcher-kva.org", domains: ["*.xn--bcher-kva.org"], domainAsTyped: "*.Bücher.org" },
  });
});

test("what cannot be used is refused with the line to write, and no secret is shown", () => {
  const given: Record<string, string>[] = [
    { DNS_PROVIDER: "cloudfare" },
    { DNS_PROVIDER: "alidns", ALICLOUD_ACCESS_KEY: "hidden-key" },
    { DNS_PROVIDER: "alidns", CERTBOT_OPTIONS: "--dns-cloudflare" },
    { DNS_PROVIDER: "exec", EXEC_PATH: "/x", DNS_PROPAGATION_TIMEOUT: "soon" },
    { CERTBOT_OPTIONS: "--preferred-challenges dns" },
    { CERTBOT_DOMAIN: "*.a.org" },
    { DNS_PROVIDER: "exec", EXEC_PATH: "/x", CERTBOT_DOMAIN: "*.192.0.2.1" },
    { DNS_PROVIDER: "exec", EXEC_PATH: "/x", CERTBOT_DOMAIN: "*.*.a.org" },
  ];
  const screen = refusals(
    given.map((one) => JSON.stringify(one)),
    (line) => read(JSON.parse(line)),
  );
  expect(screen).not.toContain("hidden-key");
  expect(screen).toMatchInlineSnapshot(`
    "DNS_PROVIDER "cloudfare" is none of exec, httpreq, acme-dns, rfc2136, pdns, alidns, tencentcloud, cloudflare, route53, sakuracloud, conohav3, persist
      fix: write one of them in httpsidecar.env; for another provider DNS_PROVIDER=exec with a script, or one CNAME to a zone that can be changed
    DNS_PROVIDER=alidns needs ALICLOUD_SECRET_KEY
      fix: put ALICLOUD_SECRET_KEY=… into httpsidecar.env, or the path of a file that has it: ALICLOUD_SECRET_KEY_FILE=/run/secrets/…; then: docker compose up -d certbot certbot-companion
    DNS_PROVIDER=alidns and --dns-cloudflare are two providers
      fix: keep one of the two
    DNS_PROPAGATION_TIMEOUT "soon" is not a number of seconds from 1 to 3600
      fix: write DNS_PROPAGATION_TIMEOUT=300 in httpsidecar.env
    --preferred-challenges "dns" leaves no challenge that works here
      fix: leave it out, write --preferred-challenges http, or dns with DNS_PROVIDER or --manual
    CERTBOT_DOMAIN "*.a.org" is a wildcard, which is proven in DNS only: set DNS_PROVIDER, or list the names
      fix: put CERTBOT_DOMAIN=a.org into .env …
    CERTBOT_DOMAIN "*.192.0.2.1" is an address inside a network, or one for examples: no public CA can sign it
      fix: put CERTBOT_DOMAIN=<the name that people type to reach this site> into .env …
    CERTBOT_DOMAIN "*.*.a.org" is a wildcard, which is proven in DNS only: set DNS_PROVIDER, or list the names
      fix: put CERTBOT_DOMAIN=a.org into .env …"
  `);
});

const saved = { authenticator: "dns-cloudflare", dnsCredentials: "/run/secrets/cf.ini", dnsPropagation: 45 } as const;
const readSaved = (environment: Record<string, string> = {}) =>
  readSettings({ environment: { CERTBOT_DOMAIN: "a.org,*.a.org", ...environment }, words: [], word: "serve", saved });

test("what a conf of certbot's DNS plugin has saved goes on, wildcards and all", () => {
  const { dns, certbot, lineage } = readSaved();
  expect(dns).toMatchObject({
    kind: "provider",
    provider: "cloudflare",
    credentials: "/run/secrets/cf.ini",
    blindWait: 45,
  });
  expect(certbot).toMatchObject({ authenticator: "dns-cloudflare", dnsCredentials: "/run/secrets/cf.ini" });
  expect(lineage.domains).toEqual(["a.org", "*.a.org"]);
});

test("what a conf has saved gives way to any way that the operator names", () => {
  const rest = { CERTBOT_DOMAIN: "a.org" };
  expect(readSaved({ ...rest, CERTBOT_OPTIONS: "--webroot" }).dns).toBeUndefined();
  expect(readSaved({ ...rest, CERTBOT_OPTIONS: "--standalone" }).dns).toBeUndefined();
  const named = { DNS_PROVIDER: "exec", EXEC_PATH: "/dns.sh" };
  expect(readSaved({ ...rest, ...named }).dns).toMatchObject({ provider: "exec" });
});
