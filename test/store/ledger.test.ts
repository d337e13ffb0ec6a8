import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyEntry } from "../../src/model/ledger.ts";
import { type LedgerMemory, ledger } from "../../src/store/ledger.ts";
import { entryOf, pageOf, pagesSchema } from "../../src/store/ledger-text.ts";
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

test.each(["__proto__", "constructor", "toString"])("a lineage called %s has its page too", async (name) => {
  const folder = await temporaryFolder();
  for (const each of [name, "a.test"]) await ledger(folder, silent).write(each, { ...empty, failures: 3 });
  expect((await ledger(folder, silent).read(name)).failures).toBe(3);
});

test("the ledger is for its owner's eyes", async () => {
  const folder = await temporaryFolder();
  await ledger(folder, silent).write("dify.test", empty);
  expect(await modeOf(join(folder, "httpsidecar"))).toBe("700");
  expect(await modeOf(join(folder, "httpsidecar", "ledger.json"))).toBe("600");
  expect(await sortedNames(join(folder, "httpsidecar"))).toEqual(["ledger.json"]);
});

test.each(["", "{", "[]", '{"pages": []}'])(
  "a damaged ledger (%j) is said, and kept beside by the next write",
  async (damaged) => {
    const folder = await temporaryFolder();
    await ledger(folder, silent).write("dify.test", { ...empty, failures: 2 });
    const path = join(folder, "httpsidecar", "ledger.json");
    await writeFile(path, damaged);
    const said: string[] = [];
    expect(await ledger(folder, (line) => said.push(line)).read("dify.test")).toEqual(empty);
    expect(said).toEqual([expect.stringContaining(`warning: ${path} is damaged`)]);
    expect(await textOf(path)).toBe(damaged);
    await ledger(folder, silent).write("dify.test", { ...empty, failures: 1 });
    expect(await textOf(`${path}.damaged`)).toBe(damaged);
    expect((await ledger(folder, silent).read("dify.test")).failures).toBe(1);
  },
);

/** As another version, or an unsteady hand, may have left it. */
async function withPage(page: unknown) {
  const folder = await temporaryFolder();
  await ledger(folder, silent).write("other.test", { ...empty, failures: 4 });
  const path = join(folder, "httpsidecar", "ledger.json");
  const { pages } = JSON.parse(await textOf(path));
  await writeFile(path, JSON.stringify({ pages: { ...pages, "dify.test": page } }));
  const said: string[] = [];
  return { path, said, book: ledger(folder, (line) => said.push(line)) };
}

const spentOrder = {
  at: "2026-11-20T12:00:00.000Z",
  directory: "https://ca.test/dir",
  names: ["dify.test"],
  url: "https://ca.test/order/1",
};

test.each([
  ["a value that only a newer version knows", { responsible: "registrar" }],
  ["a negative count", { failures: -1 }],
  ["a count in words", { failures: "1" }],
  ["a date that is none", { notBefore: "soon" }],
  ["one bad note among good ones", { attempts: [{ at: 7 }], orders: [spentOrder, null, { at: "never" }] }],
  ["a note of another shape", { window: [], proof: "yes", saved: 1, revoked: { fingerprint: 1 } }],
])("%s costs that value alone: spent orders and other pages stay", async (_, odd) => {
  const { book, said } = await withPage({ deployed: "AA:BB", orders: [spentOrder], ...odd });
  const entry = await book.read("dify.test");
  expect(entry).toEqual({ ...empty, deployed: "AA:BB", orders: [{ ...spentOrder, at: new Date(spentOrder.at) }] });
  expect((await book.read("other.test")).failures).toBe(4);
  expect(said).toEqual([]);
});

test("what only a newer version understands is still there for it after an older one wrote the page", async () => {
  const { book, path } = await withPage({ failures: 1, responsible: "registrar", quota: { left: 3 } });
  await book.write("dify.test", { ...(await book.read("dify.test")), failures: 2 });
  expect(JSON.parse(await textOf(path)).pages["dify.test"]).toMatchObject({
    failures: 2,
    responsible: "registrar",
    quota: { left: 3 },
  });
});

