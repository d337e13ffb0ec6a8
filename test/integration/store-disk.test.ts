import { chmod, chown, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { storeChild } from "../store/start-store-child.ts";
import { issued, linksOf, sortedNames, storeIn } from "../store/stored.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";

/** Runs a verb of store-child.ts where mounts can be made that nobody else sees; gives what it printed. */
async function inOwnMounts(mounts: string, verb: string, folder: string, issuedFile = "") {
  const script = `${mounts}\nexec "$@"`;
  const words = ["--mount", "--map-root-user", "sh", "-ec", script, folder];
  const { stdout } = await execa("unshare", [...words, process.execPath, storeChild, verb, folder, issuedFile]);
  return JSON.parse(stdout);
}

/** As a user without rights, when the tests run as root. */
async function asNobody(verb: string, folder: string) {
  const rights =
    process.getuid?.() === 0 ? ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] : ["env"];
  const [program = "", ...words] = [...rights, process.execPath, storeChild, verb, folder];
  return JSON.parse((await execa(program, words)).stdout);
}

describe("a disk that cannot take a certificate is named before an order is made", () => {
  test("a full one", async () => {
    const folder = await temporaryFolder();
    const full = 'mount -t tmpfs -o size=512k small "$0"';
    expect(await inOwnMounts(full, "check", folder)).toMatchObject({
      code: "disk-full",
      message: `no room is left for ${folder}`,
      retry: "look",
    });
  });

  test("one without room for names", async () => {
    const folder = await temporaryFolder();
    const full = 'mount -t tmpfs -o size=8m,nr_inodes=12 small "$0"';
    expect(await inOwnMounts(full, "check", folder)).toMatchObject({ code: "disk-full" });
  });

  test("a read-only one", async () => {
    const folder = await temporaryFolder();
    const readOnly = 'mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"';
    expect(await inOwnMounts(readOnly, "check", folder)).toMatchObject({
      code: "read-only",
      message: `${folder}/archive is on a read-only mount`,
      retry: "look",
    });
    expect(await inOwnMounts(readOnly, "save", folder, await fileWithIssued())).toMatchObject({ code: "read-only" });
  });

  test("a read-only live/ in a folder that can be written", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    const readOnly = 'mount --bind "$0/live" "$0/live"; mount -o remount,bind,ro "$0/live"';
    expect(await inOwnMounts(readOnly, "check", folder)).toMatchObject({
      code: "read-only",
      message: `${folder}/live/.httpsidecar-probe is on a read-only mount`,
    });
  });

  test("one that belongs to another user", async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o555);
    expect(await asNobody("check", folder)).toMatchObject({
      code: "not-permitted",
      message: `${folder}/archive may not be read or written by this process`,
      retry: "look",
    });
    expect(await asNobody("hold", folder)).toMatchObject({
      code: "not-permitted",
      message: `${folder}/.certbot.lock may not be read or written by this process`,
    });
  });

  test("keys of a group to which this process may give nothing", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    await chown(join(folder, "archive", "dify.test", "privkey1.pem"), -1, 12);
    await execa("chown", ["-R", "65534", folder]);
    expect(await asNobody("check", folder)).toMatchObject({
      code: "not-permitted",
      message: `the keys in ${folder}/archive/dify.test belong to group 12, and this process may not give files to it`,
    });
  });
});

test("live/ mounted a second time on its own, as Dify does, takes certificates and links", async () => {
  const folder = await temporaryFolder();
  const twice = 'mkdir -p "$0/live"; mount --bind "$0/live" "$0/live"';
  const issuedFile = await fileWithIssued();
  for (const verb of ["check", "save", "save"]) {
    expect(await inOwnMounts(twice, verb, folder, issuedFile)).toEqual({ code: "done" });
  }
  expect(await linksOf(folder)).toContain("../../archive/dify.test/fullchain2.pem");
  expect(await sortedNames(join(folder, "live"))).toEqual(["README", "dify.test"]);
});

async function fileWithIssued(): Promise<string> {
  const file = join(await temporaryFolder(), "issued.json");
  await writeFile(file, JSON.stringify([await issued()]));
  return file;
}
