import { describe, expect, it } from "vitest";
import { readCommandLine } from "../../src/cli/certbot/command-line.ts";
import type { CertbotOptions } from "../../src/model/certbot-options.ts";
import type { StoredLineage } from "../../src/model/contracts.ts";
import { Problem } from "../../src/model/problem.ts";
import type { Settings } from "../../src/model/settings.ts";
import { type } from "../support/command-line.ts";
import { certificate } from "../support/given.ts";

const kept = { stored: certificate(), entry: { deployed: "AA:BB" } };
const broken = {
  name: "old.test",
  problem: new Problem({ code: "lineage-broken", message: "its conf is empty", fix: "rm it" }),
};
const at = "--server https://ca.test/dir";
const list =
  (...lineages: StoredLineage[]) =>
  async () =>
    lineages;
const stored = { name: "dify.test", certificate: certificate() };
const now = new Date("2027-01-20T00:00:00Z");
const issuing = (diary: readonly string[]) => diary.filter((line) => line.startsWith("issue")).length;

describe("the command line", () => {
  it("tells version and help, with exit code 0 and nothing touched", async () => {
    expect(await type("certbot --version")).toMatchObject({
      screen: "certbot 5.5.0 (httpsidecar 1.2.3)",
      code: 0,
      diary: [],
    });
    const help = await type("certbot renew --help");
    expect(help.screen).toContain("certonly       obtain or renew a certificate");
    expect(help).toMatchObject({ code: 0, diary: [] });
  });

  it("takes the verb before, after and between its options, and run for certonly", async () => {
    for (const line of [
      `certbot certonly -n -d dify.test ${at}`,
      `certbot -n -d dify.test ${at} certonly`,
      `certbot -d=dify.test run ${at} --agree`,
      `certbot -d dify.test ${at}`,
      `certbot auth --webroot -w /var/www/html -d dify.test ${at}`,
    ]) {
      expect(await type(line)).toMatchObject({
        code: 0,
        screen: expect.stringContaining("Successfully received certificate."),
      });
    }
  });

  it.each([
    ["renew --deploy-hook renew", "renew", ["--deploy-hook", "renew"]],
    ["delete delete", undefined, undefined],
    ["--cert-name run run -d a.test", "run", ["--cert-name", "run", "-d", "a.test"]],
    ["--cert-name revoke revoke", "revoke", ["--cert-name", "revoke"]],
  ])("keeps a value that is spelt like the verb: %s", (line, verb, words) => {
    const read = () => readCommandLine(line.split(" "));
    if (verb === undefined) expect(read).toThrow("certbot has no use for");
    else expect(read()).toMatchObject({ verb, words });
  });

  it.each(["install", "enhance", "rollback", "config_changes", "update_symlinks"])(
    "refuses the verb %s by name, with the way to do it and exit code 2",
    async (verb) => {
      const { screen, code, diary } = await type(`certbot ${verb}`);
      expect(screen).toMatch(new RegExp(`^! error: certbot ${verb} does not work here\n! {3}fix: .{10,}`));
      expect({ code, diary }).toEqual({ code: 2, diary: [] });
    },
  );

  it("ends with exit code 2 for what it cannot read, and 1 for what it can and must refuse", async () => {
    for (const line of ["certonly --no-such", "certonly --web x", "certonly -d", "dance", "renew dance"]) {
      expect((await type(`certbot ${line}`)).code).toBe(2);
    }
    for (const line of [
      `certonly ${at}`,
      "renew -d a.test",
      "renew --cert-name none",
      "delete",
      `certonly -d http://x ${at}`,
    ]) {
      expect((await type(`certbot ${line}`)).code).toBe(1);
    }
  });
});

it.each(["--dns-hetzner-credentials /x.ini", "--dns-ovh-api-token=secret", "--certbot-dns-desec:dns-credentials x"])(
  "calls %s an option of a plugin, and names the way in DNS",
  async (words) => {
    const { screen, code } = await type(`certbot certonly -d dify.test ${words}`);
    expect(screen).toContain("an option of a certbot plugin that is not here");
    expect(screen).toContain("fix: DNS_PROVIDER in httpsidecar.env names another way");
    expect([screen.includes("secret"), code]).toEqual([false, 2]);
  },
);

