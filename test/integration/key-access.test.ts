import { chmod, chown } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { issued, modeOf, storeIn } from "../store/stored.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";

const reader = 1234;
const other = 1235;

/** The live key as that user reads it, through both folders. */
async function readsKey(folder: string, uid: number, gid = uid): Promise<boolean> {
  const words = ["--reuid", String(uid), "--regid", String(gid), "--clear-groups"];
  const { exitCode } = await execa("setpriv", [...words, "cat", join(folder, "live/dify.test/privkey.pem")], {
    reject: false,
  });
  return exitCode === 0;
}

async function stored() {
  const folder = await temporaryFolder();
  // as /etc/letsencrypt is
  await chmod(folder, 0o755);
  const store = storeIn(folder);
  await store.save(lineage(), await issued());
  expect(await readsKey(folder, reader)).toBe(false);
  return { folder, renew: async () => store.save(lineage(), await issued()) };
}

test("a reader that an operator let in by setfacl reads every renewed key, and nobody else does", async () => {
  const { folder, renew } = await stored();
  // the README's line
  await execa("setfacl", ["-R", "-m", `u:${reader}:rX`, "archive", "live"], { cwd: folder });
  for (let renewal = 0; renewal < 3; renewal++) await renew();
  expect(await readsKey(folder, reader)).toBe(true);
  expect(await readsKey(folder, other)).toBe(false);
  const list = await execa("getfacl", ["-cnp", join(folder, "archive/dify.test/privkey4.pem")]);
  expect(list.stdout.trim().split("\n")).toEqual([
    "user::rw-",
    `user:${reader}:r--`,
    "group::---",
    "mask::r--",
    "other::---",
  ]);
});

test("a list that is taken away again stays away", async () => {
  const { folder, renew } = await stored();
  await execa("setfacl", ["-R", "-m", `u:${reader}:rX`, "archive", "live"], { cwd: folder });
  await renew();
  await execa("setfacl", ["-R", "-b", "archive", "live"], { cwd: folder });
  await chmod(join(folder, "archive/dify.test/privkey2.pem"), 0o600);
  await renew();
  await execa("setfacl", ["-m", `u:${reader}:x`, "archive", "live"], { cwd: folder });
  expect(await readsKey(folder, reader)).toBe(false);
  expect(await modeOf(join(folder, "archive/dify.test/privkey3.pem"))).toBe("600");
});

test("a list that new files take over from the folder goes on with the keys", async () => {
  const { folder, renew } = await stored();
  await execa("setfacl", ["-R", "-m", `u:${reader}:rX,d:u:${reader}:rX`, "archive", "live"], { cwd: folder });
  for (let renewal = 0; renewal < 2; renewal++) await renew();
  expect(await readsKey(folder, reader)).toBe(true);
  expect(await readsKey(folder, other)).toBe(false);
});

test("a group with both folders open to it reads every renewed key", async () => {
  const { folder, renew } = await stored();
  for (const path of ["archive", "live", "archive/dify.test/privkey1.pem"]) await chown(join(folder, path), -1, reader);
  await Promise.all(["archive", "live"].map((path) => chmod(join(folder, path), 0o750)));
  await chmod(join(folder, "archive/dify.test/privkey1.pem"), 0o640);
  for (let renewal = 0; renewal < 3; renewal++) await renew();
  expect(await readsKey(folder, 65534, reader)).toBe(true);
  expect(await readsKey(folder, 65534, other)).toBe(false);
  expect([await modeOf(join(folder, "archive")), await modeOf(join(folder, "live"))]).toEqual(["750", "750"]);
});
