import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { jsonFile } from "../../src/base/json-file.ts";
import { listOf, recordOf } from "../../src/base/tolerant.ts";
import { temporaryFolder } from "../support/folders.ts";

const schema = z.looseObject({
  state: z.enum(["on", "off"]).catch("off"),
  count: z.int().catch(0),
  names: listOf(z.string()),
  entries: recordOf(z.looseObject({ tries: z.int() })),
});

async function file() {
  const path = join(await temporaryFolder(), "state.json");
  const said: string[] = [];
  return { path, said, store: jsonFile({ path, schema, say: (line) => said.push(line) }) };
}

describe("a JSON file of our own", () => {
  test("gives back what was written, and nothing where there is none", async () => {
    const { store } = await file();
    expect(await store.read()).toBeUndefined();
    const value = { state: "on", count: 3, names: ["a"], entries: { a: { tries: 1 } } };
    await store.write(value);
    expect(await store.read()).toEqual(value);
    await store.drop();
    expect(await store.read()).toBeUndefined();
  });

  test("loses no more than the value that this version does not know", async () => {
    const { path, store } = await file();
    const entries = { good: { tries: 2, since: "0.3" }, odd: { tries: "two" } };
    await writeFile(path, JSON.stringify({ state: "dreaming", count: 7, names: ["a", 5], entries }));
    const expected = { state: "off", count: 7, names: ["a"], entries: { good: { tries: 2, since: "0.3" } } };
    expect(await store.read()).toEqual(expected);
  });

  test("keeps a field of a later version when it is rewritten", async () => {
    const { path, store } = await file();
    await writeFile(path, JSON.stringify({ state: "on", later: { a: 1 } }));
    await store.write({ ...(await store.read()), count: 1 });
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ state: "on", count: 1, later: { a: 1 } });
  });

  test.each(["", "{", "[]", "null", '"text"'])(
    "%j is said once, and kept beside by the next write alone",
    async (text) => {
      const { path, said, store } = await file();
      await writeFile(path, text);
      expect(await store.read()).toBeUndefined();
      expect(await store.read()).toBeUndefined();
      expect(said).toEqual([expect.stringContaining(path)]);
      expect(await readdir(join(path, ".."))).toEqual(["state.json"]);
      await store.write({ state: "on" });
      expect(await readFile(`${path}.damaged`, "utf8")).toBe(text);
      expect(await store.read()).toMatchObject({ state: "on" });
    },
  );

  test("two writes at once both succeed", async () => {
    const { store } = await file();
    await Promise.all([store.write({ count: 1 }), store.write({ count: 2 })]);
    expect([1, 2]).toContain((await store.read())?.count);
  });

  test("any JSON at all is read or called damaged, never thrown", async () => {
    const { path, store } = await file();
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        await writeFile(path, text);
        await store.read();
      }),
      { numRuns: 100 },
    );
  });
});
