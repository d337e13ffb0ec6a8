const table = [
  { key: "domains", names: ["--domains", "--domain", "-d"], takesValue: true },
  // certbot 5.3 has a flag of its own for addresses; here -d takes them too.
  { key: "domains", names: ["--ip-address"], takesValue: true },
  { key: "certName", names: ["--cert-name"], takesValue: true },
  { key: "email", names: ["--email", "-m"], takesValue: true },
  { key: "server", names: ["--server"], takesValue: true },
  { key: "preferredChain", names: ["--preferred-chain"], takesValue: true },
  { key: "preferredProfile", names: ["--preferred-profile"], takesValue: true },
  { key: "requiredProfile", names: ["--required-profile"], takesValue: true },
  { key: "eabKid", names: ["--eab-kid"], takesValue: true },
  { key: "eabHmacKey", names: ["--eab-hmac-key"], takesValue: true },
  { key: "webrootPath", names: ["--webroot-path", "-w"], takesValue: true },
  { key: "dryRun", names: ["--dry-run"], takesValue: false },
  { key: "staging", names: ["--staging", "--test-cert"], takesValue: false },
  { key: "noVerifySsl", names: ["--no-verify-ssl"], takesValue: false },
  { key: "forceRenewal", names: ["--force-renewal", "--renew-by-default"], takesValue: false },
  { key: "verbose", names: ["--verbose", "-v"], takesValue: false },
  { key: "quiet", names: ["--quiet", "-q"], takesValue: false },
  { key: "debug", names: ["--debug"], takesValue: false },
  // What these ask for is always so here.
  { key: "agreeTos", names: ["--agree-tos"], takesValue: false },
  { key: "noEffEmail", names: ["--no-eff-email"], takesValue: false },
  { key: "nonInteractive", names: ["--non-interactive", "--noninteractive", "-n"], takesValue: false },
  { key: "webroot", names: ["--webroot"], takesValue: false },
] as const;

export type FlagKey = (typeof table)[number]["key"];

export interface Flag {
  key: FlagKey;
  names: readonly string[];
  takesValue: boolean;
}

/** The flags of certbot that are taken, each with all its names. */
export const flags: readonly Flag[] = table;

/** All else that certbot 5 knows: to say so by name, and because it decides which beginnings are unambiguous. */
export const otherFlags: readonly string[] = `
  -a -c -h -i -t
  --account --allow-subset-of-names --apache --authenticator --authenticators --auto-hsts --break-my-certs --cert-path
  --chain-path --checkpoints --config --config-dir --configurator --csr --debug-challenges --delete-after-revoke
  --deploy-hook --disable-hook-validation --disable-renew-updates --duplicate --eab-hmac-alg
  --eff-email --elliptic-curve --expand --force-interactive --fullchain-path --help --hsts --http-01-address
  --http-01-port --https-port --init --installer --installers --issuance-timeout --keep
  --keep-until-expiring --key-path --key-type --logs-dir --manual --manual-auth-hook --manual-cleanup-hook
  --max-log-backups --must-staple --new-key --nginx --no-autorenew --no-bootstrap --no-delete-after-revoke
  --no-directory-hooks --no-hsts --no-permissions-check --no-random-sleep-on-renew --no-redirect --no-reuse-key
  --no-self-upgrade --no-staple-ocsp --no-uir --os-packages-only --post-hook --pre-hook --preconfigured-renewal
  --preferred-challenges --prepare --reason --redirect
  --register-unsafely-without-email --reinstall --renew-hook --renew-with-new-domains --reuse-key
  --rsa-key-size --run-deploy-hooks --standalone --staple-ocsp --strict-permissions --text --uir
  --user-agent --user-agent-comment --verbose-level --version --webroot-map --work-dir
`
  .trim()
  .split(/\s+/);