test("a page of version 0.1 says under its old name who can end a failure", async () => {
  const { book, path } = await withPage(JSON.parse('{"failures": 1, "mender": "stack"}'));
  expect((await book.read("dify.test")).responsible).toBe("stack");
  await book.write("dify.test", await book.read("dify.test"));
  expect(JSON.parse(await textOf(path)).pages["dify.test"]).not.toHaveProperty("mender");
});

test("what other lineages spent is told without what this one spent", async () => {
  const { book } = await withPage({ orders: [spentOrder], attempts: [{ ...spentOrder, ended: true, url: undefined }] });
  expect((await book.othersSpending("other.test")).orders).toHaveLength(1);
  expect((await book.othersSpending("other.test")).attempts).toHaveLength(1);
  expect(await book.othersSpending("dify.test")).toEqual({ attempts: [], orders: [] });
});

test("no bytes of a ledger make reading it fail", async () => {
  const page = fc.dictionary(fc.constantFrom(...Object.keys(empty), "strange"), fc.jsonValue());
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), page), async (pages) => {
      for (const [name, found] of Object.entries(pages)) {
        const entry = entryOf(found);
        expect(entryOf(pageOf(entry, found))).toEqual(entry);
        expect(Object.keys(entry).sort()).toEqual(Object.keys(empty).sort());
        expect(name).toBeTypeOf("string");
      }
      expect(pagesSchema.safeParse(JSON.parse(JSON.stringify({ pages }))).success).toBe(true);
    }),
  );
});

const attempt = {
  at: new Date("2026-11-21T06:00:00Z"),
  directory: "https://ca.test/dir",
  names: ["a.test"],
  ended: false,
};

/** How often the file was another one, by the notes that its memory takes. */
function countedWrites() {
  let writes = 0;
  const memory = new Proxy<LedgerMemory>(
    {},
    {
      set(target, key, value) {
        if (key === "last") writes += 1;
        return Reflect.set(target, key, value);
      },
    },
  );
  return { memory, writes: () => writes };
}

test("all that write at once share two writes, and each returns when its own page is on the disk", async () => {
  const folder = await temporaryFolder();
  const { memory, writes } = countedWrites();
  const book = ledger(folder, silent, { memory });
  const onDisk = async (nth: number) => {
    await book.write(`${nth}.test`, { ...empty, failures: nth });
    return (await ledger(folder, silent).read(`${nth}.test`)).failures;
  };
  const all = Array.from({ length: 40 }, (_, nth) => nth);
  expect(await Promise.all(all.map(onDisk))).toEqual(all);
  expect(writes()).toBeLessThanOrEqual(2);
});

test("what is noted is read at once, and is on the disk with the next write or when it is settled", async () => {
  const folder = await temporaryFolder();
  const { memory, writes } = countedWrites();
  const book = ledger(folder, silent, { memory });
  const onDisk = async (name: string) => (await ledger(folder, silent).read(name)).failures;
  await book.note("a.test", { ...empty, failures: 1, attempts: [attempt] });
  expect((await book.read("a.test")).failures).toBe(1);
  expect((await book.othersSpending("b.test")).attempts).toEqual([attempt]);
  expect(await onDisk("a.test")).toBe(0);
  await book.write("b.test", { ...empty, failures: 2 });
  expect([await onDisk("a.test"), await onDisk("b.test")]).toEqual([1, 2]);
  await book.note("a.test", { ...empty, failures: 3 });
  expect(await onDisk("a.test")).toBe(1);
  await book.settle();
  expect([await onDisk("a.test"), writes()]).toEqual([3, 2]);
  await book.settle();
  expect(writes()).toBe(2);
});

test("a write that the disk refuses fails for all that waited for it, and nothing of it is read afterwards", async () => {
  const folder = await temporaryFolder();
  const book = ledger(folder, silent);
  await book.write("a.test", { ...empty, failures: 1 });
  const place = join(folder, "httpsidecar");
  await rename(place, `${place}-aside`);
  await writeFile(place, "in the way");
  const results = await Promise.allSettled(
    ["a.test", "b.test"].map((name) => book.write(name, { ...empty, failures: 9 })),
  );
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await rm(place);
  await rename(`${place}-aside`, place);
  expect([(await book.read("a.test")).failures, (await book.read("b.test")).failures]).toEqual([1, 0]);
  await book.write("b.test", { ...empty, failures: 2 });
  expect((await ledger(folder, silent).read("b.test")).failures).toBe(2);
});
