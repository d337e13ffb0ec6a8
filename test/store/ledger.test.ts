import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyEntry } from "../../src/model/ledger.ts";
import { ledger } from "../../src/store/ledger.ts";
import { temporaryFolder } from "../support/folders.ts";
import { modeOf, sortedNames, textOf } from "./stored.ts";

const empty = emptyEntry;
const silent = () => undefined;

test("a lineage that was never tried has an empty page", async () => {
  const folder = await temporaryFolder();
  expect(await ledger(folder, silent).read("dify.test")).toEqual(empty);
  expect(await sortedNames(folder)).toEqual([]);
});

test("a page outlives the process that wrote it", async () => {
  const folder = await temporaryFolder();
  const notBefore = new Date("2026-11-21T06:00:00.123Z");
  const saved = { fingerprint: "AA:BB", orderedAt: notBefore, leftOut: ["b.test"] };
  const revoked = { fingerprint: "AA:BB", at: notBefore, keyCompromised: true };
  const notes = { saved, revoked, deployed: "AA:BB" };
  const last = { lastProblem: "no room is left", responsible: "person" } as const;
  const entry = { ...empty, failures: 3, notBefore, ...last, ...notes };
  await ledger(folder, silent).write("dify.test", entry);
  expect(await ledger(folder, silent).read("dify.test")).toEqual(entry);
});

test("each lineage has a page of its own", async () => {
  const folder = await temporaryFolder();
  await ledger(folder, silent).write("a.test", { ...empty, failures: 1 });
  await ledger(folder, silent).write("b.test", { ...empty, failures: 2 });
  expect((await ledger(folder, silent).read("a.test")).failures).toBe(1);
  expect(await ledger(folder, silent).read("constructor")).toEqual(empty);
});

test("the ledger is for its owner's eyes", async () => {
  const folder = await temporaryFolder();
  await ledger(folder, silent).write("dify.test", empty);
  expect(await modeOf(join(folder, "httpsidecar"))).toBe("700");
  expect(await modeOf(join(folder, "httpsidecar", "ledger.json"))).toBe("600");
  expect(await sortedNames(join(folder, "httpsidecar"))).toEqual(["ledger.json"]);
});

test.each(["", "{", '{"pages": {"dify.test": {"failures": -1}}}', '{"pages": {"dify.test": {"failures": "1"}}}'])(
  "a damaged ledger (%j) is set aside, said, and begun anew",
  async (damaged) => {
    const folder = await temporaryFolder();
    await ledger(folder, silent).write("dify.test", { ...empty, failures: 2 });
    const path = join(folder, "httpsidecar", "ledger.json");
    await writeFile(path, damaged);
    const said: string[] = [];
    expect(await ledger(folder, (line) => said.push(line)).read("dify.test")).toEqual(empty);
    expect(said).toEqual([
      `warning: ${path} could not be read and lies in ${path}.damaged now: earlier failures are forgotten`,
    ]);
    expect(await textOf(`${path}.damaged`)).toBe(damaged);
    await ledger(folder, silent).write("dify.test", { ...empty, failures: 1 });
    expect((await ledger(folder, silent).read("dify.test")).failures).toBe(1);
  },
);
