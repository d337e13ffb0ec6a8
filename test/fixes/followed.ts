/** Fixes that a test does word by word, each with what brings it about. */

type Env = Readonly<Record<string, string>>;

export interface OfSettings {
  fix: string;
  env: Env;
  goesOn?: true;
}

const start = "then run: docker compose up -d certbot certbot-companion";
const options = (CERTBOT_OPTIONS: string) => ({ CERTBOT_OPTIONS });

/** By test/fixes/settings.test.ts: variables and options that cannot be used, before `update-cert`. */
export const settingsFixes: readonly OfSettings[] = [
  { fix: "leave --http-01-port out", env: options("--http-01-port 443") },
  {
    fix: "leave it out: HS256",
    env: options("--server https://ca.test/dir --eab-kid k --eab-hmac-key aGV5 --eab-hmac-alg HS1"),
  },
  {
    fix: "leave it out, write --preferred-challenges http, or dns with DNS_PROVIDER or --manual",
    env: options("--preferred-challenges tls-alpn-01"),
  },
  { fix: "keep one of the two", env: options("--webroot --standalone") },
  { fix: "write --manual-auth-hook /path/of/script in CERTBOT_OPTIONS", env: options("--manual") },
  { fix: "write {1} {2}", env: options("--key-type dsa") },
  { fix: "correct it, or omit {1}", env: options("--account abc") },
  {
    fix: "write a name that the CA lists, for example: --preferred-profile shortlived",
    env: options("--preferred-profile a/b"),
  },
  {
    fix: "write a name that the CA lists, for example: --required-profile shortlived",
    env: options("--required-profile a/b"),
  },
  {
    fix: "put CERTBOT_DOMAIN={1} into {2}, then run: docker compose up -d certbot certbot-companion",
    env: { CERTBOT_DOMAIN: "https://dify.acme.org/" },
  },
  {
    fix: `write --webroot-map '{"a.example.org,b.example.org":"/var/www/html"}'`,
    env: options("--webroot-map x"),
    goesOn: true,
  },
  {
    fix: "keep one of them in CERTBOT_OPTIONS: -w {1}; or write each -w before the -d that it is for",
    env: options("-w /a -w /b"),
  },
  {
    fix: `write the common name of the root, for example: --preferred-chain "ISRG Root X1"`,
    env: options("--preferred-chain=\u0001"),
  },
  {
    fix: "remove one of the two from CERTBOT_OPTIONS, or from the command: --staging or --server",
    env: options("--staging --server https://ca.test/dir"),
  },
  {
    fix: "in CERTBOT_OPTIONS, or after update-cert, give it a name such as --cert-name dify",
    env: options("--cert-name a/b"),
  },
  { fix: "write -w /var/www/html in CERTBOT_OPTIONS, or leave it out", env: options("-w www") },
  {
    fix: "remove {1}, and mount the host's folder at {2} in the certbot service",
    env: options("--config-dir /elsewhere"),
  },
  { fix: `if it is a domain, write: -d {1}; ${start}`, env: options("a.acme.org") },
  { fix: `remove it; update-cert finds out automatically what to do; ${start}`, env: options("certonly") },
  { fix: "write -d {1}", env: options("-d https://a.acme.org/") },
  { fix: "write DNS_PROPAGATION_TIMEOUT=300 in httpsidecar.env", env: { DNS_PROPAGATION_TIMEOUT: "soon" } },
  { fix: `put {1} into {2}, ${start}`, env: { CERTBOT_AUTO: "yes" } },
  { fix: `put {1} into {2}, ${start}`, env: { METRICS_PORT: "x" } },
  { fix: `put RENEW_SCHEDULE="0 2 * * sun" into {2}, ${start}`, env: { RENEW_SCHEDULE: "weekly please" } },
  {
    fix: `put NOTIFY_URLS=https://ntfy.sh/your-secret-topic (several with white space between them) into {2}, ${start}`,
    env: { NOTIFY_URLS: "ftp://x" },
  },
  {
    fix: `put WATCH=https://chat.example.jp https://other.example.jp:8443 into {2}, ${start}`,
    env: { WATCH: "http://x" },
  },
  { fix: `sed -i 's/\\r$//' {1}, ${start}`, env: { CERTBOT_AUTO: "true\r" } },
  { fix: `sed -i 's/\\r$//' {1}, ${start}`, env: { DEPLOY: "reload\r" } },
  { fix: `close it, or remove it from {1} in .env, ${start}`, env: options("--user-agent 'x") },
  {
    fix: "take one of them out of httpsidecar.env, then run: docker compose up -d certbot",
    env: { NOTIFY_URLS: "https://ntfy.sh/x", NOTIFY_URLS_FILE: "/x" },
    goesOn: true,
  },
];

