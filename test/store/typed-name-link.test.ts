import { lstat, mkdir, readlink, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { issued, sortedNames, storeIn, textOf } from "./stored.ts";

describe("nginx finds the certificate by CERTBOT_DOMAIN as typed", () => {
  test.each(["DIFY.test", "dify.test.", "dify.test,www.dify.test", "bücher.test", "Ⅳ.test"])(
    "%s",
    async (domainAsTyped) => {
      const folder = await temporaryFolder();
      const given = await issued();
      await storeIn(folder).save(lineage(), given);
      await storeIn(folder).linkTypedName(lineage({ domainAsTyped }));
      await storeIn(folder).linkTypedName(lineage({ domainAsTyped }));
      expect(await readlink(join(folder, "live", domainAsTyped))).toBe("dify.test");
      expect(await textOf(folder, "live", domainAsTyped, "fullchain.pem")).toBe(given.fullchainPem);
    },
  );

  test("and needs no link where it is the name itself", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).linkTypedName(lineage());
    expect(await sortedNames(folder)).toEqual([]);
  });

  test("also when an earlier link of ours led to another lineage", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).linkTypedName(lineage({ name: "old.test", domainAsTyped: "DIFY.test" }));
    await storeIn(folder).linkTypedName(lineage({ domainAsTyped: "DIFY.test" }));
    expect(await readlink(join(folder, "live", "DIFY.test"))).toBe("dify.test");
  });
});

describe("what is not our link is never replaced", () => {
  test("a folder", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "live", "DIFY.test"), { recursive: true });
    const link = join(folder, "live", "DIFY.test");
    await expect(storeIn(folder).linkTypedName(lineage({ domainAsTyped: "DIFY.test" }))).rejects.toMatchObject({
      code: "spelling-taken",
      fix: `docker compose exec certbot mv '${link}' '${link}.old'`,
    });
    expect((await lstat(link)).isDirectory()).toBe(true);
  });

  test("a file", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "live"));
    await writeFile(join(folder, "live", "DIFY.test"), "mine");
    await expect(storeIn(folder).linkTypedName(lineage({ domainAsTyped: "DIFY.test" }))).rejects.toMatchObject({
      code: "spelling-taken",
    });
    expect(await textOf(folder, "live", "DIFY.test")).toBe("mine");
  });

  test("a link that leads elsewhere", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "live"));
    await symlink("/etc/ssl/mine", join(folder, "live", "DIFY.test"));
    await expect(storeIn(folder).linkTypedName(lineage({ domainAsTyped: "DIFY.test" }))).rejects.toMatchObject({
      code: "spelling-taken",
    });
    expect(await readlink(join(folder, "live", "DIFY.test"))).toBe("/etc/ssl/mine");
  });
});

test.each(["../renewal", "a/b", "..", ".", "", "a\0b", `${"a".repeat(240)},b.test,cc.test`])(
  "%j is no name for a folder and is refused",
  async (domainAsTyped) => {
    const folder = await temporaryFolder();
    await expect(storeIn(folder).linkTypedName(lineage({ domainAsTyped }))).rejects.toMatchObject({
      code: "bad-spelling",
    });
    expect(await sortedNames(folder)).toEqual([]);
  },
);
