import { expect, test } from "vitest";
import { readSettings } from "../../src/config/settings.ts";
import { refusals } from "./refusal.ts";

const pebble = "https://pebble:14000/dir";

function read(environment: Record<string, string>, words: readonly string[] = [], word = "update-cert") {
  return readSettings({ environment: { CERTBOT_DOMAIN: "dify.acme.org", ...environment }, words, word });
}

test("a domain is enough: the rest has defaults", () => {
  expect(read({})).toEqual({
    lineage: { name: "dify.acme.org", domains: ["dify.acme.org"], domainAsTyped: "dify.acme.org" },
    email: undefined,
    directory: "https://acme-v02.api.letsencrypt.org/directory",
    verifySsl: true,
    caBundle: undefined,
    exactNames: false,
    auto: true,
    askEvery: 21_600_000,
    dryRun: false,
    forceRenewal: false,
    staging: false,
    profile: undefined,
    preferredChain: undefined,
    externalAccount: undefined,
    loudness: "normal",
    folders: {
      config: "/etc/letsencrypt",
      webroot: "/var/www/html",
      logs: "/var/log/letsencrypt",
      run: "/run",
      state: "/var/lib",
    },
    nginx: { host: "nginx", port: 80, sslPort: 443 },
    companionSocket: "/run/httpsidecar/companion.sock",
    certbot: {},
    runSavedHooks: false,
    notices: { destinations: [], isMeant: false, renewed: false },
    heartbeat: undefined,
    proxy: "nginx",
    deploy: "reload",
    haproxyOwner: { uid: 99, gid: 99 },
    metricsPort: undefined,
    publicHttpsPort: 443,
    watch: [],
    doctorResolvers: [],
    warnings: [],
    staleFlags: [],
  });
});

test("every variable is heeded", () => {
  const environment = {
    CERTBOT_DOMAIN: "Dify.example.com,www.example.com",
    CERTBOT_EMAIL: "ops@acme.org",
    CERTBOT_OPTIONS: `--server ${pebble} --no-verify-ssl -q -w /srv/www`,
    CERTBOT_AUTO: "false",
    NGINX_SERVICE: "web",
    NGINX_PORT: "8080",
    NGINX_SSL_PORT: "8443",
    REQUESTS_CA_BUNDLE: "/ca.pem",
    ARI_POLL_SECONDS: "60",
  };
  expect(read(environment)).toMatchObject({
    lineage: { name: "dify.example.com", domainAsTyped: "Dify.example.com,www.example.com" },
    email: "ops@acme.org",
    directory: pebble,
    verifySsl: false,
    auto: false,
    loudness: "quiet",
    nginx: { host: "web", port: 8080, sslPort: 8443 },
    caBundle: "/ca.pem",
    askEvery: 60_000,
    folders: { webroot: "/srv/www", config: "/etc/letsencrypt" },
  });
});

test("an empty variable is as good as none", () => {
  const empty = { CERTBOT_EMAIL: "", CERTBOT_OPTIONS: "", CERTBOT_AUTO: "", NGINX_PORT: "", REQUESTS_CA_BUNDLE: "" };
  expect(read(empty)).toEqual(read({}));
});

test.for([
  ["--dry-run", [], { dryRun: true, directory: "https://acme-staging-v02.api.letsencrypt.org/directory" }],
  [`--server ${pebble}`, ["--dry-run"], { dryRun: true, directory: pebble, staging: false }],
  ["--staging", ["--server", pebble], { staging: false, directory: pebble }],
  [`--server ${pebble}`, ["--staging"], { staging: true }],
  ["-m a@acme.org", ["-m", "b@acme.org"], { email: "b@acme.org" }],
  ["-q", ["-v"], { loudness: "verbose" }],
  ["--debug", ["-q"], { loudness: "quiet" }],
  ["--cert-name one", ["--cert-name", "two"], { lineage: { name: "two", domains: ["dify.acme.org"] } }],
  ["-d www.acme.org", [], { lineage: { domains: ["dify.acme.org", "www.acme.org"] } }],
  ["-d www.acme.org", ["-d", "shop.acme.org"], { lineage: { domains: ["shop.acme.org"] } }],
  ["--preferred-profile classic", [], { profile: { name: "classic", required: false } }],
  ["--required-profile tlsserver", ["--preferred-profile", "x"], { profile: { name: "tlsserver", required: true } }],
  ["--preferred-chain 'ISRG Root X2'", ["--preferred-chain", "ISRG Root X1"], { preferredChain: "ISRG Root X1" }],
  ["--eab-kid k_1 --eab-hmac-key=-z_4=", [], { externalAccount: { kid: "k_1", hmacKey: "-z_4=" } }],
] as const)("with CERTBOT_OPTIONS=%s and the flags %j, the flags win", ([options, words, expected]) => {
  expect(read({ CERTBOT_OPTIONS: options }, words)).toMatchObject(expected);
});

