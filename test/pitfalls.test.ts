import { access, cp, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { openAccounts } from "../src/assemble/certbot-parts.ts";
import { preflight } from "../src/challenge/preflight.ts";
import { webroot } from "../src/challenge/webroot.ts";
import { waitForTurn } from "../src/cli/in-turn.ts";
import { readIniOptions } from "../src/config/ini-options.ts";
import { readSettings } from "../src/config/settings.ts";
import type { Outcome } from "../src/model/outcome.ts";
import { Problem } from "../src/model/problem.ts";
import { decide } from "../src/renewal/decide.ts";
import { repairLineage } from "../src/store/repair.ts";
import { issued, linksOf, modeOf, storeIn } from "./store/stored.ts";
import { type CommandWorld, type } from "./support/command-line.ts";
import { temporaryFolder } from "./support/folders.ts";
import { certificate, decisionFacts, lineage } from "./support/given.ts";

/** Where certbot trips people, one test a row of the list that the README's table is made from. */
const staging = "https://acme-staging-v02.api.letsencrypt.org/directory";
const now = new Date("2026-11-20T12:00:00Z");
const due = new Date("2027-01-20T00:00:00Z");
const facts = { version: "0.1.0", account: "ab", server: "https://ca.test/dir", webroot: "/var/www/html" };
const kept: CommandWorld = { stored: certificate(), entry: { deployed: "AA:BB" } };
const asked = (diary: readonly string[]) => diary.filter((line) => line.startsWith("issue")).length;
const settingsOf = (CERTBOT_DOMAIN: string, CERTBOT_OPTIONS = "") =>
  readSettings({ environment: { CERTBOT_DOMAIN, CERTBOT_OPTIONS }, words: [], word: "serve" });

let folder: string;
let live: string;
let conf: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  live = join(folder, "live", "dify.test");
  conf = join(folder, "renewal", "dify.test.conf");
});
const mend = (careful: boolean) => repairLineage("dify.test", { folder, now, facts, careful });

test("1. a list in CERTBOT_DOMAIN is the lineage of its first name", () => {
  const { lineage: read } = settingsOf("a.com,www.a.com");
  expect(read).toEqual({ name: "a.com", domains: ["a.com", "www.a.com"], domainAsTyped: "a.com,www.a.com" });
});

test("2. a name that is added comes into the same certificate, without --expand", async () => {
  const environment = { CERTBOT_DOMAIN: "dify.test,www.dify.test" };
  const { screen, diary } = await type("update-cert", { ...kept, environment });
  expect(screen).toContain("dify.test: asking for a certificate: the names changed");
  expect(asked(diary)).toBe(1);
});

test("3. a name that goes is said, and the lineage stays the one that nginx reads", async () => {
  const two = certificate({ domains: ["dify.test", "www.dify.test"] });
  const world = { stored: two, list: async () => [{ name: "dify.test", certificate: two }] };
  const { screen } = await type("certbot certonly -d dify.test --server https://ca.test/dir", world);
  expect(screen).toContain("! warning: www.dify.test will no longer be in the certificate dify.test");
  expect(screen).toContain("/live/dify.test/fullchain.pem");
});

test("4. when --staging is taken out again, a trusted certificate comes at the next check", async () => {
  const stored = certificate({ directory: staging });
  const { screen } = await type("update-cert", { stored, entry: { deployed: "AA:BB" } });
  expect(screen).toContain("asking for a certificate: the present certificate is a staging one");
});

test("5. --staging over a trusted certificate is refused when it is due, and said before", async () => {
  const early = await type("update-cert --staging -d dify.acme.org --cert-name dify.test", {
    stored: certificate({ domains: ["dify.acme.org"] }),
    entry: { deployed: "AA:BB" },
  });
  expect(early.screen).toContain("warning: dify.test has a certificate that browsers trust");
  expect(asked(early.diary)).toBe(0);
  const late = await type("update-cert --staging -d dify.acme.org --cert-name dify.test", { ...kept, now: due });
  expect(late).toMatchObject({ code: 1, screen: expect.stringContaining("a staging one will not replace it") });
  expect(asked(late.diary)).toBe(0);
});

test("6. a --dry-run that was left is said at every start, and health is red", async () => {
  const environment = { CERTBOT_OPTIONS: "--dry-run --server https://ca.test/dir" };
  const { screen, posted } = await type("serve", { environment, stopped: true });
  expect(screen).toContain(
    "! warning: CERTBOT_OPTIONS contains --dry-run: no certificate is obtained and health stays red",
  );
  expect(posted).toMatchObject([{ healthy: false }]);
});