describe("certonly", () => {
  it("says what scripts look for when a certificate came", async () => {
    expect((await type(`certbot certonly -d dify.test ${at}`)).screen).toMatchInlineSnapshot(`
      "dify.test: asking for a certificate: there is no certificate yet
      dify.test: certificate saved, serial 0B
      Requested a certificate for dify.test

      Successfully received certificate.
      Certificate is saved at: /etc/letsencrypt/live/dify.test/fullchain.pem
      Key is saved at:         /etc/letsencrypt/live/dify.test/privkey.pem
      This certificate expires on 2027-01-30.
      It is renewed automatically while the sidecar runs, if CERTBOT_DOMAIN names it; otherwise by: certbot renew
      https://dify.test is live"
    `);
  });

  it("keeps what is not due, and says so in certbot's words", async () => {
    const { screen, code, diary } = await type(`certbot certonly -d dify.test ${at}`, { ...kept, list: list(stored) });
    expect(screen).toMatchInlineSnapshot(`
      "https://dify.test is live
      Certificate not yet due for renewal

      - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
      Certificate not yet due for renewal; no action taken.
      - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -"
    `);
    expect(code).toBe(0);
    expect(issuing(diary)).toBe(0);
  });

  it("renews into a larger list of names only with --expand", async () => {
    const world = { ...kept, list: list(stored) };
    const line = `certbot certonly -d dify.test -d www.dify.test ${at}`;
    const refused = await type(line, world);
    expect(refused).toMatchObject({ code: 1, screen: expect.stringContaining("add --expand") });
    expect(issuing(refused.diary)).toBe(0);
    expect(await type(`${line} --expand`, world)).toMatchObject({ code: 0 });
  });

  it("uses the lineage of the first name again where certbot would make NAME-0001, and names what goes", async () => {
    const two = certificate({ domains: ["dify.test", "www.dify.test"] });
    const world = { ...kept, stored: two, list: list({ name: "dify.test", certificate: two }) };
    const { screen, diary } = await type(`certbot certonly -d dify.test ${at}`, world);
    expect(screen).toContain("! warning: www.dify.test will no longer be in the certificate dify.test");
    expect(screen).not.toContain("-0001");
    expect(issuing(diary)).toBe(1);
  });

  it("changes the kind of key at once with --cert-name, and refuses it without", async () => {
    const world = { ...kept, list: list(stored) };
    expect(await type(`certbot certonly -d dify.test --key-type rsa ${at}`, world)).toMatchObject({
      code: 1,
      screen: expect.stringContaining("--cert-name dify.test --key-type rsa"),
    });
    const named = await type(`certbot certonly --cert-name dify.test --key-type rsa ${at}`, { ...world });
    expect(issuing(named.diary)).toBe(1);
  });

  it("is a success with a warning when the certificate came and nginx did not take it", async () => {
    const problem = new Problem({
      code: "companion-absent",
      message: "nobody listens",
      fix: "start it",
      retry: "look",
    });
    const world = { breaksAt: { deploy: problem }, savedAfter: certificate({ fingerprint: "CC:DD" }) };
    const { screen, code } = await type(`certbot certonly -d dify.test ${at}`, world);
    expect(screen).toContain("Successfully received certificate.");
    expect(screen).toContain("! warning: not handed to nginx yet: nobody listens\n!   fix: start it");
    expect(code).toBe(0);
  });

  it("fails with the reason and exit code 1, and says nothing but that with -q", async () => {
    const problem = new Problem({ code: "validation-dns", message: "no such name", fix: "add a record" });
    const { screen, code } = await type(`certbot certonly -q -d dify.test ${at}`, {
      breaksAt: { "issue at the authority": problem },
    });
    expect(screen).toBe("! error: no such name\n!   fix: add a record");
    expect(code).toBe(1);
  });

  it("rehearses with --dry-run and keeps nothing", async () => {
    const { screen, diary } = await type(`certbot certonly --dry-run -d dify.test ${at}`);
    expect(screen).toBe("Simulating a certificate request for dify.test\nThe dry run was successful.");
    expect(diary).not.toContain("save");
  });

  it("does not hear CERTBOT_OPTIONS: what is typed counts", async () => {
    const environment = { CERTBOT_OPTIONS: "--dry-run --nonsense" };
    expect((await type(`certbot certonly -d dify.test ${at}`, { environment })).code).toBe(0);
  });
});

