import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Service } from "../../src/attach/compose-files.ts";
import { recognise } from "../../src/attach/recognise.ts";
import { renewFolders } from "../../src/attach/renew-only.ts";
import { temporaryFolder } from "../support/folders.ts";

const mount = (...volumes: unknown[]) => ({ image: "nginx", volumes });

async function foldersFor(nginx: Service, certbot?: Service, conf?: string) {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "le/renewal"), { recursive: true });
  if (conf !== undefined) await writeFile(join(folder, "le/renewal/chat.acme.org.conf"), conf);
  return await renewFolders(folder, { nginx, certbot }, "chat.acme.org");
}

test("an nginx with certbot's folder is one to renew for, and one without is not understood", () => {
  expect(recognise({ nginx: mount("./le:/etc/letsencrypt:ro") }, undefined)).toEqual({
    kind: "renew-only",
    service: "nginx",
  });
  expect(() => recognise({ nginx: mount("./conf.d:/etc/nginx/conf.d") }, undefined)).toThrow(
    "is not an nginx that can be",
  );
});

test("the webroot is the renewal conf's, where certbot or nginx has it, in either form of a mount", async () => {
  const conf = "[renewalparams]\nwebroot_path = /data/acme,\n[[webroot_map]]\nchat.acme.org = /data/acme\n";
  const certificates = { type: "bind", source: "./le", target: "/etc/letsencrypt/" };
  expect(await foldersFor(mount(certificates, "./www:/usr/share/acme"), mount("./www:/data/acme"), conf)).toEqual({
    certificates: "./le",
    webroot: "./www",
    webrootPath: "/data/acme",
  });
  expect(await foldersFor(mount("./le:/etc/letsencrypt", "./www:/data/acme:ro"), undefined, conf)).toMatchObject({
    webroot: "./www",
    webrootPath: "/data/acme",
  });
});

test("a conf that has a folder for each name and no other is read too", async () => {
  const conf = "[renewalparams]\n[[webroot_map]]\nchat.acme.org = /data/acme\n";
  expect(await foldersFor(mount("./le:/etc/letsencrypt", "./www:/data/acme:ro"), undefined, conf)).toMatchObject({
    webroot: "./www",
    webrootPath: "/data/acme",
  });
});

test("without a conf it is the mount that looks like one", async () => {
  const nginx = mount("data:/var/cache", "./le:/etc/letsencrypt", "./certbot/www:/var/www/certbot");
  expect(await foldersFor(nginx)).toMatchObject({ webroot: "./certbot/www", webrootPath: "/var/www/certbot" });
});

test("where there is none it stops and says what to mount", async () => {
  await expect(foldersFor(mount("./le:/etc/letsencrypt"))).rejects.toMatchObject({
    code: "not-understood",
    fix: expect.stringContaining("./certbot/www:/var/www/certbot"),
  });
  const conf = "webroot_path = /elsewhere,\n";
  await expect(foldersFor(mount("./le:/etc/letsencrypt"), undefined, conf)).rejects.toThrow(
    "/elsewhere, the webroot of the renewal conf in ./le, is mounted nowhere",
  );
});
