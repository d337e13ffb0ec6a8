import { beforeAll, describe, expect, it } from "vitest";
import type { StoredLineage } from "../../src/model/contracts.ts";
import { Problem } from "../../src/model/problem.ts";
import { makeCertificate } from "../support/certificates.ts";
import { type CommandWorld, type } from "../support/command-line.ts";
import { certificate } from "../support/given.ts";

let own: StoredLineage;
let other: StoredLineage;
let world: CommandWorld;
beforeAll(async () => {
  const made = await makeCertificate();
  const further = await makeCertificate({ domains: ["b.test"] });
  own = { name: "dify.test", certificate: certificate({ fullchainPem: made.fullchainPem }) };
  other = {
    name: "b.test",
    certificate: certificate({ name: "b.test", fingerprint: "EE:FF", fullchainPem: further.fullchainPem }),
  };
  world = {
    list: async () => [other, own],
    files: {
      "/tmp/old.pem": { kind: "certificate", text: further.fullchainPem },
      "/tmp/key.pem": { kind: "key", text: further.privateKeyPem },
    },
  };
});

const revoking = (diary: readonly string[]) => diary.filter((line) => /^(?:revoke|set)/.test(line));

describe("revoke", () => {
  it("takes a certificate back where it came from, and the lineage goes out of use as with certbot", async () => {
    const { screen, diary, code } = await type("certbot revoke --cert-name b.test", world);
    expect(screen).toMatchInlineSnapshot(`
      "Congratulations! You have successfully revoked the certificate that was located at /etc/letsencrypt/live/b.test/cert.pem.
      Deleted all files relating to certificate b.test.
      They are kept in /etc/letsencrypt/httpsidecar/deleted/b.test; delete that folder when nothing needs them any more."
    `);
    expect({ diary: revoking(diary), code }).toEqual({
      diary: ["revoke at https://ca.test/dir for 0", "set b.test aside"],
      code: 0,
    });
  });

  it("leaves the files of CERTBOT_DOMAIN to nginx, says what comes next, and health is red", async () => {
    const { screen, diary, code, posted, entry } = await type("certbot revoke --cert-name dify.test", world);
    expect(screen).toMatchInlineSnapshot(`
      "Congratulations! You have successfully revoked the certificate that was located at /etc/letsencrypt/live/dify.test/cert.pem.
      nginx keeps serving dify.test with it, and no replacement is obtained until you ask for it:
        a new certificate: docker compose exec certbot update-cert --force-renewal
        no HTTPS:          docker compose exec certbot httpsidecar disable-https, then: docker compose stop certbot"
    `);
    expect({ diary: revoking(diary), code }).toEqual({ diary: ["revoke at https://ca.test/dir for 0"], code: 0 });
    expect(posted).toMatchObject([{ healthy: false, line: expect.stringContaining("was revoked by hand; fix: ") }]);
    expect(entry().revoked).toMatchObject({ fingerprint: "AA:BB", keyCompromised: false });
  });

  it("does not let --delete-after-revoke take away what nginx reads, and asks nobody", async () => {
    const { screen, diary, code } = await type("certbot revoke --cert-name dify.test --delete-after-revoke", world);
    expect(screen).toContain("without its files nginx does not start");
    expect({ diary: revoking(diary), code }).toEqual({ diary: [], code: 1 });
  });

  it("keeps the files with --no-delete-after-revoke, and says that nothing renews by itself", async () => {
    const line = "certbot revoke --cert-name b.test --no-delete-after-revoke --reason keycompromise";
    const { screen, diary, entry } = await type(line, world);
    expect(revoking(diary)).toEqual(["revoke at https://ca.test/dir for 1"]);
    expect(screen).toContain("It is no longer renewed automatically");
    expect(entry().revoked).toMatchObject({ fingerprint: "EE:FF", keyCompromised: true });
  });

  it("takes a file, its key in the account's place, and another authority", async () => {
    const line = "certbot --cert-path /tmp/old.pem --key-path=/tmp/key.pem revoke --server https://b.test/dir";
    const { screen, diary, code } = await type(line, world);
    expect(revoking(diary)).toEqual(["revoke at https://b.test/dir for 0 with its key"]);
    expect(screen).toBe(
      "Congratulations! You have successfully revoked the certificate that was located at /tmp/old.pem.",
    );
    expect(code).toBe(0);
  });

  it.each([
    ["revoke", 1, "Exactly one of --cert-path or --cert-name must be specified"],
    ["revoke --cert-name b.test --cert-path /tmp/old.pem", 1, "Exactly one of"],
    ["revoke --cert-name none", 1, "No certificate found with name none"],
    ["revoke --cert-path /tmp/key.pem", 1, "/tmp/key.pem contains a key, not a certificate"],
    ["revoke --cert-name b.test --key-path /tmp/old.pem", 1, "/tmp/old.pem contains a certificate, not a key"],
    ["revoke --cert-name b.test --reason bored", 2, '--reason "bored" is not a reason'],
    ["renew --reason superseded", 2, "--reason belongs to revoke, not to renew"],
    ["certonly --cert-path /tmp/old.pem -d a.test", 2, "--cert-path belongs to revoke, not to certonly"],
  ])("%s ends with exit code %i and the reason", async (words, expected, why) => {
    const { screen, diary, code } = await type(`certbot ${words}`, world);
    expect(screen).toContain(why);
    expect({ diary: revoking(diary), code }).toEqual({ diary: [], code: expected });
  });

  it.each(["keyCompromise", "KEYCOMPROMISE"])("takes the reason in any case: %s", async (reason) => {
    const { diary, code } = await type(`certbot revoke --cert-name b.test --reason ${reason}`, world);
    expect({ diary: revoking(diary)[0], code }).toEqual({ diary: "revoke at https://ca.test/dir for 1", code: 0 });
  });

  it("leaves the files where another lineage uses them, and says that nothing renews by itself", async () => {
    const shared = new Problem({ code: "archive-shared", message: "b.test stays where it is", fix: "wait" });
    const setAside = async () => Promise.reject(shared);
    const { screen, diary, code } = await type("certbot revoke --cert-name b.test", {
      ...world,
      assembly: { setAside },
    });
    expect(screen).toContain(
      "Not deleting revoked certificates due to overlapping archive dirs\nb.test stays where it is\nThe files of b.test stay where they are",
    );
    expect({ diary: revoking(diary), code }).toEqual({ diary: ["revoke at https://ca.test/dir for 0"], code: 0 });
  });

  it("sends whoever brought a certificate to the authority that gave it", async () => {
    const mine = {
      name: "b.test",
      certificate: { ...certificate({ name: "b.test" }), imported: true },
    } as StoredLineage;
    const { screen, diary, code } = await type("certbot revoke --cert-name b.test", { list: async () => [mine] });
    expect(screen).toContain("b.test is a certificate that you brought");
    expect({ diary: revoking(diary), code }).toEqual({ diary: [], code: 1 });
  });

  it("forgets again what the authority refused, and remembers what it had taken back before", async () => {
    const refuse = (code: string) => ({
      ...world,
      breaksAt: { revoke: new Problem({ code, message: "no", fix: "wait" }) },
    });
    const refused = await type("certbot revoke --cert-name dify.test", refuse("acme-unauthorized"));
    expect([refused.code, refused.entry().revoked]).toEqual([1, undefined]);
    const twice = await type("certbot revoke --cert-name dify.test", refuse("acme-already-revoked"));
    expect([twice.code, twice.entry().revoked?.fingerprint]).toEqual([1, "AA:BB"]);
  });
});