describe("renew", () => {
  it("skips what is not due", async () => {
    const { screen, code } = await type("certbot renew", { ...kept, list: list(stored) });
    expect(screen).toMatchInlineSnapshot(`
      "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
      Processing /etc/letsencrypt/renewal/dify.test.conf
      - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
      https://dify.test is live
      Certificate not yet due for renewal

      - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
      The following certificates are not due for renewal yet:
        /etc/letsencrypt/live/dify.test/fullchain.pem expires on 2027-01-30 (skipped)
      No renewals were attempted.
      - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -"
    `);
    expect(code).toBe(0);
  });

  it.each(["renew", `certonly -d dify.test ${at}`])(
    "%s that is not due is no failure where nginx does not take it",
    async (words) => {
      const problem = new Problem({
        code: "companion-absent",
        message: "nobody listens",
        fix: "start it",
        retry: "look",
      });
      const world = { stored: certificate(), list: list(stored), breaksAt: { deploy: problem } };
      const { screen, code } = await type(`certbot ${words}`, world);
      expect(screen).toContain("! warning: not handed to nginx yet: nobody listens\n!   fix: start it");
      expect(screen).toContain("Certificate not yet due for renewal");
      expect(code).toBe(0);
    },
  );

  it("says so when there is nothing at all", async () => {
    const { screen, code } = await type("certbot renew");
    expect(screen).toContain("\nNo renewals were attempted.\n");
    expect(code).toBe(0);
  });

  it("congratulates when all that was due came", async () => {
    const { screen, code } = await type("certbot renew", { ...kept, now, list: list(stored) });
    expect(screen).toContain(
      "Congratulations, all renewals succeeded:\n  /etc/letsencrypt/live/dify.test/fullchain.pem (success)",
    );
    expect(code).toBe(0);
  });

  it("counts failures and broken confs in its last line, with exit code 1", async () => {
    const problem = new Problem({ code: "acme-down", message: "the CA is away", fix: "wait" });
    const world = { ...kept, now, list: list(broken, stored), breaksAt: { "issue at the authority": problem } };
    const { screen, code } = await type("certbot renew", world);
    expect(screen).toMatchInlineSnapshot(`
      "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
      Processing /etc/letsencrypt/renewal/old.test.conf
      - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
      ! error: its conf is empty
      !   fix: rm it
      - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
      Processing /etc/letsencrypt/renewal/dify.test.conf
      - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
      dify.test: asking for a certificate: it is due since 2026-12-31
      ! error: the CA is away
      !   fix: wait

      - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
      All renewals failed. The following certificates could not be renewed:
        /etc/letsencrypt/live/dify.test/fullchain.pem (failure)
      Additionally, the following renewal configurations were invalid:
        /etc/letsencrypt/renewal/old.test.conf (parsefail)
      - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
      ! 1 renew failure(s), 1 parse failure(s)"
    `);
    expect(code).toBe(1);
  });

  it("leaves out what was saved with --no-autorenew, unless it is forced", async () => {
    const world = { ...kept, now, list: list(stored), options: { autorenew: false } };
    expect(issuing((await type("certbot renew", world)).diary)).toBe(0);
    expect(issuing((await type("certbot renew --force-renewal", world)).diary)).toBe(1);
  });

  it("rehearses a lineage of another authority where it came from, and says so", async () => {
    const { screen, code } = await type("certbot renew --dry-run", { ...kept, list: list(stored) });
    expect(screen).toContain("! warning: dify.test: dry run at ca.test, which issued it; nothing is saved");
    expect(screen).toContain("Congratulations, all simulated renewals succeeded:");
    expect(code).toBe(0);
  });
});

