import { phrase } from "../model/phrase.ts";

interface Row {
  names: string;
  takesValue?: true;
  /** its option here */
  key?: string;
  /** accepted without effect: what holds here anyway */
  note?: string;
  /** refused: why, and the nearest thing that works */
  refused?: readonly [why: string, instead: string];
  /** the one value that is accepted all the same, without effect */
  harmless?: string;
}

const plugin = phrase`there is no installer here: the companion turns on HTTPS in nginx automatically`;
const always = phrase`remove it: certonly is enough, nginx is told automatically`;
const dns = phrase`this DNS plugin is not here`;
/** The version whose flags these are; scripts compare it. */
export const spokenVersion = "5.5.0";

export const proveInDns = phrase`DNS_PROVIDER in httpsidecar.env names another way to change the zone, such as exec with a script`;
const notInstalling = phrase`nginx is configured by the stack's own templates, so this changes nothing`;

/** Every flag of that version that is not in flags.ts, and what it does here. The one table. */
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
  // nothing is kept there, so it may be anywhere
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

  { names: "--register-unsafely-without-email", key: "noEmail", note: phrase`an account needs no address here` },
  { names: "--eff-email", note: phrase`no address is handed to anyone but the CA` },
  { names: "--text -t", note: phrase`there is no other form` },
  {
    names: "--keep-until-expiring --keep --reinstall",
    note: phrase`a certificate that is not due for renewal is always kept`,
  },
  { names: "--renew-with-new-domains", note: phrase`changed names are always renewed without a question` },
  { names: "--no-random-sleep-on-renew", note: phrase`renew never sleeps here` },
  { names: "--debug-challenges", note: phrase`there is no terminal to press a key on, so nothing waits` },
  { names: "--disable-renew-updates", note: notInstalling },
  { names: "--strict-permissions", note: phrase`folders keep their owner and mode` },
  { names: "--preconfigured-renewal", note: phrase`renewal is always set up here` },
  { names: "--redirect", note: notInstalling },
  { names: "--no-redirect", note: notInstalling },
  { names: "--hsts", note: phrase`${notInstalling}; HSTS_MAX_AGE is for that` },
  { names: "--no-hsts", note: notInstalling },
  { names: "--auto-hsts", note: notInstalling },
  { names: "--uir", note: notInstalling },
  { names: "--no-uir", note: notInstalling },
  { names: "--staple-ocsp", note: notInstalling },
  { names: "--no-staple-ocsp", note: notInstalling },
  { names: "--https-port", takesValue: true, note: notInstalling },
  { names: "--no-self-upgrade", note: phrase`certbot itself has no use for it any more` },
  { names: "--os-packages-only", note: phrase`certbot itself has no use for it any more` },
  { names: "--no-bootstrap", note: phrase`certbot itself has no use for it any more` },
  { names: "--no-permissions-check", note: phrase`certbot itself has no use for it any more` },
  { names: "--manual-public-ip-logging-ok", note: phrase`certbot itself has no use for it any more` },

  { names: "--must-staple", refused: [phrase`Let's Encrypt has ended OCSP and refuses it`, phrase`remove it`] },
  {
    names: "--duplicate",
    refused: [
      phrase`two certificates for the same domains are of no use here`,
      phrase`--cert-name NAME with -d NAMES creates a second one under its own name`,
    ],
  },
  { names: "--force-interactive", refused: [phrase`nothing is ever asked here`, phrase`remove it`] },
  { names: "--manual", key: "manual" },
  { names: "--manual-auth-hook", takesValue: true, key: "manualAuthHook" },
  { names: "--manual-cleanup-hook", takesValue: true, key: "manualCleanupHook" },
  { names: "--csr", takesValue: true, key: "csr" },
  { names: "--chain-path", takesValue: true, key: "chainPath" },
  { names: "--fullchain-path", takesValue: true, key: "fullchainPath" },
  { names: "--nginx", refused: [plugin, always] },
  { names: "--apache", refused: [plugin, always] },
  // certbot's installer that installs nothing
  { names: "--installer -i", takesValue: true, refused: [plugin, always], harmless: "null" },
  { names: "--dns-cloudflare", key: "dns-cloudflare" },
  { names: "--dns-cloudflare-credentials", takesValue: true, key: "dnsCredentials" },
  { names: "--dns-cloudflare-propagation-seconds", takesValue: true, key: "dnsPropagation" },
  { names: "--dns-digitalocean", refused: [dns, proveInDns] },
  { names: "--dns-dnsimple", refused: [dns, proveInDns] },
  { names: "--dns-dnsmadeeasy", refused: [dns, proveInDns] },
  { names: "--dns-gehirn", refused: [dns, proveInDns] },
  { names: "--dns-google", refused: [dns, proveInDns] },
  { names: "--dns-linode", refused: [dns, proveInDns] },
  { names: "--dns-luadns", refused: [dns, proveInDns] },
  { names: "--dns-nsone", refused: [dns, proveInDns] },
  { names: "--dns-ovh", refused: [dns, proveInDns] },
  { names: "--dns-rfc2136", key: "dns-rfc2136" },
  { names: "--dns-rfc2136-credentials", takesValue: true, key: "dnsCredentials" },
  { names: "--dns-rfc2136-propagation-seconds", takesValue: true, key: "dnsPropagation" },
  { names: "--dns-route53", key: "dns-route53" },
  { names: "--dns-route53-propagation-seconds", takesValue: true, key: "dnsPropagation" },
  { names: "--dns-sakuracloud", key: "dns-sakuracloud" },
  { names: "--dns-sakuracloud-credentials", takesValue: true, key: "dnsCredentials" },
  { names: "--dns-sakuracloud-propagation-seconds", takesValue: true, key: "dnsPropagation" },
  { names: "--checkpoints", takesValue: true, refused: [phrase`there is no rollback here`, phrase`remove it`] },
  { names: "--init", note: phrase`the list of plugins is always the same` },
  { names: "--prepare", note: phrase`the list of plugins is always the same` },
  { names: "--authenticators", note: phrase`the list of plugins is always the same` },
  { names: "--installers", note: phrase`the list of plugins is always the same` },
  { names: "--help -h", refused: [phrase`it is asked for alone`, "docker compose exec certbot certbot --help"] },
  { names: "--version", refused: [phrase`it is asked for alone`, "docker compose exec certbot certbot --version"] },
] as const satisfies readonly Row[];

export type CertbotFlagKey = Extract<(typeof certbotFlags)[number], { key: string }>["key"] | "noted";
