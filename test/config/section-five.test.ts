import { describe, expect, test } from "vitest";
import { verbs } from "../../src/cli/certbot/command-line.ts";
import { certbotFlags } from "../../src/config/certbot-flags.ts";
import { flags, ofRevoke, refusedFlags } from "../../src/config/flags.ts";
import { readOptions } from "../../src/config/options.ts";
import { readSettings } from "../../src/config/settings.ts";
import { Problem } from "../../src/model/problem.ts";

/**
 * Every flag of certbot 5.6 with all its names, and what becomes of it here: `works` changes something or asks for what
 * is always so; `noted` is taken with a word of why it changes nothing; `refused` is named with the reason and what
 * works instead; `revoke` and `certonly` belong to that verb. A value says that the flag takes one, and gives one that works.
 */
const rows: readonly (readonly [names: string, value: string | undefined, becomes: Becomes])[] = [
  ["-d --domain --domains", "a.org", "works"],
  ["--ip-address", "192.0.1.9", "works"],
  ["--cert-name", "a.org", "works"],
  ["-m --email", "a@acme.org", "works"],
  ["--register-unsafely-without-email", undefined, "noted"],
  ["--agree-tos", undefined, "works"],
  ["--eff-email", undefined, "noted"],
  ["--no-eff-email", undefined, "works"],
  ["-n --non-interactive --noninteractive", undefined, "works"],
  ["--force-interactive", undefined, "refused"],
  ["-v --verbose", undefined, "works"],
  ["--verbose-level", "2", "works"],
  ["-q --quiet", undefined, "works"],
  ["-t --text", undefined, "noted"],
  ["--debug", undefined, "works"],
  ["--debug-challenges", undefined, "noted"],
  ["--dry-run", undefined, "works"],
  ["--run-deploy-hooks", undefined, "works"],
  ["--test-cert --staging", undefined, "works"],
  ["--break-my-certs", undefined, "works"],
  ["--server", "https://ca.test/dir", "works"],
  ["--no-verify-ssl", undefined, "works"],
  ["--account", "0123456789abcdef0123456789abcdef", "works"],
  ["--eab-kid", "kid-1", "works"],
  ["--eab-hmac-key", "c2VjcmV0", "works"],
  ["--eab-hmac-alg", "HS384", "works"],
  ["--force-renewal --renew-by-default", undefined, "works"],
  ["--keep-until-expiring --keep --reinstall", undefined, "noted"],
  ["--expand", undefined, "works"],
  ["--renew-with-new-domains", undefined, "noted"],
  ["--duplicate", undefined, "refused"],
  ["--allow-subset-of-names", undefined, "works"],
  ["--key-type", "rsa", "works"],
  ["--elliptic-curve", "secp384r1", "works"],
  ["--rsa-key-size", "3072", "works"],
  ["--reuse-key", undefined, "works"],
  ["--no-reuse-key", undefined, "works"],
  ["--new-key", undefined, "works"],
  ["--must-staple", undefined, "refused"],
  ["--preferred-chain", "ISRG Root X1", "works"],
  ["--preferred-challenges", "http", "works"],
  ["--preferred-profile", "shortlived", "works"],
  ["--required-profile", "shortlived", "works"],
  ["--issuance-timeout", "60", "works"],
  ["--http-01-port", "8080", "works"],
  ["--http-01-address", "127.0.0.1", "works"],
  ["--webroot", undefined, "works"],
  ["--standalone", undefined, "works"],
  ["--manual", undefined, "works"],
  ["-a --authenticator --configurator", "webroot", "works"],
  ["-w --webroot-path", "/var/www/html", "works"],
  ["--webroot-map", `{"a.org":"/var/www/html"}`, "works"],
  ["--manual-auth-hook", "x", "works"],
  ["--manual-cleanup-hook", "x", "works"],
  ["--pre-hook", "true", "works"],
  ["--post-hook", "true", "works"],
  ["--deploy-hook --renew-hook", "true", "works"],
  ["--disable-hook-validation", undefined, "works"],
  ["--no-directory-hooks", undefined, "works"],
  ["--no-random-sleep-on-renew", undefined, "noted"],
  ["--no-autorenew", undefined, "works"],
  ["--disable-renew-updates", undefined, "noted"],
  ["--strict-permissions", undefined, "noted"],
  ["--csr", "x", "certonly"],
  ["--cert-path", "x", "revoke"],
  ["--key-path", "x", "revoke"],
  ["--chain-path", "x", "certonly"],
  ["--fullchain-path", "x", "certonly"],
  ["--max-log-backups", "0", "works"],
  ["--config-dir", "/etc/letsencrypt", "works"],
  ["--work-dir", "/srv/work", "works"],
  ["--logs-dir", "/var/log/letsencrypt", "works"],
  ["-c --config", "/etc/own.ini", "works"],
  ["--user-agent", "x", "works"],
  ["--user-agent-comment", "x", "works"],
  ["--preconfigured-renewal", undefined, "noted"],
  ["-i --installer", "nginx", "refused"],
  ["-i --installer", "null", "noted"],
  ["--nginx", undefined, "refused"],
  ["--apache", undefined, "refused"],
  ...["redirect", "hsts", "uir", "staple-ocsp"].flatMap(
    (name) => [[`--${name}`, undefined, "noted"] as const, [`--no-${name}`, undefined, "noted"] as const] as const,
  ),
  ["--auto-hsts", undefined, "noted"],
  ["--https-port", "8443", "noted"],
  ...["cloudflare", "digitalocean", "dnsimple", "dnsmadeeasy", "gehirn", "google", "linode"].map(dnsRow),
  ...["luadns", "nsone", "ovh", "rfc2136", "route53", "sakuracloud"].map(dnsRow),
  ["--reason", "superseded", "revoke"],
  ["--delete-after-revoke", undefined, "revoke"],
  ["--no-delete-after-revoke", undefined, "revoke"],
  ["--checkpoints", "1", "refused"],
  ["--init", undefined, "noted"],
  ["--prepare", undefined, "noted"],
  ["--authenticators", undefined, "noted"],
  ["--installers", undefined, "noted"],
  ["-h --help", undefined, "refused"],
  ["--version", undefined, "refused"],
  ["--no-self-upgrade", undefined, "noted"],
  ["--os-packages-only", undefined, "noted"],
  ["--no-bootstrap", undefined, "noted"],
  ["--no-permissions-check", undefined, "noted"],
  ["--manual-public-ip-logging-ok", undefined, "noted"],
];