describe("certificates and delete", () => {
  it("lists the readable ones, then the broken ones, with exit code 0", async () => {
    const staging = certificate({
      name: "s.test",
      directory: "https://acme-staging-v02.api.letsencrypt.org/directory",
    });
    const { screen, code } = await type("certbot certificates", {
      list: list(stored, { name: "s.test", certificate: staging }, broken),
    });
    expect(screen).toMatchInlineSnapshot(`
      "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
      Found the following certs:
        Certificate Name: dify.test
          Serial Number: 0a
          Key Type: ECDSA
          Identifiers: dify.test
          Expiry Date: 2027-01-30 00:00:00+00:00 (VALID: 70 days)
          Certificate Path: /etc/letsencrypt/live/dify.test/fullchain.pem
          Private Key Path: /etc/letsencrypt/live/dify.test/privkey.pem
        Certificate Name: s.test
          Serial Number: 0a
          Key Type: ECDSA
          Identifiers: dify.test
          Expiry Date: 2027-01-30 00:00:00+00:00 (INVALID: TEST_CERT)
          Certificate Path: /etc/letsencrypt/live/s.test/fullchain.pem
          Private Key Path: /etc/letsencrypt/live/s.test/privkey.pem
      The following renewal configurations were invalid:
        /etc/letsencrypt/renewal/old.test.conf
          its conf is empty
          fix: rm it
      - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -"
    `);
    expect(code).toBe(0);
    expect((await type("certbot certificates")).screen).toContain("No certificates found.");
  });

  it("keeps aside what is deleted", async () => {
    const other = { name: "b.test", certificate: certificate({ name: "b.test" }) };
    const { screen, diary, code } = await type("certbot delete --cert-name b.test", { list: list(other) });
    expect(screen).toContain("Deleted all files relating to certificate b.test.");
    expect({ diary, code }).toEqual({ diary: ["set b.test aside"], code: 0 });
  });

  it("does not delete the certificate that nginx reads", async () => {
    const { screen, diary, code } = await type("certbot delete --cert-name dify.test", { list: list(stored) });
    expect(screen).toContain("dify.test is the certificate of CERTBOT_DOMAIN, which nginx reads");
    expect({ diary, code }).toEqual({ diary: [], code: 1 });
  });

  it.each([
    ["DIFY.Test.", "", "dify.test"],
    ["straße.de", "", "xn--strae-oqa.de"],
    ["2001:DB8:0:0::1", "--server https://ca.test/dir", "2001:db8::1"],
    ["dify.test", "--cert-name main", "main"],
    ["name_with.underscore", "", "name_with.underscore"],
  ])("knows the one that nginx reads by CERTBOT_DOMAIN=%s and CERTBOT_OPTIONS=%s", async (domain, options, name) => {
    const environment = { CERTBOT_DOMAIN: domain, CERTBOT_OPTIONS: options };
    const all = list({ name, certificate: certificate({ name }) });
    for (const verb of ["delete", "revoke --delete-after-revoke"]) {
      const { screen, diary, code } = await type(`certbot ${verb} --cert-name ${name}`, { list: all, environment });
      expect(screen).toContain("is the certificate of CERTBOT_DOMAIN, which nginx reads");
      expect({ diary, code }).toEqual({ diary: [], code: 1 });
    }
  });
});

it("never repeats an argument beside --eab-hmac-key, which may be a part of the key", async () => {
  const { screen, code } = await type("certbot certonly -d dify.test --eab-kid k1 --eab-hmac-key s3cr et9");
  expect(code).toBe(2);
  expect(screen).toContain("certbot has no use for an argument beside --eab-hmac-key");
  expect(screen).not.toContain("et9");
});

describe("the account", () => {
  it.each([
    ["register -m a@dify.test", "register a@dify.test at https://ca.test/dir", "Account registered."],
    ["register", "register undefined at https://ca.test/dir", "Account registered."],
    ["update_account -m new@dify.test", "contact new@dify.test", "Your e-mail address was updated to new@dify.test."],
    [
      "update_account -m new@dify.test --register-unsafely-without-email",
      "contact new@dify.test",
      "Your e-mail address was updated to new@dify.test.",
    ],
    [
      "update_account --register-unsafely-without-email",
      "contact undefined",
      "Any contact information associated with this account has been removed.",
    ],
    ["unregister", "close the account at https://ca.test/dir", "Account deactivated."],
  ])("%s is done with certbot's lock held, and told in certbot's words", async (words, done, said) => {
    const { screen, diary, code } = await type(`certbot ${words} ${at}`);
    expect(screen).toContain(said);
    expect(diary).toEqual(["lock", done]);
    expect(code).toBe(0);
  });

  it("is not changed without an address, and nobody is asked", async () => {
    const { screen, diary, code } = await type(`certbot update_account ${at}`);
    expect(screen).toContain("! error: -m is missing");
    expect({ diary, code }).toEqual({ diary: [], code: 1 });
  });
});