test("7. -d in CERTBOT_OPTIONS is one more name, this time and every time", async () => {
  const both = certificate({ domains: ["dify.test", "www.dify.test"] });
  const environment = { CERTBOT_OPTIONS: "-d www.dify.test --server https://ca.test/dir" };
  const first = await type("update-cert", { ...kept, environment });
  const next = await type("update-cert", { stored: both, entry: { deployed: "AA:BB" }, environment });
  expect([first.code, asked(first.diary), next.code, asked(next.diary)]).toEqual([0, 1, 0, 0]);
});

test("8. a --force-renewal that was left is not heeded by the loop, and said", async () => {
  const environment = { CERTBOT_OPTIONS: "--force-renewal --server https://ca.test/dir" };
  const { screen, diary } = await type("serve", { ...kept, environment, stopped: true });
  expect(screen).toContain("contains --force-renewal: ignored here");
  expect(asked(diary)).toBe(0);
});

test("9. links that a copy made files of are links again, by the loop itself where they are the archive's", async () => {
  await storeIn(folder).save(lineage(), await issued());
  await cp(live, `${live}.copy`, { recursive: true, dereference: true });
  await rm(live, { recursive: true });
  await rename(`${live}.copy`, live);
  await expect(storeIn(folder).read("dify.test")).rejects.toMatchObject({ code: "lineage-broken" });
  expect(await mend(true)).toMatchObject([{ saw: "plain files are where symlinks belong" }]);
  expect(await linksOf(folder)).toContain("../../archive/dify.test/fullchain1.pem");
});

test("10. a conf that was deleted is found before the authority is asked, and written again", async () => {
  await storeIn(folder).save(lineage(), await issued());
  await rm(conf);
  await expect(storeIn(folder).checkWritable(lineage())).rejects.toMatchObject({ code: "name-taken" });
  expect(await mend(true)).toMatchObject([{ did: "wrote the conf again" }]);
  expect((await storeIn(folder).read("dify.test"))?.version).toBe(1);
});

test("11. a placeholder in live/ is found before the authority is asked; the loop leaves it, repair keeps it aside", async () => {
  await mkdir(live, { recursive: true });
  await writeFile(join(live, "fullchain.pem"), "self-signed");
  await expect(storeIn(folder).checkWritable(lineage())).rejects.toMatchObject({ code: "name-taken" });
  expect(await mend(true)).toEqual([]);
  expect(await mend(false)).toMatchObject([{ saw: "a temporary self-signed certificate is in live/" }]);
  await storeIn(folder).checkWritable(lineage());
});

test("12. an account that is lost is none, so that a new one is made, and no failure", async () => {
  await storeIn(folder).save(lineage(), await issued({ accountId: "0123456789abcdef0123456789abcdef" }));
  const settings = settingsOf("dify.test", "--server https://localhost:14000/dir");
  const accounts = await openAccounts({ ...settings, folders: { ...settings.folders, config: folder } }, "dify.test");
  expect(await accounts.find(settings.directory)).toBeUndefined();
});

test("13. renew does not sleep, with a terminal or without", async () => {
  const began = performance.now();
  const list = async () => [{ name: "dify.test", certificate: certificate() }];
  const { code, diary } = await type("certbot renew --force-renewal", { ...kept, now: due, list });
  expect([code, asked(diary)]).toEqual([0, 1]);
  expect(performance.now() - began).toBeLessThan(20_000);
});

test("14. nginx hears of every new certificate, and it is said when it did not", async () => {
  const { diary } = await type("update-cert", { ...kept, now: due });
  expect(diary.indexOf("deploy")).toBeGreaterThan(diary.indexOf("save"));
  const absent = new Problem({ code: "companion-absent", message: "nobody listens", fix: "start it", retry: "look" });
  const failed = await type("update-cert", { ...kept, now: due, breaksAt: { deploy: absent } });
  expect(failed).toMatchObject({ code: 1, screen: expect.stringContaining("! error: nobody listens") });
});

test("15. a script can tell what was renewed from what was kept", async () => {
  const renewed = await type("update-cert", { ...kept, now: due });
  const same = await type("update-cert", kept);
  expect(renewed.screen).toMatch(/^dify\.test: new certificate, serial /m);
  expect(same.screen).toMatch(/^dify\.test: kept \(not due for renewal\), valid until /m);
});

