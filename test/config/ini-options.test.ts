import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type IniOption, readIniOptions } from "../../src/config/ini-options.ts";
import { readSettings } from "../../src/config/settings.ts";
import { Problem } from "../../src/model/problem.ts";
import { temporaryFolder } from "../support/folders.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

async function readAs(text: string): Promise<string[]> {
  await writeFile(join(folder, "cli.ini"), text);
  return (await readIniOptions(folder, undefined)).map(({ key, value }) => `${key} ${value}`.trim());
}

async function refused(text: string): Promise<string> {
  const problem: Problem = await readAs(text).then(
    (options) => expect.unreachable(`accepted: ${options}`),
    (error) => error,
  );
  expect(problem).toBeInstanceOf(Problem);
  expect(problem.code).toBe("bad-settings");
  return problem.message.replace(folder, "");
}

describe("a file of options is read as certbot reads it", () => {
  test.each([
    ["key-type = rsa", ["keyType rsa"]],
    ["key-type: rsa", ["keyType rsa"]],
    ["key-type rsa", ["keyType rsa"]],
    ["--key-type=rsa", ["keyType rsa"]],
    ["  key-type   =   'rsa'  # why", ["keyType rsa"]],
    ["\uFEFFkey-type = rsa\r\nexpand\r\n", ["keyType rsa", "expand"]],
    ["expand", ["expand"]],
    ["expand = True", ["expand"]],
    ["expand = yes\nreuse-key = false\nnew-key = 0", ["expand"]],
    ["# a\n; b\n\n[section]\n---\nexpand", ["expand"]],
    ["key-type = rsa\nkey-type = ecdsa", ["keyType ecdsa"]],
    ["domains = a.org, b.org", ["domains a.org, b.org"]],
    ['domains = ["a.org", b.org]', ["domains a.org", "domains b.org"]],
    ["max-log-backups = 0\npreconfigured-renewal = True", ["maxLogBackups 0", "noted"]],
    ["user-agent = x; y", ["userAgent x; y"]],
    ["server = https://ca.test/dir#frag", ["server https://ca.test/dir#frag"]],
    ["", []],
  ])("%j gives %j", async (text, options) => {
    expect(await readAs(text)).toEqual(options);
  });

  test("no file is no option", async () => {
    expect(await readIniOptions(folder, undefined)).toEqual([]);
  });

  test("the file behind --config wins over cli.ini, and must be there", async () => {
    await writeFile(join(folder, "cli.ini"), "key-type = rsa\nexpand");
    const named = join(folder, "more.ini");
    await writeFile(named, "key-type = ecdsa");
    const options = await readIniOptions(folder, named);
    expect(options.map(({ key, value }) => [key, value])).toEqual([
      ["expand", ""],
      ["keyType", "ecdsa"],
    ]);
    await expect(readIniOptions(folder, join(folder, "none.ini"))).rejects.toThrow("none.ini cannot be read (ENOENT)");
    await mkdir(join(folder, "dir.ini"));
    await expect(readIniOptions(folder, join(folder, "dir.ini"))).rejects.toThrow("dir.ini is not a file");
  });
});

test("a line that cannot be used is named with its file and number, and no secret is repeated", async () => {
  const lines = ["rsa_key_size = 4096", "no-such = x", "key-ty = rsa", "rsa-key-size = big", "expand = perhaps"];
  const more = ["authenticator = nginx", "key-type", "= x", "server = ftp://x", "nginx = true", "eab-hmac-ky = s3cret"];
  const messages: string[] = [];
  for (const line of [...lines, ...more]) messages.push(await refused(`# first\n${line}\n`));
  expect(messages.join("\n")).not.toContain("s3cret");
  expect(messages).toMatchInlineSnapshot(`
    [
      "/cli.ini, line 2 has "--rsa_key_size", which is not a flag of certbot",
      "/cli.ini, line 2 has "--no-such", which is not a flag of certbot",
      "/cli.ini, line 2 has "--key-ty", which is not a flag of certbot",
      "/cli.ini, line 2: --rsa-key-size "big" is not a number from 2048 to 8192",
      "/cli.ini, line 2 has --expand with a value, and it accepts none",
      "/cli.ini, line 2: --authenticator "nginx" is none of webroot, standalone, manual, dns-cloudflare, dns-rfc2136, dns-route53, dns-sakuracloud",
      "/cli.ini, line 2: --key-type "true" is none of rsa, ecdsa",
      "/cli.ini, line 2 is not an option",
      "/cli.ini, line 2: --server is neither a URL nor a short name of a CA",
      "/cli.ini, line 2 has --nginx, a flag of certbot that httpsidecar does not support: there is no installer here: the companion turns on HTTPS in nginx automatically",
      "/cli.ini, line 2 has "--eab-hmac-ky", which is not a flag of certbot",
    ]
  `);
});

const typed = (words: string, options: string, ini: readonly IniOption[], more: Record<string, string> = {}) =>
  readSettings({
    environment: { CERTBOT_DOMAIN: "a.org", CERTBOT_OPTIONS: options, ...more },
    words: words.split(" ").filter(Boolean),
    word: "update-cert",
    folders: { config: folder },
    ini,
  });

async function iniOf(text: string): Promise<readonly IniOption[]> {
  await writeFile(join(folder, "cli.ini"), text);
  return await readIniOptions(folder, undefined);
}