type Becomes = "works" | "noted" | "refused" | "revoke" | "certonly";

/** Plugins with a provider here have their own flags too. */
const dnsFlagRows = ["cloudflare", "rfc2136", "sakuracloud", "route53"].flatMap((provider): Rows => {
  const waits = [`--dns-${provider}-propagation-seconds`, "30", "works"] as const;
  if (provider === "route53") return [waits];
  return [waits, [`--dns-${provider}-credentials`, "/run/secrets/dns.ini", "works"]];
});

type Rows = (typeof rows)[number][];

function dnsRow(provider: string) {
  const isHere = ["cloudflare", "rfc2136", "sakuracloud", "route53"].includes(provider);
  return [`--dns-${provider}`, undefined, isHere ? "works" : "refused"] as const;
}

const cases = [...rows, ...dnsFlagRows].flatMap(([names, value, becomes]) =>
  names.split(" ").map((name) => ({ name, value, becomes })),
);
const long = cases.filter(({ name }) => name.startsWith("--"));

/** A flag that is asked for by its own, without the ones that belong to it. */
const partners: Readonly<Record<string, string>> = {
  "--manual": "--manual-auth-hook x",
  "--dns-cloudflare": "--dns-cloudflare-credentials /run/secrets/dns.ini",
  "--dns-rfc2136": "--dns-rfc2136-credentials /run/secrets/dns.ini",
  "--dns-sakuracloud": "--dns-sakuracloud-credentials /run/secrets/dns.ini",
  "--eab-kid": "--eab-hmac-key=c2VjcmV0",
  "--eab-hmac-key": "--eab-kid=kid-1",
  "--eab-hmac-alg": "--eab-kid=kid-1 --eab-hmac-key=c2VjcmV0",
};

function settings(words: readonly string[]) {
  const environment = { CERTBOT_DOMAIN: "a.org", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };
  return readSettings({ environment, words, word: "update-cert" });
}

function refusalOf(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return expect.unreachable("it was taken");
}