describe("folders elsewhere", () => {
  const elsewhere = "--config-dir /srv/le/ --work-dir /srv/work --logs-dir logs";

  it("have everything of their own, and what nginx reads is none of it", async () => {
    const seen: Settings[] = [];
    const { screen, code } = await type(`certbot certonly -d dify.test ${at} ${elsewhere}`, {
      asked: (settings) => seen.push(settings),
    });
    const [config, state, logs] = ["/srv/le", "/srv/le", expect.stringMatching(/^\/.*\/logs$/)];
    expect(seen[0]?.folders).toMatchObject({ config, state, logs, webroot: "/var/www/html" });
    expect(screen).toContain("Certificate is saved at: /srv/le/live/dify.test/fullchain.pem");
    expect(screen).toContain("it is renewed by: certbot renew --config-dir /srv/le");
    expect(code).toBe(0);
    const deleted = await type(`certbot delete --cert-name dify.test ${elsewhere}`, { list: list(stored) });
    expect(deleted).toMatchObject({ code: 0, diary: ["set dify.test aside"] });
  });

  it("that are the stack's own change nothing", async () => {
    const same = "--config-dir /etc/letsencrypt --logs-dir=/var/log/letsencrypt/ --work-dir /var/lib/letsencrypt";
    const { screen, diary } = await type(`certbot delete --cert-name dify.test ${same}`, { list: list(stored) });
    expect(screen).toContain("dify.test is the certificate of CERTBOT_DOMAIN");
    expect(diary).toEqual([]);
  });

  it("are refused where nginx reads the stack's", async () => {
    const environment = { CERTBOT_OPTIONS: "--server https://ca.test/dir --config-dir /srv/le" };
    for (const asked of [await type("update-cert --config-dir /srv/le"), await type("update-cert", { environment })]) {
      expect(asked).toMatchObject({ code: 2, diary: [] });
      expect(asked.screen).toContain("mount the host's folder at /etc/letsencrypt");
    }
  });
});

describe("reconfigure", () => {
  const saves = (words: string, world = {}) =>
    type(`certbot reconfigure --cert-name dify.test ${words}`, { ...kept, list: list(stored), ...world });

  it("saves the options beside those that the lineage has, after a dry run with them", async () => {
    const seen: Settings[] = [];
    const world = { options: { webroot: "/srv/www", reuseKey: true }, asked: (one: Settings) => seen.push(one) };
    const { screen, code, diary } = await saves("--deploy-hook true --webroot -w /srv/new", world);
    expect(seen[0]).toMatchObject({ dryRun: true, folders: { webroot: "/srv/new" } });
    expect(diary.findIndex((line) => line.startsWith("issue"))).toBeGreaterThan(-1);
    expect(diary.at(-1)).toMatch(/^save for dify.test: (?=.*reuseKey)(?=.*deployHook)/);
    expect(screen).toContain("Successfully updated configuration.\nChanges will apply when the certificate renews.");
    expect(code).toBe(0);
  });

  it("saves nothing that a dry run did not prove, and nothing that needs another certificate", async () => {
    const fails = new Problem({ code: "unauthorized", message: "the CA said no", fix: "look", retry: "look" });
    const failed = await saves("--standalone", { breaksAt: { "issue at the authority": fails } });
    expect(failed).toMatchObject({ code: 1, screen: expect.stringContaining("the CA said no") });
    for (const words of [
      "-d a.test",
      "--server https://other.test/dir",
      "--key-type rsa",
      "--account x",
      "--staging",
    ]) {
      const { screen, code, diary } = await saves(words);
      expect(screen).toMatch(/^! error: --\S+ would change the certificate, which reconfigure does not/);
      expect({ code, diary }).toEqual({ code: 1, diary: [] });
    }
    const elsewhere = certificate({ elsewhere: "dns-ovh" });
    const unknown = await saves("--deploy-hook true", { stored: elsewhere });
    expect(unknown).toMatchObject({ code: 1, screen: expect.stringContaining("is validated by dns-ovh") });
    for (const { diary } of [failed, unknown]) expect(diary.join()).not.toContain("save for");
  });

  it.each([
    ["", "--cert-name is missing"],
    ["--cert-name none", "No certificate found with name none"],
  ])("names what is missing of: %s", async (words, said) => {
    const { screen, code } = await type(`certbot reconfigure ${words}`);
    expect([screen.includes(said), code]).toEqual([true, 1]);
  });
});

