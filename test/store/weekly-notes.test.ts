import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { weeklyNotes } from "../../src/store/weekly-notes.ts";
import { temporaryFolder } from "../support/folders.ts";
import { modeOf } from "./stored.ts";

const note = { due: new Date("2026-11-27T12:30:00.123Z"), passing: ["dns"], unconfirmed: ["a"], confirmed: ["b"] };

test("what is kept outlives the process, for its owner's eyes, beside the ledger", async () => {
  const folder = await temporaryFolder();
  expect(await weeklyNotes(folder).read()).toBeUndefined();
  await weeklyNotes(folder).write(note);
  expect(await weeklyNotes(folder).read()).toEqual(note);
  expect(await modeOf(join(folder, "httpsidecar", "weekly-look.json"))).toBe("600");
});

test.each(["", "{", "[]", '{"due": "soon", "calm": [], "suspects": [], "standing": []}', '{"due": null}'])(
  "a file that cannot be read (%j) is none, and is written anew",
  async (damaged) => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "httpsidecar"));
    await writeFile(join(folder, "httpsidecar", "weekly-look.json"), damaged);
    expect(await weeklyNotes(folder).read()).toBeUndefined();
    await weeklyNotes(folder).write(note);
    expect(await weeklyNotes(folder).read()).toEqual(note);
  },
);
