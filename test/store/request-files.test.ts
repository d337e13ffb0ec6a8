import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeRequested } from "../../src/store/request-files.ts";
import { temporaryFolder } from "../support/folders.ts";

const pem = { cert: "cert\n", chain: "chain\n", fullchain: "cert\nchain\n" };

test("a place that is taken while the CA was asked leaves none of the three files, and the one that was there", async () => {
  const folder = await temporaryFolder();
  const [cert, chain, fullchain] = [join(folder, "a.pem"), join(folder, "b.pem"), join(folder, "c.pem")];
  await writeFile(fullchain, "somebody's");
  await expect(writeRequested({ cert, chain, fullchain }, pem)).rejects.toMatchObject({ code: "file-there" });
  expect(await readdir(folder)).toEqual(["c.pem"]);
  expect(await readFile(fullchain, "utf8")).toBe("somebody's");
});

test("a folder that cannot be written any more leaves none of them either", async () => {
  const folder = await temporaryFolder();
  const [cert, chain] = [join(folder, "a.pem"), join(folder, "b.pem")];
  const gone = { cert, chain, fullchain: join(folder, "gone", "c.pem") };
  await expect(writeRequested(gone, pem)).rejects.toThrow();
  expect(await readdir(folder)).toEqual([]);
});