it("lists what validates here as plugins, in certbot's form", async () => {
  const { screen, code } = await type("certbot plugins --authenticators");
  expect(screen.match(/^\* \S+$/gm)).toEqual(
    ["webroot", "standalone", "manual", "dns-cloudflare", "dns-rfc2136", "dns-route53", "dns-sakuracloud"].map(
      (name) => `* ${name}`,
    ),
  );
  expect(code).toBe(0);
});

it("certificates -d lists those that have every name, in any spelling", async () => {
  const two = { name: "two", certificate: certificate({ name: "two", domains: ["a.test", "b.test"] }) };
  const world = { list: list(stored, two), now };
  const names = async (words: string) =>
    (await type(`certbot certificates ${words}`, world)).screen.match(/(?<=Name: )\S+/g) ?? [];
  expect(await names("-d B.test.")).toEqual(["two"]);
  expect(await names("-d a.test,b.test")).toEqual(["two"]);
  expect(await names("-d a.test -d dify.test")).toEqual([]);
  expect(await names("")).toEqual(["dify.test", "two"]);
});

describe("certificates where the CA wants one replaced, since another client revoked it", () => {
  const window = { start: new Date("2026-11-19T00:00:00Z"), end: new Date("2026-11-19T01:00:00Z") };
  const world = { list: list(stored), window: { window }, columns: 80 };
  const wanted = "The CA wants it replaced at once, as after a revocation: docker compose exec certbot certbot renew";

  it.each(["certbot certificates", "certificates"])("%s asks it and says so where a person looks", async (words) => {
    expect((await type(words, world)).screen).toContain(wanted);
    const future = { start: window.start, end: new Date("2027-01-10T00:00:00Z") };
    expect((await type(words, { ...world, window: { window: future } })).screen).not.toContain("wants");
  });

  it("asks nothing for a script, nor about another CA's or one's own certificate", async () => {
    const own = { name: "own", certificate: certificate({ name: "own", imported: true }) };
    for (const given of [
      { list: list(stored), window: { window } },
      { ...world, list: list(own) },
    ]) {
      const { diary, screen } = await type("certificates", given);
      expect([diary.includes("ask for the window"), screen.includes("wants")]).toEqual([false, false]);
    }
  });

  it("lists it all the same where the CA does not answer", async () => {
    const problem = new Problem({ code: "authority-refused", message: "nothing there", fix: "wait" });
    const { screen, code } = await type("certificates", { ...world, breaksAt: { "ask for the window": problem } });
    expect([screen.includes("Certificate Name: dify.test"), screen.includes("wants"), code]).toEqual([true, false, 0]);
  });
});

describe("a key that an earlier --reuse-key kept", () => {
  const reuse = async (words: string) => {
    const asked: (boolean | undefined)[] = [];
    const world = { options: { reuseKey: true }, list: list(stored), ...kept };
    await type(`certbot ${words} ${at}`, { ...world, asked: ({ certbot }) => asked.push(certbot.reuseKey) });
    return asked;
  };

  it("is a fresh one with the next certonly, unless it is said again", async () => {
    expect(await reuse("certonly --force-renewal -d dify.test")).toEqual([false]);
    expect(await reuse("certonly --force-renewal -d dify.test --reuse-key")).toEqual([true]);
  });

  it("is kept by renew", async () => {
    expect(await reuse("renew --force-renewal")).toEqual([true]);
  });
});