/** By test/fixes/store.test.ts: what is wrong in certbot's folder, before `update-cert`. */
export const storeFixes = [
  { why: "a lost conf", fix: "docker compose exec certbot httpsidecar repair" },
  { why: "plain files in the place of links", fix: "docker compose exec certbot httpsidecar repair" },
  { why: "a stranger's file in archive/", fix: "docker compose exec certbot mv {1} {2}.old" },
  {
    why: "a key that is lost",
    fix: "restore {1} and {2} from a backup, or move them and {3} away, then run docker compose exec certbot update-cert",
  },
  {
    why: "a conf with a line that is none",
    fix: "correct line {1} of {2}, or move the file away and keep a copy: nothing was changed",
  },
  { why: "a conf of a folder that moved", fix: "put this line above its first section: {1} = {2}" },
  {
    why: "two accounts",
    fix: "docker compose exec certbot mv '{1}/{2}' /etc/letsencrypt/; or name the one to keep in CERTBOT_OPTIONS in .env: --account {3}, then: docker compose up -d certbot certbot-companion",
  },
  {
    why: "an account that cannot be read",
    fix: "restore it from a backup, or move the account away and a new one is created: docker compose exec certbot mv '{1}' /etc/letsencrypt/",
  },
  { why: "an account under another name", fix: "docker compose exec certbot mv '{1}' '{2}'" },
  { why: "a folder that has the name as typed", fix: "docker compose exec certbot mv '{1}' '{2}.old'" },
] as const;

const enable = "docker compose exec certbot httpsidecar enable-https";

