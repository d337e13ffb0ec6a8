import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeFolder, describeFound, describeGiven, lookAtFolder } from "../../src/config/found.ts";

const inFolder = test.extend("root", async ({ task: _ }, { onCleanup }) => {
  const root = await mkdtemp(join(tmpdir(), "found-"));
  onCleanup(() => rm(root, { recursive: true }));
  return root;
});

test("each variable is set, not set, or left out, and no value but the domain's is shown", () => {
  const environment = {
    CERTBOT_DOMAIN: "dify.acme.org",
    CERTBOT_EMAIL: "your_email@example.com",
    CERTBOT_OPTIONS: "-m s3cret@acme.org",
    NGINX_PORT: "8080",
  };
  expect(describeGiven({ ...environment, CERTBOT_OPTIONS: "" }).join("\n")).toMatchInlineSnapshot(`
    "  CERTBOT_DOMAIN       set: "dify.acme.org"
      CERTBOT_EMAIL        set, but left out
      CERTBOT_OPTIONS      not set (none)
      CERTBOT_AUTO         not set (true)
      NGINX_SERVICE        not set (nginx)
      NGINX_PORT           set
      NGINX_SSL_PORT       not set (443)
      REQUESTS_CA_BUNDLE   not set (the system's roots)
      RUN_SAVED_HOOKS      not set (false)
      ARI_POLL_SECONDS     not set (21600)
      OWN_CERTIFICATE      not set (same as the stored certificate)
      RENEW_SCHEDULE       not set (any hour)
      DEPLOY               not set (reload)
      NOTIFY_URLS          not set (no notifications are sent)
      HEARTBEAT_URL        not set (no heartbeat is sent)
      METRICS_PORT         not set (no metrics)
      LOG_FORMAT           not set (text)
      DOCTOR_RESOLVERS     not set (the container's)
      HTTPSIDECAR_LANG     not set (as LANG says)"
  `);
  expect(describeGiven(environment).join("\n")).not.toContain("s3cret");
});

test("variables that cannot be used are described all the same", () => {
  expect(describeGiven({ CERTBOT_DOMAIN: "your_domain.com" })[0]).toBe('  CERTBOT_DOMAIN       set: "your_domain.com"');
});

test("a missing folder comes with the volume to add", () => {
  const lines = [
    describeFolder({ path: "/etc/letsencrypt", state: "writable", owner: "0:0" }, "./volumes/certbot/conf"),
    describeFolder({ path: "/var/www/html", state: "missing", owner: undefined }, "./volumes/certbot/www"),
    describeFolder({ path: "/var/log/letsencrypt", state: "read-only", owner: "1000:1000" }, "./volumes/certbot/logs"),
  ];
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "  /etc/letsencrypt     writable, owner 0:0
      /var/www/html        missing: add the volume ./volumes/certbot/www:/var/www/html
      /var/log/letsencrypt read-only, owner 1000:1000: nothing can be saved there, mount a writable folder, ./volumes/certbot/logs:/var/log/letsencrypt"
  `);
});

inFolder("a cli.ini is named with what it sets, and never with its values", async ({ root }) => {
  const folders = { config: root, webroot: root, logs: root, run: root, state: root };
  const found = async () => (await describeFound({ environment: {}, folders })).at(-1);
  await writeFile(join(root, "cli.ini"), "key-type = rsa\neab-hmac-key = s3cret\n");
  expect(await found()).toBe(`  ${root}/cli.ini read: --key-type, --eab-hmac-key`);
  await writeFile(join(root, "cli.ini"), "key-typ = rsa\n");
  expect(await found()).toBe(`  ${root}/cli.ini read: what cannot be used`);
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

inFolder("what was given comes first, then the folders", async ({ root }) => {
  const folders = { config: root, webroot: join(root, "www"), logs: join(root, "logs"), run: root, state: root };
  const lines = await describeFound({ environment: {}, folders });
  expect(lines.filter((line) => !line.startsWith(" "))).toEqual(["settings:", "folders:"]);
  expect(lines.slice(-2)).toEqual([
    `  ${folders.webroot} missing: add the volume ./volumes/certbot/www:${folders.webroot}`,
    `  ${folders.logs} missing: add the volume ./volumes/certbot/logs:${folders.logs}`,
  ]);
});