test("--force-renewal counts by hand and not in the loop", () => {
  const environment = { CERTBOT_OPTIONS: "--force-renewal" };
  expect(read(environment, [], "update-cert").forceRenewal).toBe(true);
  expect(read(environment, [], "serve").forceRenewal).toBe(false);
});

test("what was left in CERTBOT_OPTIONS is named in the loop, with the mend", () => {
  const environment = { CERTBOT_OPTIONS: "--force-renewal --dry-run --test-cert --debug" };
  expect(read(environment, [], "serve").warnings.join("\n")).toMatchInlineSnapshot(`
    "CERTBOT_OPTIONS contains --dry-run: no certificate is obtained and health stays red; remove it in .env, then run: docker compose up -d certbot certbot-companion
    CERTBOT_OPTIONS names Let's Encrypt's staging directory: no browser trusts its certificates, health stays red; remove it in .env, then run: docker compose up -d certbot certbot-companion
    CERTBOT_OPTIONS contains --force-renewal: ignored here, it would exhaust the CA's rate limit; to renew now: docker compose exec certbot update-cert --force-renewal"
  `);
});

test("what a person asks for by hand is not warned about", () => {
  expect(read({}, ["--force-renewal", "--dry-run", "--staging"]).warnings).toEqual([]);
});

test("an address that is left out is a warning, and its flag wins over the variable", () => {
  expect(read({ CERTBOT_EMAIL: "your_email@example.com" }).warnings).toHaveLength(1);
  expect(read({ CERTBOT_EMAIL: "your_email@example.com" }, ["-m", "ops@acme.org"]).warnings).toEqual([]);
});

test("a language that is not spoken is a warning with the variable, the value and what is spoken", () => {
  expect(read({ HTTPSIDECAR_LANG: "fr" }).warnings.join("\n")).toMatchInlineSnapshot(
    `"HTTPSIDECAR_LANG "fr" is none of en, zh-CN, ja, so English is used: put HTTPSIDECAR_LANG=en (or zh-CN, ja) into httpsidecar.env, then run: docker compose up -d certbot certbot-companion"`,
  );
  expect(read({ HTTPSIDECAR_LANG: "zh-TW" }).warnings.join("\n")).toContain('HTTPSIDECAR_LANG "zh-TW" is none of');
  const spoken = ["en", "zh-CN", "zh", "ja", "ja_JP.UTF-8", "C.UTF-8", "", " "];
  expect(spoken.flatMap((HTTPSIDECAR_LANG) => read({ HTTPSIDECAR_LANG }).warnings)).toEqual([]);
  expect(read({ LANG: "fr_FR.UTF-8" }).warnings).toEqual([]);
});