/** By test/integration/fixes.test.ts: what `doctor` finds in a stack. */
export const doctorFixes = [
  {
    why: "--dry-run that was left over",
    fix: "remove it in .env, then: docker compose up -d certbot certbot-companion",
  },
  {
    why: "CERTBOT_AUTO=false",
    fix: "set CERTBOT_AUTO=true in .env, then: docker compose up -d certbot certbot-companion",
  },
  {
    why: "a webroot that is not mounted",
    fix: "add the volume {1}:{2} to the certbot service, then: docker compose up -d certbot",
  },
  { why: "a file in the place of the webroot", fix: "mv {1} {2}.old; docker compose up -d --force-recreate certbot" },
  { why: "--dry-run in certbot's own file", fix: "remove it, then: docker compose restart certbot" },
  {
    why: "a webroot that nginx does not have",
    fix: "mount the same folder in both: ./volumes/certbot/www:/var/www/html in the services nginx and certbot, then: docker compose up -d nginx certbot",
  },
  {
    why: "a port 80 that is not published",
    fix: "set EXPOSE_NGINX_PORT=80 in .env, then: docker compose up -d nginx; or let the proxy that owns port 80 forward /.well-known/acme-challenge/ to nginx",
  },
  {
    why: "a port 443 that is not published",
    fix: 'set EXPOSE_NGINX_SSL_PORT={1} in .env, then: docker compose up -d nginx; in a compose file of your own add "{2}:443" to nginx\'s ports',
  },
  {
    why: "a webroot that is mounted read-only",
    fix: 'remove ":ro" from the mount {1}:{2} of the certbot service, then: docker compose up -d certbot; if it is not there, see who owns the folder: ls -ldn {3}',
  },
  {
    why: "--staging where a trusted certificate is stored",
    typed: "update-cert",
    fix: "remove --staging (or --test-cert, or its --server) from CERTBOT_OPTIONS in .env, then: docker compose up -d certbot",
  },
  { why: "HTTPS that was turned off", fix: enable },
  { why: "a certificate that nginx does not serve", fix: enable },
  {
    why: "a certificate of Dify's own",
    fix: `${enable}; by hand: NGINX_SSL_CERT_FILENAME=fullchain.pem and NGINX_SSL_CERT_KEY_FILENAME=privkey.pem in .env, then: docker compose up -d nginx`,
  },
  {
    why: "a server block that is not ours",
    fix: "set NGINX_SERVER_NAME={1} in .env, then: docker compose up -d nginx; in a file of your own write into the right block: server_name {2};",
  },
  { why: "services with new addresses", fix: "docker compose exec certbot httpsidecar reload" },
  {
    why: "no location for the challenge",
    fix: "set NGINX_ENABLE_CERTBOT_CHALLENGE=true in .env and run: docker compose up -d nginx; where nginx's file is your own: docker/attach FOLDER",
  },
  {
    why: "another certificate on the wire",
    fix: "docker compose exec certbot update-cert; if it stays so, see ssl_certificate in: docker compose exec nginx nginx -T",
  },
  { why: "an app's URL that says http", fix: "set {1}={2} in .env, then: docker compose up -d" },
  { why: "an app's URL that says ws", fix: "set {1}={2} in .env, then: docker compose up -d" },
  { why: "an origin that Open WebUI refuses", fix: "set CORS_ALLOW_ORIGIN={1} in .env, then: docker compose up -d" },
  {
    why: "an app that does not run",
    fix: "start the app: docker compose up -d; to see why it stopped: docker compose ps --all; where nginx looks for it: UPSTREAM in .env, or proxy_pass in nginx's configuration",
  },
  {
    why: "an nginx that does not run",
    fix: "docker compose up -d nginx; if the service has another name, in .env: NGINX_SERVICE=NAME NGINX_PORT=PORT; then: docker compose up -d certbot certbot-companion",
  },
  {
    why: "failures in a row",
    fix: "remove the cause, then retry immediately: docker compose exec certbot update-cert",
  },
  { why: "a certificate that was revoked by hand", fix: "docker compose exec certbot update-cert --force-renewal" },
  {
    why: "a certificate that has expired",
    fix: "see the cause in the lines below, fix it, then: docker compose exec certbot update-cert",
  },
  {
    why: "a certificate that should have been renewed",
    fix: "see the cause in the lines below, fix it, then: docker compose exec certbot update-cert",
  },
  { why: "a certificate of a staging CA", fix: "at once: docker compose exec certbot update-cert" },
  {
    why: "a name without an address",
    fix: "at your DNS provider add a record: {1}. A <public IPv4 address of this server>",
  },
] as const;

/** By test/fixes/companion.test.ts: what the companion answers to an order's certificate. */
export const companionFixes = [
  {
    code: "no-nginx",
    fix: "docker compose up -d nginx; if the service has another name, in .env: {1}; then: docker compose up -d certbot certbot-companion",
  },
  {
    code: "certificate-missing",
    fix: "set NGINX_HTTPS_ENABLED=false in .env and run: docker compose up -d --no-deps --force-recreate nginx; HTTPS is switched on once there is a certificate",
  },
  {
    code: "unknown-shape",
    fix: "set NGINX_HTTPS_ENABLED=true in .env and run: docker compose up -d --no-deps --force-recreate nginx",
  },
  { code: "stack-updated", fix: "docker compose up -d" },
  { code: "bad-request", fix: "docker compose up -d --force-recreate certbot certbot-companion" },
] as const;

/** By the same: nobody listens at its socket. */
export const absentFixes = [{ fix: "docker compose up -d certbot-companion" }] as const;

/** By test/fixes/health.test.ts: who stands still. */
export const healthFixes = [
  { why: "the loop", fix: "docker compose restart certbot" },
  { why: "the companion", fix: "docker compose restart certbot-companion" },
] as const;

export const followed: readonly string[] = [
  ...[settingsFixes, storeFixes, doctorFixes, companionFixes, absentFixes, healthFixes].flatMap((table) =>
    table.map(({ fix }) => fix),
  ),
];