const revoked = { fingerprint: "AA:BB", at: new Date("2026-11-20T00:00:00Z"), keyCompromised: false };

describe("what was revoked by hand", () => {
  const held = { stored: certificate(), entry: { deployed: "AA:BB", revoked }, now: new Date("2027-01-20T00:00:00Z") };

  it("is neither replaced by itself nor kept without a word", async () => {
    const { screen, diary, code, posted } = await type("update-cert", held);
    expect(screen).toMatchInlineSnapshot(`
      "! error: dify.test was revoked manually on 2026-11-20 and would be valid until 2027-01-30; no replacement is obtained until you ask for it
      !   fix: a new certificate with a new key: docker compose exec certbot certbot renew --cert-name dify.test --force-renewal; no HTTPS: docker compose exec certbot httpsidecar disable-https, then: docker compose stop certbot"
    `);
    expect(code).toBe(1);
    expect(diary.filter((line) => /issue|deploy|prove/.test(line))).toEqual([]);
    expect(posted).toMatchObject([{ healthy: false }]);
  });

  it("is said by the loop, which goes on looking", async () => {
    const { screen, diary, posted } = await type("serve", { ...held, stopped: true });
    expect(screen).toContain("! error: dify.test was revoked manually on 2026-11-20");
    expect(diary.filter((line) => line.startsWith("issue"))).toEqual([]);
    expect(posted).toMatchObject([{ healthy: false, next: new Date("2027-01-20T12:00:00Z") }]);
  });

  it("is replaced when a person says so, and then all is as ever", async () => {
    const { code, diary, entry } = await type("update-cert --force-renewal", held);
    expect(diary).toContain("issue at the authority");
    expect([code, entry().revoked]).toEqual([0, undefined]);
  });

  it("is shown as certbot shows it", async () => {
    const listed = { ...held, now: new Date("2026-11-20T12:00:00Z"), list: async () => [own] };
    expect((await type("certbot certificates", listed)).screen).toContain("(INVALID: REVOKED)");
    expect((await type("certificates", listed)).screen).toContain("(INVALID: REVOKED)");
  });
});

it("show_account shows the account in certbot's form", async () => {
  const { screen, code } = await type("certbot show_account --server https://ca.test/dir");
  expect(screen).toMatchInlineSnapshot(`
    "Account details for server https://ca.test/dir:
      Account URL: https://ca.test/acct/1
      Account Thumbprint: tp
      Email contacts: a@b.org, c@d.org"
  `);
  expect(code).toBe(0);
});