test("a value that cannot be used is refused with a line that works", () => {
  const environments = [
    { CERTBOT_AUTO: "False" },
    { CERTBOT_AUTO: "0" },
    { NGINX_PORT: "http" },
    { NGINX_PORT: "0" },
    { NGINX_SSL_PORT: "70000" },
    { NGINX_SERVICE: "../nginx" },
    { REQUESTS_CA_BUNDLE: "ca.pem" },
    { CERTBOT_OPTIONS: "-w html" },
    { CERTBOT_OPTIONS: "-w /a -w /b" },
    { CERTBOT_OPTIONS: "--preferred-profile 'my profile'" },
    { CERTBOT_OPTIONS: "--required-profile=" },
    { CERTBOT_OPTIONS: "--preferred-chain=" },
    { CERTBOT_OPTIONS: "--eab-kid k_1" },
    { CERTBOT_OPTIONS: "--eab-hmac-key s3cret" },
    { CERTBOT_OPTIONS: "--eab-kid 'k 1' --eab-hmac-key s3cret" },
    { CERTBOT_OPTIONS: "--eab-kid k_1 --eab-hmac-key 's3cret here'" },
    { CERTBOT_OPTIONS: `--staging --server ${pebble}` },
    { CERTBOT_DOMAIN: "example.com" },
  ];
  expect(refusals(environments, read)).toMatchInlineSnapshot(`
    "CERTBOT_AUTO "False" is neither true nor false
      fix: put CERTBOT_AUTO=true (or false) into .env …
    CERTBOT_AUTO "0" is neither true nor false
      fix: put CERTBOT_AUTO=true (or false) into .env …
    NGINX_PORT "http" is not a port number
      fix: put NGINX_PORT=80 into .env …
    NGINX_PORT "0" is not a port between 1 and 65535
      fix: put NGINX_PORT=80 into .env …
    NGINX_SSL_PORT "70000" is not a port between 1 and 65535
      fix: put NGINX_SSL_PORT=443 into .env …
    NGINX_SERVICE "../nginx" is not a name of a Compose service
      fix: put NGINX_SERVICE=nginx into .env …
    REQUESTS_CA_BUNDLE "ca.pem" is not the full path of a file inside the container
      fix: put REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt into httpsidecar.env …
    --webroot-path "html" is not a full path
      fix: write -w /var/www/html in CERTBOT_OPTIONS, or leave it out
    --webroot-path is set twice, and it is not clear which folder is for which domain
      fix: keep one of them in CERTBOT_OPTIONS: -w /a; or write each -w before the -d that it is for
    --preferred-profile "my profile" is not the name of a profile
      fix: write a name that the CA lists, for example: --preferred-profile shortlived
    --required-profile "" is not the name of a profile
      fix: write a name that the CA lists, for example: --required-profile shortlived
    --preferred-chain "" is not the name of an issuer
      fix: write the common name of the root, for example: --preferred-chain "ISRG Root X1"
    --eab-kid is set without --eab-hmac-key, and the two belong together
      fix: copy both from the CA's site: --eab-kid=<key id> --eab-hmac-key=<key>
    --eab-hmac-key is set without --eab-kid, and the two belong together
      fix: copy both from the CA's site: --eab-kid=<key id> --eab-hmac-key=<key>
    --eab-kid "k 1" is not a key id
      fix: copy both from the CA's site: --eab-kid=<key id> --eab-hmac-key=<key>
    --eab-hmac-key is not base64, the form in which CAs issue it
      fix: copy both from the CA's site: --eab-kid=<key id> --eab-hmac-key=<key>
    --staging means Let's Encrypt's staging directory, and --server names another CA
      fix: remove one of the two from CERTBOT_OPTIONS, or from the command: --staging or --server
    CERTBOT_DOMAIN "example.com" is reserved: no public CA can sign it
      fix: put CERTBOT_DOMAIN=<the name that people type to reach this site> into .env …"
  `);
});

test("folders and socket can be elsewhere", () => {
  const environment = { CERTBOT_DOMAIN: "dify.acme.org" };
  const settings = readSettings({
    environment,
    words: [],
    word: "serve",
    folders: { config: "/tmp/le" },
    companionSocket: "/tmp/s",
  });
  expect(settings).toMatchObject({
    folders: { config: "/tmp/le", webroot: "/var/www/html" },
    companionSocket: "/tmp/s",
  });
});

test("the line ends of Windows are told by the file that has them, and are no part of another fault", () => {
  const environments = [
    { CERTBOT_AUTO: "true\r" },
    { CERTBOT_OPTIONS: `--server ${pebble}\r` },
    { DEPLOY: "reload\r" },
    { WHOEVER: "else\r", CERTBOT_DOMAIN: "dify.acme.org\r" },
  ];
  expect(refusals(environments, read)).toMatchInlineSnapshot(`
    "CERTBOT_AUTO ends in a carriage return: .env has Windows line ends
      fix: sed -i 's/\\r$//' .env …
    CERTBOT_OPTIONS ends in a carriage return: .env has Windows line ends
      fix: sed -i 's/\\r$//' .env …
    DEPLOY ends in a carriage return: httpsidecar.env has Windows line ends
      fix: sed -i 's/\\r$//' httpsidecar.env …
    CERTBOT_DOMAIN ends in a carriage return: .env has Windows line ends
      fix: sed -i 's/\\r$//' .env …"
  `);
  expect(read({ WHOEVER: "else\r" }).warnings).toEqual([]);
});
