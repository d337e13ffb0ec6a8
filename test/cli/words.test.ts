import { describe, expect, it } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import { type } from "../support/command-line.ts";
import { certificate } from "../support/given.ts";

it("lists every word with help, --help, -h, and without a word", async () => {
  const { screen, code } = await type("help");
  expect(screen).toMatchInlineSnapshot(`
    "httpsidecar: HTTPS for the Docker Compose stack you already run

      docker compose exec certbot httpsidecar COMMAND

    everyday
      status          show the certificate, the next renewal, what nginx serves and rate-limit usage (--json for scripts)
      doctor          check everything between here and the visitor: what is wrong, what it means, how to fix it (--json, --fix)
      update-cert     check now: obtain or renew if due, give it to nginx and verify (accepts certbot's flags)
      watch           watch the certificates of servers that others keep, from outside (URLs, or WATCH; --once, --json)
      notify-test     send one notice to each of NOTIFY_URLS; exit code 1 unless all arrive
    HTTPS
      enable-https    turn on HTTPS in the running nginx, also after a disable-https
      disable-https   turn HTTPS off and keep it off; renewals continue
      reload          test nginx's configuration and reload it
    your own certificate
      csr             bring your own certificate: create a private key and a certificate signing request (CSR)
      check           bring your own certificate: check the files without installing them
      import          bring your own certificate: check it, install it, give it to nginx and warn before it expires
    certificates
      certificates    list the certificates in certbot's form
      certbot         certbot-compatible commands: certonly, renew, certificates, revoke, delete (also available as certbot)
      dns-record      validate by a DNS record that you set once (dns-persist-01): show the record
      repair          repair certbot's folder: broken symlinks, missing renewal files, leftover temporary certificates; nothing is deleted
    for scripts
      health          one line: does anything need your attention? Exit code 1 if so (HEALTHCHECK)
      needs-renewal   is a renewal due? exit code 0 when it is, 1 when it is not, 2 when it cannot be told
      help            show this help
      version         the version
    run by Docker or by docker/attach
      serve           obtain the certificate, turn on HTTPS and keep renewing (what the container runs)
      companion       the other container: switches and reloads nginx through the Docker socket
      attach          put the sidecar into a stack's folder (docker/attach runs it from outside)
      detach          remove from a stack's folder what attach added (docker/detach)
      prepare-haproxy before HAProxy's first start: a temporary self-signed certificate, since it does not start without one

    update-cert is also a command of its own: docker compose exec certbot update-cert --force-renewal"
  `);
  expect(code).toBe(0);
  for (const line of ["--help", "-h", ""]) expect((await type(line)).screen).toBe(screen);
});

it("tells its version", async () => {
  expect((await type("version")).screen).toBe("httpsidecar 1.2.3");
  expect((await type("--version")).screen).toBe("httpsidecar 1.2.3");
});

it("refuses an unknown word with exit code 2 and lists what there is", async () => {
  const { screen, code } = await type("logs");
  expect(screen).toMatchInlineSnapshot(`
    "! error: unknown command "logs"
    !   fix: docker compose logs certbot certbot-companion"
  `);
  expect(code).toBe(2);
  expect((await type("constructor")).code).toBe(2);
});

it("lists certificates in certbot's form, readable or not", async () => {
  const problem = new Problem({ code: "broken", message: "its conf is empty", fix: "restore it" });
  const list = async () => [
    { name: "dify.test", certificate: certificate() },
    { name: "old.test", problem },
    { name: "past.test", certificate: certificate({ name: "past.test", notAfter: new Date("2026-11-01T00:00:00Z") }) },
  ];
  expect((await type("certificates", { list })).screen).toMatchInlineSnapshot(`
    "  Certificate Name: dify.test
        Serial Number: 0a
        Key Type: ECDSA
        Identifiers: dify.test
        Expiry Date: 2027-01-30 00:00:00+00:00 (VALID: 70 days)
        Certificate Path: /etc/letsencrypt/live/dify.test/fullchain.pem
        Private Key Path: /etc/letsencrypt/live/dify.test/privkey.pem
      Certificate Name: old.test
        INVALID: its conf is empty
        fix: restore it
      Certificate Name: past.test
        Serial Number: 0a
        Key Type: ECDSA
        Identifiers: dify.test
        Expiry Date: 2026-11-01 00:00:00+00:00 (INVALID: EXPIRED)
        Certificate Path: /etc/letsencrypt/live/past.test/fullchain.pem
        Private Key Path: /etc/letsencrypt/live/past.test/privkey.pem"
  `);
  expect((await type("certificates")).screen).toBe("no certificates in /etc/letsencrypt");
});

