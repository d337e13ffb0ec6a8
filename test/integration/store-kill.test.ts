import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { placesOf } from "../../src/store/layout.ts";
import { linkedVersion, readLinks } from "../../src/store/links.ts";
import { startStoreChild } from "../store/start-store-child.ts";
import { issued, storeIn } from "../store/stored.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { repeat } from "../support/repeat.ts";

const rounds = 40 * repeat;

/** Lets a process save versions as fast as it can, and kills it after so many milliseconds. */
async function saveAndKill(folder: string, issuedFile: string, after: number): Promise<void> {
  const saver = await startStoreChild("saving", "save-again", folder, issuedFile);
  await new Promise((resolve) => setTimeout(resolve, after));
  await saver.kill();
}

async function publicKeyOf(...words: string[]): Promise<string> {
  return (await execa("openssl", words)).stdout;
}

/** The next run takes the lock; the killed one's helper may need a moment to let go. */
async function nextRun(folder: string): Promise<void> {
  for (let turn = 0; turn < 100; turn++) {
    const wasFree = await storeIn(folder)
      .exclusively(async () => true)
      .catch(() => false);
    if (wasFree) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("the lock did not become free");
}

test(`a process killed while it saves, ${rounds} times, leaves a lineage that is whole`, {
  timeout: 120_000 * repeat,
}, async () => {
  const folder = await temporaryFolder();
  const issuedFile = join(folder, "issued.json");
  await writeFile(issuedFile, JSON.stringify(await Promise.all(Array.from({ length: 5 }, () => issued()))));
  const live = join(folder, "live", "dify.test");
  const versions = new Set<number>();
  for (let round = 0; round < rounds; round++) {
    await saveAndKill(folder, issuedFile, Math.random() * 60);
    await nextRun(folder);
    const certificate = await storeIn(folder).read("dify.test");
    if (!certificate) continue;
    versions.add(certificate.version);
    expect(linkedVersion(await readLinks(placesOf(folder, "dify.test")))).toBe(certificate.version);
    const ofKey = await publicKeyOf("pkey", "-in", join(live, "privkey.pem"), "-pubout");
    expect(await publicKeyOf("x509", "-in", join(live, "fullchain.pem"), "-noout", "-pubkey")).toBe(ofKey);
  }
  expect(versions.size).toBeGreaterThan(rounds / 4);
  await storeIn(folder).checkWritable(lineage());
});

test("a first save that is killed leaves nothing that stands in the way of the next", {
  timeout: 120_000 * repeat,
}, async () => {
  for (let round = 0; round < 10; round++) {
    const folder = await temporaryFolder();
    const issuedFile = join(folder, "issued.json");
    await writeFile(issuedFile, JSON.stringify([await issued()]));
    await saveAndKill(folder, issuedFile, 2 + round);
    await nextRun(folder);
    await storeIn(folder).checkWritable(lineage());
    await storeIn(folder).save(lineage(), await issued());
    expect((await storeIn(folder).read("dify.test"))?.version).toBeGreaterThan(0);
  }
});