describe("every flag of certbot becomes what is written of it", () => {
  test.each(cases)("$name: $becomes", ({ name, value, becomes }) => {
    const words = [name, ...(value === undefined ? [] : [value]), ...(partners[name]?.split(" ") ?? [])];
    if (becomes === "works")
      return expect(settings(words).warnings.filter((line) => line.startsWith("--"))).toEqual([]);
    if (becomes === "noted") return expect(settings(words).warnings[0]).toMatch(/^--[\w-]+: .{15,}/);
    const { message, fix, code } = refusalOf(() => settings(words));
    expect(code).toBe("bad-settings");
    expect(message).toContain(
      becomes === "refused" ? `${name}, a flag of certbot that httpsidecar` : `belongs to ${becomes}`,
    );
    expect(fix.length).toBeGreaterThan(5);
  });

  test("and no flag is known here that this table does not have", () => {
    const ours = [...flags.flatMap(({ names }) => names), ...refusedFlags.keys()];
    expect(ours.filter((name) => !cases.some((each) => each.name === name))).toEqual([]);
    expect(certbotFlags.length).toBeGreaterThan(70);
    expect(ofRevoke.length).toBe(cases.filter(({ becomes }) => becomes === "revoke").length);
  });

  test("a reason, a note or a refusal never stands without words", () => {
    for (const [why, instead] of refusedFlags.values()) expect(why.length * instead.length).toBeGreaterThan(50);
  });
});

describe("the forms in which a flag is given", () => {
  const taking = long.filter(({ value, becomes }) => value !== undefined && becomes !== "refused");

  test.each(taking)("$name with = and with a space is the same", ({ name, value = "" }) => {
    expect(readOptions([`${name}=${value}`], "certbot")).toEqual(readOptions([name, value], "certbot"));
  });

  test.each(taking)("$name without a value is refused, exit code 2", ({ name }) => {
    expect(refusalOf(() => readOptions([name], "certbot")).message).toBe(`certbot has ${name} without a value`);
  });

  const alone = long.filter(({ value, becomes }) => value === undefined && becomes !== "refused");

  test.each(alone)("$name with a value is refused", ({ name }) => {
    expect(refusalOf(() => readOptions([`${name}=true`], "certbot")).message).toContain("and it accepts none");
  });

  /** The shortest beginning that no other flag shares. */
  const beginnings = long.flatMap(({ name, value, becomes }) => {
    const all = long.map((each) => each.name);
    for (let length = 3; length < name.length; length++) {
      const start = name.slice(0, length);
      if (all.filter((other) => other.startsWith(start)).length === 1) return [{ start, name, value, becomes }];
    }
    return [];
  });

  test.each(beginnings)("$start is $name", ({ start, name, value, becomes }) => {
    const words = (flag: string) => [flag, ...(value === undefined ? [] : [value])];
    const read = () => readOptions(words(start), "certbot");
    if (becomes === "refused") return expect(refusalOf(read).message).toContain(`${name}, a flag of certbot`);
    expect(read()).toEqual(readOptions(words(name), "certbot"));
  });

  test("a flag given twice: lists grow, of all else the last one counts", () => {
    const { lineage, certbot, directory } = settings(
      "-d a.org -d b.org,c.org --key-type ecdsa --key-type rsa --server https://a.test/d --server https://b.test/d".split(
        " ",
      ),
    );
    expect(lineage.domains).toEqual(["a.org", "b.org", "c.org"]);
    expect([certbot.keyType, directory]).toEqual(["rsa", "https://b.test/d"]);
  });

  test("CERTBOT_OPTIONS is split as a shell splits words, and nothing in it is carried out", () => {
    const environment = {
      CERTBOT_DOMAIN: "a.org",
      CERTBOT_OPTIONS: `--deploy-hook "echo $(id) \\"x\\" \`id\`" --pre-hook 'a  b' --user-agent $HOME*`,
    };
    const { certbot } = readSettings({ environment, words: [], word: "serve" });
    expect(certbot).toEqual({ deployHook: 'echo $(id) "x" `id`', preHook: "a  b", userAgent: "$HOME*" });
  });
});

test("every verb that works here is one of certbot's", () => {
  const known = ["run", "auth", "certonly", "renew", "certificates", "revoke", "delete"];
  known.push("register", "update_account", "unregister", "show_account", "plugins", "reconfigure");
  expect(Object.keys(verbs).sort()).toEqual(known.sort());
});