it("presses the switch by hand and passes a failure on", async () => {
  const enable = async () => ["HTTPS is on"];
  expect(await type("enable-https", { transport: { enable } })).toMatchObject({ screen: "HTTPS is on", code: 0 });
  const disable = async () => {
    throw new Problem({ code: "companion-absent", message: "nobody listens", fix: "start it" });
  };
  expect(await type("disable-https", { transport: { disable } })).toMatchObject({
    screen: "! error: nobody listens\n!   fix: start it",
    code: 1,
  });
});

it("is red before anything was posted, when the status says so, and when the loop is late", async () => {
  expect(await type("health")).toMatchObject({ screen: "starting", code: 1 });
  const next = new Date("2026-11-20T13:00:00Z");
  const fine = { healthy: true, line: "dify.test: kept", next };
  expect(await type("health", { status: fine })).toMatchObject({ screen: "dify.test: kept", code: 0 });
  expect((await type("health", { status: { ...fine, healthy: false } })).code).toBe(1);
  const late = await type("health", { status: fine, now: new Date("2026-11-20T14:00:01Z") });
  expect(late).toMatchObject({
    screen: "the check due at 2026-11-20 13:00 UTC did not run; fix: docker compose restart certbot",
    code: 1,
  });
});

it("runs the companion", async () => {
  expect((await type("companion")).diary).toEqual(["run the companion"]);
});

it("shows a bug with its stack and exit code 1", async () => {
  const reload = () => Promise.reject(new TypeError("a bug"));
  const { screen, code } = await type("reload", { transport: { reload } });
  expect(screen).toContain("! this is a bug: TypeError: a bug\n    at ");
  expect(code).toBe(1);
});

it.each(["renew", "certonly --force-renewal", "revoke", "delete", "show_account", "register"])(
  "certbot's %s as the first word is certbot's, as in docker compose run --rm certbot",
  async (line) => {
    const alone = await type(line);
    expect(alone).toMatchObject(await type(`certbot ${line}`).then(({ screen, code }) => ({ screen, code })));
    expect(alone.screen).not.toContain("unknown command");
  },
);

it.each([
  ["logs", "docker compose logs certbot certbot-companion"],
  ["list", "httpsidecar certificates"],
  ["test", "httpsidecar doctor"],
  ["on", "httpsidecar enable-https"],
  ["off", "httpsidecar disable-https"],
  ["restart", "docker compose restart certbot"],
])("what people type first, %s, is answered with what they mean", async (word, meant) => {
  expect(await type(word)).toMatchObject({ screen: `! error: unknown command "${word}"\n!   fix: ${meant}`, code: 2 });
});

it("renew, which everybody types first, renews what is due", async () => {
  const { screen, code } = await type("renew");
  expect(screen).not.toContain("unknown command");
  expect(code).toBe(0);
});

it.each(["status", "doctor", "update-cert", "serve", "import"])(
  "%s --help says what it is for, and does nothing",
  async (word) => {
    const { screen, code, diary } = await type(`${word} --help`);
    expect(screen).toMatch(new RegExp(`^httpsidecar ${word}: .`));
    expect({ code, diary }).toEqual({ code: 0, diary: [] });
  },
);

it("a disk that refuses what nobody expected is no bug: the folder and what to do are told", async () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });
  const { screen, code } = await type("update-cert", { breaksAt: { deploy: full } });
  expect(screen).toContain("! error: no room is left for /etc/letsencrypt");
  expect(screen).not.toContain("this is a bug");
  expect(code).toBe(1);
});

describe("a switch by hand", () => {
  const transport = { enable: async () => ["HTTPS is on"], disable: async () => ["HTTPS is off"] };
  const stored = certificate();

  it("is what status shows from then on, and not what the loop saw before", async () => {
    const proof = { at: new Date(), different: false, mended: false, outside: "https://dify.test is live" };
    const off = await type("disable-https", { transport, stored, entry: { deployed: "AA:BB", proof } });
    expect(off.entry()).toMatchObject({ deployed: undefined, proof: { off: true, outside: undefined } });
    const on = await type("enable-https", { transport, stored, entry: off.entry() });
    expect(on.screen).toBe("HTTPS is on\nhttps://dify.test is live");
    expect(on.entry()).toMatchObject({ deployed: "AA:BB", proof: { different: false } });
    expect(on.entry().proof).not.toHaveProperty("off");
  });

  it("counts where another run is at work, a setting is wrong, or what is served is another certificate", async () => {
    const locked = new Problem({ code: "locked", message: "another run is at work", fix: "wait" });
    const worlds = [{ breaksAt: { lock: locked } }, { environment: { CERTBOT_DOMAIN: "a b" } }, { different: true }];
    for (const world of worlds)
      expect(await type("enable-https", { transport, stored, ...world })).toMatchObject({
        screen: "HTTPS is on",
        code: 0,
      });
  });
});