describe("a lineage that certbot's DNS plugin made", () => {
  const wild = certificate({ domains: ["dify.test", "*.dify.test"] });
  const world = {
    ...{ stored: wild, list: list({ name: "dify.test", certificate: wild }), entry: { deployed: "AA:BB" } },
    options: { authenticator: "dns-cloudflare", dnsCredentials: "/run/secrets/cf.ini" } as const,
  };
  const settingsOf = async (line: string, environment: Record<string, string> = {}) => {
    const all: Settings[] = [];
    await type(line, { ...world, environment, asked: (settings) => all.push(settings) });
    return all[0];
  };
  const cloudflare = { kind: "provider", provider: "cloudflare", credentials: "/run/secrets/cf.ini" };

  it("is renewed in its own way by renew, whatever DNS_PROVIDER says for other names", async () => {
    const settings = await settingsOf("certbot renew --force-renewal", { DNS_PROVIDER: "exec", EXEC_PATH: "/dns.sh" });
    expect(settings?.dns).toMatchObject(cloudflare);
    expect(settings?.lineage.domains).toEqual(["dify.test", "*.dify.test"]);
  });

  it("stays as it is where its file of credentials is elsewhere: neither renewed over HTTP nor a failure before it is due", async () => {
    const away = { ...wild, elsewhere: "dns-cloudflare", domains: ["dify.test"] };
    const all: Settings[] = [];
    const given = { ...world, stored: away, list: list({ name: "dify.test", certificate: away }) };
    const { code, diary } = await type("certbot renew", { ...given, asked: (settings) => all.push(settings) });
    expect({ code, dns: all[0]?.dns, way: all[0]?.certbot.authenticator }).toEqual({ code: 0 });
    expect(issuing(diary)).toBe(0);
  });

  it("with manual hooks is renewed through them, with their challenge, where they may be run", async () => {
    const hooks = { authenticator: "manual", prefersDns: "only", manualAuthHook: "/hook", manualCleanupHook: "/un" };
    const given = { ...world, options: hooks as CertbotOptions };
    const all: Settings[] = [];
    await type("certbot renew --force-renewal", { ...given, asked: (settings) => all.push(settings) });
    expect(all[0]?.dns).toMatchObject({ kind: "hooks", auth: "/hook", cleanUp: "/un" });
    expect(all[0]?.certbot).toMatchObject({ authenticator: "manual", manualAuthHook: "/hook" });
    const away = { ...wild, elsewhere: "manual", domains: ["dify.test"] };
    const held = { ...given, stored: away, list: list({ name: "dify.test", certificate: away }) };
    const without: Settings[] = [];
    const { diary } = await type("certbot renew", { ...held, asked: (settings) => without.push(settings) });
    expect(issuing(diary)).toBe(0);
    expect(JSON.stringify(without)).not.toContain("/hook");
  });

  it("with manual hooks goes on with them where --manual is typed alone, and leaves none behind in another way", async () => {
    const hooks = { authenticator: "manual", prefersDns: "only", manualAuthHook: "/hook", manualCleanupHook: "/un" };
    const renewedBy = async (words: string) => {
      const all: Settings[] = [];
      const asked = (settings: Settings) => all.push(settings);
      const given = { ...kept, list: list(stored), options: hooks as CertbotOptions, asked };
      await type(`certbot renew --force-renewal ${words}`, given);
      return all[0];
    };
    expect((await renewedBy("-a manual"))?.dns).toMatchObject({ kind: "hooks", auth: "/hook", cleanUp: "/un" });
    const other = await renewedBy("-a manual --manual-auth-hook /new");
    expect(other?.dns).toMatchObject({ kind: "hooks", auth: "/new", cleanUp: "/un" });
    const overHttp = await renewedBy("-a manual --preferred-challenges http");
    expect(overHttp).toMatchObject({ certbot: { manualAuthHook: "/hook" } });
    expect(overHttp?.dns).toBeUndefined();
    const webroot = await renewedBy("--webroot -w /srv/www");
    expect(Object.keys(webroot?.certbot ?? {}).filter((key) => /manual|prefers/i.test(key))).toEqual([]);
  });

  it.each(["update-cert", "serve"])("is renewed in its own way by %s", async (word) => {
    const environment = { CERTBOT_DOMAIN: "dify.test,*.dify.test", CERTBOT_AUTO: "true" };
    const all: Settings[] = [];
    await type(word, { ...world, environment, stopped: true, asked: (settings) => all.push(settings) });
    expect(all[0]?.dns).toMatchObject(cloudflare);
  });
});
