import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { expect, test } from "vitest";
import { placesOf } from "../../src/store/layout.ts";
import { linkedVersion, readLinks } from "../../src/store/links.ts";
import { startStoreChild } from "../store/start-store-child.ts";
import { issued, storeIn } from "../store/stored.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { repeat, soak } from "../support/soak.ts";
import { eventually } from "../support/wire.ts";

const rounds = (soak ? 40 : 15) * repeat;

/**
 * Lets a process save versions as fast as it can, and kills it in the middle of the one after `whole`: at a moment
 * that is drawn from the time that one takes (ms) on this machine, now. Gives what the process was at.
 */
async function saveAndKill(folder: string, issuedFile: string, whole: number, oneTakes: number): Promise<string> {
  const saver = await startStoreChild("saving", "save-again", folder, issuedFile);
  await saver.says("saved", whole);
  await saver.says("saving", whole + 1);
  await sleep(Math.random() * oneTakes);
  await saver.kill();
  return saver.said.at(-1) ?? "";
}

/** ms that a save takes here and now, the median of five. */
async function timeOfOne(folder: string, issuedFile: string): Promise<number> {
  const saver = await startStoreChild("saving", "save-again", folder, issuedFile);
  const times: number[] = [];
  for (let turn = 1; turn <= 5; turn++) {
    await saver.says("saving", turn);
    const began = performance.now();
    await saver.says("saved", turn);
    times.push(performance.now() - began);
  }
  await saver.kill();
  return times.sort((one, other) => one - other)[2] ?? 0;
}

async function publicKeyOf(...words: string[]): Promise<string> {
  return (await execa("openssl", words)).stdout;
}

/** The next run takes the lock; the killed one's helper may need a moment to let go. */
async function nextRun(folder: string): Promise<void> {
  await eventually(() => storeIn(folder).exclusively(async () => {}));
}

test(`a process killed while it saves, ${rounds} times, leaves a lineage that is whole`, async () => {
  const folder = await temporaryFolder();
  const issuedFile = join(folder, "issued.json");
  await writeFile(issuedFile, JSON.stringify(await Promise.all(Array.from({ length: 5 }, () => issued()))));
  const live = join(folder, "live", "dify.test");
  const oneTakes = await timeOfOne(folder, issuedFile);
  let inTheMiddle = 0;
  let last = 0;
  for (let round = 0; round < rounds; round++) {
    if ((await saveAndKill(folder, issuedFile, round % 2, oneTakes)) === "saving") inTheMiddle++;
    await nextRun(folder);
    const certificate = await storeIn(folder).read("dify.test");
    if (!certificate) throw new Error("what was saved is gone");
    expect(certificate.version).toBeGreaterThanOrEqual(last + (round % 2));
    last = certificate.version;
    expect(linkedVersion(await readLinks(placesOf(folder, "dify.test")))).toBe(certificate.version);
    const ofKey = await publicKeyOf("pkey", "-in", join(live, "privkey.pem"), "-pubout");
    expect(await publicKeyOf("x509", "-in", join(live, "fullchain.pem"), "-noout", "-pubkey")).toBe(ofKey);
  }
  console.log(`${inTheMiddle} of ${rounds} kills came in the middle of a save of ${oneTakes.toFixed(0)} ms`);
  expect(inTheMiddle).toBeGreaterThan(0);
  await storeIn(folder).checkWritable(lineage());
});

test("a first save that is killed leaves nothing that stands in the way of the next", async () => {
  const first = await temporaryFolder();
  const issuedFile = join(first, "issued.json");
  await writeFile(issuedFile, JSON.stringify([await issued()]));
  const oneTakes = await timeOfOne(first, issuedFile);
  let inTheMiddle = 0;
  for (let round = 0; round < 10; round++) {
    const folder = await temporaryFolder();
    if ((await saveAndKill(folder, issuedFile, 0, oneTakes)) === "saving") inTheMiddle++;
    await nextRun(folder);
    await storeIn(folder).checkWritable(lineage());
    await storeIn(folder).save(lineage(), await issued());
    expect((await storeIn(folder).read("dify.test"))?.version).toBeGreaterThan(0);
  }
  expect(inTheMiddle).toBeGreaterThan(0);
});