test("16. a webroot that is not there is named with the mount that is missing", async () => {
  const missing = webroot(join(folder, "www"));
  await expect(missing.present("token", "token.thumb")).rejects.toMatchObject({
    code: expect.stringMatching(/^webroot-/),
    fix: expect.stringContaining("volume"),
  });
});

test("17. a challenge path that nginx does not serve is found before the authority is asked", async () => {
  const nginx = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => nginx.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void nginx.close());
  const { port } = nginx.address() as AddressInfo;
  const { check } = preflight({
    responder: webroot(folder),
    authority: { caaIdentities: () => expect.unreachable("the authority was asked") },
    httpsSwitch: { enableChallenge: async () => {} },
    nginx: { host: "127.0.0.1", port, sslPort: 443 },
    webroot: "/var/www/html",
  });
  const { signal } = new AbortController();
  await expect(check(lineage(), { mend: true, signal })).rejects.toMatchObject({ code: "challenge-not-served" });
});

test("18. folders that were opened for other readers stay open", async () => {
  await mkdir(join(folder, "live"), { mode: 0o755 });
  await storeIn(folder).save(lineage(), await issued());
  expect([await modeOf(join(folder, "live")), await modeOf(join(folder, "archive"))]).toEqual(["755", "700"]);
});

test("19. the second of two runs waits for the first", async () => {
  const locked = new Problem({ code: "locked", message: "another run is at work", fix: "wait", retry: "look" });
  const outcomes: Outcome[] = [
    { result: "failed", problem: locked, next: now },
    { result: "kept", certificate: certificate(), due, next: due },
  ];
  const said: string[] = [];
  const context = {
    print: (line: string) => said.push(line),
    clock: { now: () => now },
    signal: new AbortController().signal,
  } as unknown as Parameters<typeof waitForTurn>[0];
  const outcome = await waitForTurn(context, async () => outcomes.shift() ?? expect.unreachable("a third look"));
  expect([outcome.result, said]).toEqual(["kept", ["another run is at work; waiting up to a minute for it"]]);
});

test("20. what is written into a conf is what every certbot from 2 to 5 reads", async () => {
  await storeIn(folder).save(lineage(), await issued());
  const keys = [...(await readFile(conf, "utf8")).matchAll(/^(\w+) = /gm)].map(([, key]) => key);
  const common = ["version", "archive_dir", "cert", "privkey", "chain", "fullchain", "account", "server"];
  expect(keys.filter((key) => ![...common, "authenticator", "webroot_path", "key_type"].includes(`${key}`))).toEqual(
    [],
  );
});

test("21. nothing that is kept depends on the time zone", async () => {
  await storeIn(folder).save(lineage(), await issued());
  expect(await readFile(conf, "utf8")).not.toContain("ari_retry_after");
  const { entry } = await type("update-cert", { ...kept, window: { window: undefined, retryAfterMs: 60_000 } });
  expect(JSON.stringify(entry().window)).toMatch(/"askAt":"[^"]+Z"/);
});

test("22. a certificate of six days is renewed once, at half of its life", () => {
  const current = certificate({ notBefore: now, notAfter: new Date(now.getTime() + 160 * 3_600_000) });
  const at = (hours: number) => decide(decisionFacts({ current }), new Date(now.getTime() + hours * 3_600_000)).act;
  expect([at(1), at(79), at(81)]).toEqual(["keep", "keep", "issue"]);
});

test("23. what a killed run left behind is put right by the next one", async () => {
  await storeIn(folder).save(lineage(), await issued());
  await storeIn(folder).save(lineage(), await issued());
  const archive = join(folder, "archive", "dify.test");
  for (const kind of ["cert", "privkey", "chain", "fullchain"]) {
    await symlink(join(archive, `${kind}2.pem`), join(live, `previous_${kind}.pem`));
  }
  await writeFile(join(folder, ".certbot.lock"), "");
  expect(await storeIn(folder).exclusively(async () => (await storeIn(folder).read("dify.test"))?.version)).toBe(2);
  await expect(access(join(live, "previous_cert.pem"))).rejects.toThrow("ENOENT");
});

test("24. what cli.ini changes is said", async () => {
  await writeFile(join(folder, "cli.ini"), "key-type = rsa\n");
  const { screen } = await type("update-cert", { ...kept, ini: await readIniOptions(folder, undefined) });
  expect(screen).toContain(`! warning: ${folder}/cli.ini counts too: --key-type`);
});
