interface Row {
  /** every name, the long one first */
  names: string;
  takesValue?: true;
  /** it changes something here */
  key?: string;
  /** it is taken and changes nothing: what holds here anyway */
  note?: string;
  /** it is refused: why, and the nearest thing that works */
  refused?: readonly [why: string, instead: string];
}

const plugin = "there is no installer here: the companion switches HTTPS on in nginx by itself";
const always = "take it out: certonly is enough, nginx is told by itself";
const dns = "names are proven over HTTP here, not in DNS";
const proveHttp = "take it out: -w /var/www/html proves the names through nginx";
const notInstalling = "nginx is configured by the stack's own templates, so this changes nothing";

/** Every flag of certbot 5 that is not in flags.ts, and what it does here. The one table. */
export const certbotFlags = [
  { names: "--key-type", takesValue: true, key: "keyType" },
  { names: "--elliptic-curve", takesValue: true, key: "ellipticCurve" },
  { names: "--rsa-key-size", takesValue: true, key: "rsaKeySize" },
  { names: "--reuse-key", key: "reuseKey" },
  { names: "--no-reuse-key", key: "noReuseKey" },
  { names: "--new-key", key: "newKey" },
  { names: "--expand", key: "expand" },
  { names: "--authenticator -a --configurator", takesValue: true, key: "authenticator" },
  { names: "--standalone", key: "standalone" },
  { names: "--webroot-map", takesValue: true, key: "webrootMap" },
  { names: "--http-01-port", takesValue: true, key: "http01Port" },
  { names: "--http-01-address", takesValue: true, key: "http01Address" },
  { names: "--preferred-challenges", takesValue: true, key: "preferredChallenges" },
  { names: "--pre-hook", takesValue: true, key: "preHook" },
  { names: "--post-hook", takesValue: true, key: "postHook" },
  { names: "--deploy-hook --renew-hook", takesValue: true, key: "deployHook" },
  { names: "--run-deploy-hooks", key: "runDeployHooks" },
  { names: "--disable-hook-validation", key: "noHookValidation" },
  { names: "--no-directory-hooks", key: "noDirectoryHooks" },
  { names: "--no-autorenew", key: "noAutorenew" },
  { names: "--issuance-timeout", takesValue: true, key: "issuanceTimeout" },
  { names: "--user-agent", takesValue: true, key: "userAgent" },
  { names: "--user-agent-comment", takesValue: true, key: "userAgentComment" },
  { names: "--verbose-level", takesValue: true, key: "verboseLevel" },
  { names: "--config-dir", takesValue: true, key: "configDir" },
  { names: "--work-dir", takesValue: true, key: "workDir" },
  { names: "--logs-dir", takesValue: true, key: "logsDir" },
  { names: "--max-log-backups", takesValue: true, key: "maxLogBackups" },
  { names: "--config -c", takesValue: true, key: "config" },
  { names: "--account", takesValue: true, key: "account" },
  { names: "--allow-subset-of-names", key: "allowSubset" },
  { names: "--break-my-certs", key: "breakMyCerts" },
  { names: "--reason", takesValue: true, key: "reason" },
  { names: "--cert-path", takesValue: true, key: "certPath" },
  { names: "--key-path", takesValue: true, key: "keyPath" },
  { names: "--delete-after-revoke", key: "deleteAfterRevoke" },
  { names: "--no-delete-after-revoke", key: "noDeleteAfterRevoke" },

  { names: "--register-unsafely-without-email", note: "an account needs no address here" },
  { names: "--eff-email", note: "no address is handed to anyone but the authority" },
  { names: "--text -t", note: "there is no other form" },
  { names: "--keep-until-expiring --keep --reinstall", note: "a certificate that is not due is always kept" },
  { names: "--renew-with-new-domains", note: "changed names are always renewed without a question" },
  { names: "--no-random-sleep-on-renew", note: "renew never sleeps here" },
  { names: "--debug-challenges", note: "nobody is there to press a key, so nothing waits" },
  { names: "--disable-renew-updates", note: notInstalling },
  { names: "--strict-permissions", note: "folders keep the owner and the mode that they have" },
  { names: "--preconfigured-renewal", note: "renewal is always set up here" },
  { names: "--redirect", note: notInstalling },
  { names: "--no-redirect", note: notInstalling },
  { names: "--hsts", note: `${notInstalling}; HSTS_MAX_AGE is for that` },
  { names: "--no-hsts", note: notInstalling },
  { names: "--auto-hsts", note: notInstalling },
  { names: "--uir", note: notInstalling },
  { names: "--no-uir", note: notInstalling },
  { names: "--staple-ocsp", note: notInstalling },
  { names: "--no-staple-ocsp", note: notInstalling },
  { names: "--https-port", takesValue: true, note: notInstalling },
  { names: "--no-self-upgrade", note: "certbot itself has no use for it any more" },
  { names: "--os-packages-only", note: "certbot itself has no use for it any more" },
  { names: "--no-bootstrap", note: "certbot itself has no use for it any more" },
  { names: "--no-permissions-check", note: "certbot itself has no use for it any more" },
  { names: "--manual-public-ip-logging-ok", note: "certbot itself has no use for it any more" },

  { names: "--must-staple", refused: ["Let's Encrypt has ended OCSP and refuses it", "take it out"] },
  {
    names: "--duplicate",
    refused: [
      "two certificates for one list of names serve nobody here",
      "--cert-name NAME with -d NAMES makes a second one under its own name",
    ],
  },
  { names: "--force-interactive", refused: ["nothing is ever asked here", "take it out"] },
  { names: "--manual", refused: [dns, proveHttp] },
  {
    names: "--manual-auth-hook",
    takesValue: true,
    refused: ["names are proven by writing a file, not by a script", proveHttp],
  },
  {
    names: "--manual-cleanup-hook",
    takesValue: true,
    refused: ["names are proven by writing a file, not by a script", proveHttp],
  },
  {
    names: "--csr",
    takesValue: true,
    refused: ["keys and requests are made here", "-d NAMES, with --key-type and --rsa-key-size for the kind of key"],
  },
  {
    names: "--chain-path",
    takesValue: true,
    refused: ["it belongs to --csr", "take it out: files lie in /etc/letsencrypt/live/NAME/"],
  },
  {
    names: "--fullchain-path",
    takesValue: true,
    refused: ["it belongs to --csr", "take it out: files lie in /etc/letsencrypt/live/NAME/"],
  },
  { names: "--nginx", refused: [plugin, always] },
  { names: "--apache", refused: [plugin, always] },
  { names: "--installer -i", takesValue: true, refused: [plugin, always] },
  { names: "--dns-cloudflare", refused: [dns, proveHttp] },
  { names: "--dns-digitalocean", refused: [dns, proveHttp] },
  { names: "--dns-dnsimple", refused: [dns, proveHttp] },
  { names: "--dns-dnsmadeeasy", refused: [dns, proveHttp] },
  { names: "--dns-gehirn", refused: [dns, proveHttp] },
  { names: "--dns-google", refused: [dns, proveHttp] },
  { names: "--dns-linode", refused: [dns, proveHttp] },
  { names: "--dns-luadns", refused: [dns, proveHttp] },
  { names: "--dns-nsone", refused: [dns, proveHttp] },
  { names: "--dns-ovh", refused: [dns, proveHttp] },
  { names: "--dns-rfc2136", refused: [dns, proveHttp] },
  { names: "--dns-route53", refused: [dns, proveHttp] },
  { names: "--dns-sakuracloud", refused: [dns, proveHttp] },
  { names: "--checkpoints", takesValue: true, refused: ["there is no rollback here", "take it out"] },
  { names: "--init", refused: ["there are no plugins to list", "take it out"] },
  { names: "--prepare", refused: ["there are no plugins to list", "take it out"] },
  { names: "--authenticators", refused: ["there are no plugins to list", "take it out"] },
  { names: "--installers", refused: ["there are no plugins to list", "take it out"] },
  { names: "--help -h", refused: ["it is asked for alone", "docker compose exec certbot certbot --help"] },
  { names: "--version", refused: ["it is asked for alone", "docker compose exec certbot certbot --version"] },
] as const satisfies readonly Row[];

export type CertbotFlagKey = Extract<(typeof certbotFlags)[number], { key: string }>["key"] | "noted";
