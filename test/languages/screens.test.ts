import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { columnsOf } from "../../src/cli/columns.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import { checks } from "../../src/doctor/list.ts";
import type { NoticeFacts } from "../../src/model/notice.ts";
import { temporaryFolder } from "../support/folders.ts";
import { certificate } from "../support/given.ts";
import { languages, speaking, typing } from "../support/speaking.ts";

const proof = { at: new Date("2026-11-20T11:20:00Z"), different: false, mended: false, outside: undefined };
const well = {
  list: async () => [{ name: "dify.test", certificate: certificate() }],
  entry: { deployed: "AA:BB", proof },
};

describe.each(languages)("in %s", (language) => {
  it("status shows its screen", async () => {
    const type = await typing(language);
    expect((await type("status", well)).screen).toMatchSnapshot();
  });

  it("doctor names what blocks, what it means and the line to change", async () => {
    const type = await typing(language);
    const { screen, code } = await type("doctor", { environment: { CERTBOT_DOMAIN: "" } });
    expect(screen).toMatchSnapshot();
    expect(code).toBe(2);
  });

  it("doctor calls each check by a name that its readers have, no wider than its column", async () => {
    const { titleOf } = await speaking(language, () => import("../../src/doctor/titles.ts"));
    const names = ["settings", "folders", ...checks.map(({ name }) => name)];
    expect(names.map((name) => `${name}: ${titleOf({ check: name })}`).join("\n")).toMatchSnapshot();
    expect(names.map((check) => titleOf({ check })).filter((title) => columnsOf(title) > 12)).toEqual([]);
  });

  it("doctor --json has the same names of checks in every language", async () => {
    const type = await typing(language);
    const { screen } = await type("doctor --json", { environment: { CERTBOT_DOMAIN: "" } });
    expect(JSON.parse(screen).findings.map(({ check }: Finding) => check)).toEqual(["settings", "folders", "folders"]);
  });

  it("serve begins with the mistake, or with what runs for whom and what it found", async () => {
    const type = await typing(language);
    const wrong = await type("serve", { stopped: true, environment: { CERTBOT_DOMAIN: "*.dify.test" } });
    expect(wrong.screen).toMatchSnapshot();
    // the folders of a machine of its own, whatever this one has under the same names
    const root = await temporaryFolder();
    const at = (path: string) => join(root, path);
    const folders = { config: at("/etc/letsencrypt"), webroot: at("/var/www/html"), logs: at("/var/log/letsencrypt") };
    await mkdir(folders.config, { recursive: true });
    await writeFile(join(folders.config, "cli.ini"), "max-log-backups = 0\npreconfigured-renewal = True\n");
    const assembly = { folders: { ...folders, run: at("/run"), state: at("/var/lib") } };
    const { screen } = await type("serve", { stopped: true, assembly });
    expect(screen.replaceAll(root, "")).toMatchSnapshot();
  });

  it("update-cert says what it did, and what stands in its way", async () => {
    const type = await typing(language);
    expect((await type("update-cert")).screen).toMatchSnapshot();
    const { screen, code } = await type("update-cert", { environment: { CERTBOT_DOMAIN: "https://dify.test/" } });
    expect(screen).toMatchSnapshot();
    expect(code).toBe(2);
  });

  it("a notice tells what happened, what to do and what comes next", async () => {
    const { noticeOf, textOf } = await speaking(language, () => import("../../src/notices/message.ts"));
    const { problemFor } = await import("../../src/acme/refusal.ts");
    const reason = { type: "dns", detail: "NXDOMAIN looking up A for dify.test", name: "dify.test" };
    const { message, fix, code } = problemFor([reason], "validation");
    const at = (day: number) => new Date(`2026-11-${day}T00:00:00Z`);
    const facts: NoticeFacts = {
      now: at(20),
      lineage: "dify.test",
      problem: { code, message, fix, retry: "other" },
      renewed: false,
      paused: false,
      next: at(21),
      certificate: { due: at(10), notBefore: at(1), notAfter: at(30) },
      wire: true,
      companion: undefined,
    };
    expect(textOf(noticeOf("failing", facts))).toMatchSnapshot();
  });

  it("certbot's own lines stay English", async () => {
    const type = await typing(language);
    expect((await type("certbot renew", well)).screen).toContain("Congratulations, all renewals succeeded:");
    expect((await type("certbot certificates", well)).screen).toContain("Found the following certs:");
    expect((await type("certificates", well)).screen).toContain("Certificate Name: dify.test");
  });

  it("what certbot has no words for is said in the reader's", async () => {
    const type = await typing(language);
    expect((await type("certbot --help")).screen).toMatchSnapshot();
    const lines = ["certbot install", "certbot rollback", "certbot certonly", "certbot delete --cert-name nobody.test"];
    const screens: string[] = [];
    for (const line of lines) screens.push((await type(line, well)).screen);
    expect(screens.join("\n")).toMatchSnapshot();
  });
});