describe("what counts", () => {
  test("is the command line, then CERTBOT_OPTIONS, then cli.ini, then what certbot does without", async () => {
    const ini = await iniOf("rsa-key-size = 3072");
    expect(typed("", "", []).certbot.rsaKeySize).toBeUndefined();
    expect(typed("", "", ini).certbot.rsaKeySize).toBe(3072);
    expect(typed("", "--rsa-key-size 4096", ini).certbot.rsaKeySize).toBe(4096);
    expect(typed("--rsa-key-size 2048", "--rsa-key-size 4096", ini).certbot.rsaKeySize).toBe(2048);
  });

  test("of two authorities is the one that was named nearest", async () => {
    const ini = await iniOf("server = https://ini.test/dir");
    const trusted = { RUN_SAVED_HOOKS: "true" };
    expect(typed("", "", ini, trusted).directory).toBe("https://ini.test/dir");
    expect(typed("", "--staging", ini).directory).toMatch(/acme-staging/);
    expect(typed("--server https://typed.test/dir", "--staging", ini).directory).toBe("https://typed.test/dir");
  });

  test("is never an authority, an account, weaker TLS or another folder out of the certificates' folder, without leave", async () => {
    const lines = [
      "server = https://evil.test/dir",
      "no-verify-ssl = true",
      "webroot-path = /srv",
      "account = 0123456789abcdef0123456789abcdef",
      "eab-kid = theirs\neab-hmac-key = eHh4",
      'webroot-map = {"a.org": "/srv"}',
    ];
    const plain = typed("", "", []);
    for (const line of [...lines, "staging = true"]) {
      const settings = typed("", "", await iniOf(line));
      const { directory, verifySsl, folders, externalAccount, certbot } = settings;
      const usual = { directory: plain.directory, verifySsl: true, folders: plain.folders, externalAccount: undefined };
      expect({ directory, verifySsl, folders, externalAccount }).toEqual(usual);
      expect(certbot.account).toBeUndefined();
      expect(settings.warnings.join()).toContain("not used, because");
    }
  });

  test("of two addresses is CERTBOT_EMAIL, which Dify's script types, unless it is empty", async () => {
    const ini = await iniOf("email = ini@acme.org");
    expect(typed("", "", ini).email).toBe("ini@acme.org");
    expect(typed("", "", ini, { CERTBOT_EMAIL: "env@acme.org" }).email).toBe("env@acme.org");
    expect(typed("-m typed@acme.org", "", ini, { CERTBOT_EMAIL: "env@acme.org" }).email).toBe("typed@acme.org");
  });

  test("is said, and domains in a file change nothing here", async () => {
    const settings = typed("--key-type rsa", "", await iniOf("key-type = ecdsa\nexpand\ndomains = b.org\nhsts"));
    expect(settings.lineage.domains).toEqual(["a.org"]);
    expect(settings.warnings.join("\n").replaceAll(folder, "")).toMatchInlineSnapshot(`
      "/cli.ini counts too: --expand
      --domains of /cli.ini counts for certbot certonly without -d, and for nothing else
      --hsts: nginx is configured by the stack's own templates, so this changes nothing; HSTS_MAX_AGE is for that"
    `);
  });

  test("a --dry-run or --staging that was left in a file is named as one in CERTBOT_OPTIONS is", async () => {
    const { warnings, dryRun } = typed("", "", await iniOf("dry-run = true"));
    expect(dryRun).toBe(true);
    expect(warnings.join("\n").replaceAll(folder, "")).toContain(
      "/cli.ini contains --dry-run: no certificate is obtained",
    );
  });
});

describe("hooks in a file that nginx can write", () => {
  const hooks = "deploy-hook = touch /tmp/owned\npre-hook = id\npost-hook = id";

  test("do not run, and are named", async () => {
    const { certbot, warnings } = typed("", "", await iniOf(hooks));
    expect([certbot.deployHook, certbot.preHook, certbot.postHook]).toEqual([undefined, undefined, undefined]);
    expect(warnings.join("\n")).toMatch(
      /--deploy-hook, --pre-hook, --post-hook not used, because .*cli\.ini is in.*RUN_SAVED_HOOKS=true/,
    );
  });

  test("do not prove control either, nor does a file of a DNS account's key that is named there", async () => {
    const manual = await iniOf("manual-auth-hook = id\nmanual-cleanup-hook = id");
    const { certbot } = typed("--manual --manual-auth-hook true", "", manual);
    expect([certbot.manualAuthHook, certbot.manualCleanupHook]).toEqual(["true", undefined]);
    expect(() => typed("--manual", "", manual)).toThrow("--manual needs --manual-auth-hook");
    const credentials = "dns-cloudflare-credentials = /etc/letsencrypt/theirs.ini";
    const { dns, warnings } = typed("", "", await iniOf(credentials));
    expect(dns).toBeUndefined();
    expect(warnings.join("\n")).toContain("--dns-cloudflare-credentials not used, because");
  });

  test("run when the operator allows what lies there", async () => {
    const { certbot } = typed("", "", await iniOf(hooks), { RUN_SAVED_HOOKS: "true" });
    expect(certbot.deployHook).toBe("touch /tmp/owned");
  });

  test("run from a file elsewhere, which only the operator can have put there", async () => {
    const elsewhere = join(await temporaryFolder(), "own.ini");
    await writeFile(elsewhere, hooks);
    const ini = await readIniOptions(folder, elsewhere);
    expect(typed("", "", ini).certbot.deployHook).toBe("touch /tmp/owned");
  });
});
