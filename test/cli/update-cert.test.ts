import { expect, it } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import type { Settings } from "../../src/model/settings.ts";
import { type } from "../support/command-line.ts";
import { certificate } from "../support/given.ts";

it("says what it did the first time, until when it is good, and that it renews by itself", async () => {
  const { screen, code } = await type("update-cert");
  expect(screen).toMatchInlineSnapshot(`
    "dify.test: asking for a certificate: there is no certificate yet
    dify.test: certificate saved, serial 0B
    dify.test: new certificate, serial 0B, valid until 2027-01-30
    https://dify.test is live
    next renewal: 2027-01-06 (automatic)"
  `);
  expect(code).toBe(0);
});

it("keeps a fresh certificate with exit code 0 and says until when", async () => {
  const { screen, code } = await type("update-cert", { stored: certificate(), entry: { deployed: "AA:BB" } });
  expect(screen).toMatchInlineSnapshot(`
    "https://dify.test is live
    dify.test: kept (not due for renewal), valid until 2027-01-30
    next renewal: 2026-12-31 (automatic)"
  `);
  expect(code).toBe(0);
});

it("renews a fresh one with --force-renewal", async () => {
  const { diary } = await type("update-cert --force-renewal", { stored: certificate(), entry: { deployed: "AA:BB" } });
  expect(diary).toContain("issue at the authority");
});

it("says nothing but errors with -q", async () => {
  expect((await type("update-cert -q")).screen).toBe("");
});

it("says that a rehearsal went well and posts nothing for health", async () => {
  const { screen, posted } = await type("update-cert --dry-run");
  expect(screen).toMatchInlineSnapshot(
    `"dify.test: dry run succeeded (--dry-run): the CA would issue this certificate; nothing was saved or changed"`,
  );
  expect(posted).toEqual([]);
});

it("shows what failed, the mend and the next try, with exit code 1", async () => {
  const problem = new Problem({
    code: "acme-unauthorized",
    message: "the authority could not fetch the challenge of dify.test from 203.0.113.7",
    fix: "open port 80 of this server to the world",
    retry: "after-a-fix",
  });
  const { screen, code, posted } = await type("update-cert", { breaksAt: { "issue at the authority": problem } });
  expect(screen).toMatchInlineSnapshot(`
    "dify.test: asking for a certificate: there is no certificate yet
    ! error: the authority could not fetch the challenge of dify.test from 203.0.113.7
    !   fix: open port 80 of this server to the world
    !   next try: 2026-11-20 12:01 UTC"
  `);
  expect(code).toBe(1);
  expect(posted).toMatchObject([{ healthy: false }]);
});

it("shows what lies behind a failure with --debug and with -v, and only then", async () => {
  const refused = new Error("connect ECONNREFUSED 127.0.0.1:1");
  const cause = new TypeError("fetch failed", { cause: refused });
  const problem = new Problem({ code: "ca-away", message: "the CA is away", fix: "wait", cause });
  const world = { breaksAt: { "issue at the authority": problem } };
  const expected = "!   cause: TypeError: fetch failed\n!   cause: Error: connect ECONNREFUSED 127.0.0.1:1";
  expect((await type("update-cert --debug", world)).screen).toContain(expected);
  expect((await type("update-cert -v", world)).screen).toContain(expected);
  expect((await type("update-cert", world)).screen).not.toContain("cause");
});

it("refuses settings that cannot be used with exit code 2 and touches nothing", async () => {
  const { code, diary } = await type("update-cert", { environment: { CERTBOT_DOMAIN: "your_domain.com" } });
  expect(code).toBe(2);
  expect(diary).toEqual([]);
});

const at = "https://acme.corp.internal/dir";
const corporate = certificate({ name: "ai.corp.internal", domains: ["ai.corp.internal"], directory: at });
const corp = { environment: { CERTBOT_DOMAIN: "ai.corp.internal", CERTBOT_OPTIONS: "" }, stored: corporate };

it("asks the authority that a certificate came from again, although its --server left .env", async () => {
  const settings: Settings[] = [];
  const asked = (given: Settings) => void settings.push(given);
  const { code } = await type("update-cert", { ...corp, asked });
  expect(code).toBe(0);
  expect(settings[0]).toMatchObject({ directory: at });
});

const usual = "https://acme-v02.api.letsencrypt.org/directory";

it.each([
  ["another one that is named", "https://other.corp.internal/dir", at, "https://other.corp.internal/dir"],
  ["a staging one, which is never kept", undefined, "https://acme-staging-v02.api.letsencrypt.org/directory", usual],
  ["one that is not an https URL", undefined, "http://acme.example.org/dir", usual],
  ["nothing", undefined, undefined, usual],
])("asks the right one where there is %s", async (_, server, directory, expected) => {
  const settings: Settings[] = [];
  await type(`update-cert${server === undefined ? "" : ` --server ${server}`}`, {
    environment: { CERTBOT_DOMAIN: "dify.org", CERTBOT_OPTIONS: "" },
    stored: certificate({ name: "dify.org", domains: ["dify.org"], directory }),
    asked: (given) => void settings.push(given),
  });
  expect(settings[0]?.directory).toBe(expected);
});

it("says before it asks that the certificate will come from another CA than before", async () => {
  const { screen } = await type("update-cert --server https://other.corp.internal/dir --force-renewal", corp);
  expect(screen).toContain(
    "ai.corp.internal: it came from acme.corp.internal, and the next one comes from other.corp.internal (--server)",
  );
});

it("keeps a pause where no terminal is, as in a cron job, and passes it for a person", async () => {
  const world = { entry: { notBefore: new Date("2026-11-20T13:00:00Z") } };
  expect((await type("update-cert", world)).diary.join()).not.toContain("issue");
  expect((await type("update-cert", { ...world, columns: 80 })).diary.join()).toContain("issue");
});
