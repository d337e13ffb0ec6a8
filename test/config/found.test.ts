import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeFolder, describeFound, describeGiven, lookAtFolder } from "../../src/config/found.ts";
import { readSettings } from "../../src/config/settings.ts";

const inFolder = test.extend("root", async ({ task: _ }, { onCleanup }) => {
  const root = await mkdtemp(join(tmpdir(), "found-"));
  onCleanup(() => rm(root, { recursive: true }));
  return root;
});

const settings = (environment: Record<string, string>) => readSettings({ environment, words: [], word: "serve" });

const environment = { CERTBOT_DOMAIN: "dify.acme.org" };
const given = { version: "1.2.3", environment, settings: settings(environment) };

test("names the settings that are not at their defaults, a contact that is left out, and no value", () => {
  const environment = {
    CERTBOT_DOMAIN: "dify.acme.org",
    CERTBOT_EMAIL: "your_email@example.com",
    CERTBOT_OPTIONS: "-m s3cret@acme.org",
    CERTBOT_AUTO: "true",
    NGINX_PORT: "8080",
    NGINX_SSL_PORT: "443",
    METRICS_PORT: "",
    HTTPSIDECAR_LANG: "en",
  };
  const withoutOptions = { ...environment, CERTBOT_OPTIONS: "" };
  expect(describeGiven(withoutOptions, settings(withoutOptions)).join(", ")).toBe(
    "CERTBOT_DOMAIN, CERTBOT_EMAIL (left out), NGINX_PORT, HTTPSIDECAR_LANG",
  );
  expect(describeGiven(environment, settings(environment)).join(", ")).not.toContain("s3cret");
});

test("a folder that is as it should be is not worth a line", () => {
  const folder = { path: "/etc/letsencrypt", state: "writable", owner: "0:0" } as const;
  expect(describeFolder(folder, "./volumes/certbot/conf")).toBeUndefined();
});

test("a missing folder comes with the volume to add", () => {
  const lines = [
    describeFolder({ path: "/var/www/html", state: "missing", owner: undefined }, "./volumes/certbot/www"),
    describeFolder({ path: "/var/log/letsencrypt", state: "read-only", owner: "1000:1000" }, "./volumes/certbot/logs"),
  ];
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "/var/www/html missing: add the volume ./volumes/certbot/www:/var/www/html
    /var/log/letsencrypt read-only, owner 1000:1000: nothing can be saved there, mount a writable folder, ./volumes/certbot/logs:/var/log/letsencrypt"
  `);
});

inFolder("a cli.ini is named with what it sets, and never with its values", async ({ root }) => {
  const folders = { config: root, webroot: root, logs: root, run: root, state: root };
  const found = async () => (await describeFound({ ...given, folders })).at(-1);
  await writeFile(join(root, "cli.ini"), "key-type = rsa\neab-hmac-key = s3cret\n");
  expect(await found()).toBe(`${root}/cli.ini read: --key-type, --eab-hmac-key`);
  await writeFile(join(root, "cli.ini"), "key-typ = rsa\n");
  expect(await found()).toBe(`${root}/cli.ini read: what cannot be used`);
});

inFolder("folders are looked at and left as they are", async ({ root }) => {
  const owner = `${process.getuid?.()}:${process.getgid?.()}`;
  await mkdir(join(root, "conf"));
  await writeFile(join(root, "file"), "");
  expect(await lookAtFolder(join(root, "conf"))).toMatchObject({ path: join(root, "conf"), state: "writable", owner });
  expect(await lookAtFolder(join(root, "file"))).toMatchObject({ state: "no folder" });
  expect(await lookAtFolder(join(root, "gone"))).toMatchObject({ state: "missing", owner: undefined });
});

test("a folder that is a part of the container is said to be lost with it", () => {
  const facts = { path: "/etc/letsencrypt", state: "writable", owner: "0:0", lostWithContainer: true } as const;
  expect(describeFolder(facts, "./volumes/certbot/conf")).toMatch(
    /not mounted: .*five certificates a week: add the volume \.\/volumes\/certbot\/conf:\/etc\/letsencrypt$/,
  );
});

inFolder("what runs for which names comes first, then settings, then what is wrong with folders", async ({ root }) => {
  const missing = {
    ...settings(environment),
    folders: { config: root, webroot: join(root, "www"), logs: root, run: root, state: root },
  };
  expect(await describeFound({ ...given, settings: missing, folders: missing.folders })).toEqual([
    "httpsidecar 1.2.3: dify.acme.org, by acme-v02.api.letsencrypt.org",
    "settings: CERTBOT_DOMAIN",
    `${root}/www missing: add the volume ./volumes/certbot/www:${root}/www`,
  ]);
  const whole = { ...missing, folders: { config: root, webroot: root, logs: root, run: root, state: root } };
  expect((await describeFound({ ...given, settings: whole, folders: whole.folders })).at(-1)).toBe("folders: ok");
});
