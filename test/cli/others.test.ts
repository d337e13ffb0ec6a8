import { rmSync, writeFileSync } from "node:fs";
import { copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readCommandLine } from "../../src/cli/certbot/command-line.ts";
import { renew } from "../../src/cli/certbot/renew.ts";
import type { Context } from "../../src/cli/context.ts";
import { othersCheck } from "../../src/cli/others.ts";
import { readSettings } from "../../src/config/settings.ts";
import type { Print } from "../../src/model/contracts.ts";
import { Problem } from "../../src/model/problem.ts";
import type { Settings } from "../../src/model/settings.ts";
import type { Step } from "../../src/model/step.ts";
import { type LedgerMemory, ledger } from "../../src/store/ledger.ts";
import type { LineageMemory } from "../../src/store/lineage-memory.ts";
import { issued, storeIn } from "../store/stored.ts";
import { fakes } from "../support/diary.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";

const day = 24 * 60 * 60 * 1000;
const old = { notBefore: new Date(Date.now() - 85 * day), notAfter: new Date(Date.now() + 5 * day) };
const served = readSettings({
  environment: { CERTBOT_DOMAIN: "dify.test", CERTBOT_OPTIONS: "--server https://ca.test/dir" },
  words: [],
  word: "serve",
});

/** A folder as certbot left it: these names with five days left, and the served one that is fresh. */
async function folderOf(...names: readonly string[]) {
  const folder = await temporaryFolder();
  await storeIn(folder).save(lineage(), await issued({ directory: "https://ca.test/dir" }));
  for (const name of names) {
    const given = await issued({ domains: [name], directory: "https://ca.test/dir", ...old });
    await storeIn(folder).save(lineage({ name, domains: [name], domainAsTyped: name }), given);
  }
  return folder;
}

async function roundsOver(
  folder: string,
  breaks: Record<string, Error> = {},
  lineages?: LineageMemory,
  memory: LedgerMemory = {},
  atOnce?: number,
) {
  const { parts, diary } = fakes({ breaksAt: breaks });
  const reads: string[] = [];
  const stored = storeIn(folder, lineages);
  const store = {
    ...stored,
    read: async (name: string) => {
      reads.push(name);
      return await stored.read(name);
    },
    exclusively: <T>(work: () => Promise<T>) => {
      diary.push("lock");
      return stored.exclusively(work);
    },
  };
  const pages = ledger(folder, () => {}, { memory });
  const pagesRead: string[] = [];
  const book = {
    ...pages,
    read: (name: string) => {
      pagesRead.push(name);
      return pages.read(name);
    },
  };
  const asked: string[] = [];
  const screen: string[] = [];
  const real = { ...parts, store, ledger: book, clock: { now: () => new Date() } };
  const authority = {
    ...parts.authority,
    issue: async (each: { domains: readonly string[] }) => {
      asked.push(each.domains.join(" "));
      const broken = breaks[each.domains[0] ?? ""];
      if (broken) throw broken;
      return await issued({ domains: each.domains, directory: "https://ca.test/dir" });
    },
  };
  const assembly = {
    folders: served.folders,
    store: async () => store,
    ledger: async () => book,
    options: async () => ({}),
    postHooks: async () => {},
    parts: async (_: Settings, say: Print) => ({ ...real, authority, say }),
  };
  const say = (line: string) => void screen.push(line);
  const signal = new AbortController().signal;
  const environment = { CERTBOT_DOMAIN: "dify.test", CERTBOT_OPTIONS: "--server https://ca.test/dir" };
  const step: Step = (_, work) => work();
  const heard = { print: say, complain: say, log: say, step };
  const context = { environment, assembly, ...heard, signal, clock: real.clock } as unknown as Context;
  return {
    round: othersCheck(context, served, () => {}, atOnce === undefined ? {} : { atOnce }),
    renew: (...words: readonly string[]) => renew(context, readCommandLine(["renew", ...words])),
    asked,
    diary,
    store,
    book,
    screen,
    reads,
    pagesRead,
  };
}

it("a round that renews one of many reads no other beside the list of all", async () => {
  const folder = await folderOf("b.test");
  for (const name of ["c.test", "d.test"]) {
    const given = await issued({ domains: [name], directory: "https://ca.test/dir" });
    await storeIn(folder).save(lineage({ name, domains: [name], domainAsTyped: name }), given);
  }
  const { round, asked, diary, reads } = await roundsOver(folder);
  await round();
  expect([asked, diary.filter((line) => line === "deploy")]).toEqual([["b.test"], ["deploy"]]);
  // for its own check
  expect(reads.filter((name) => name !== "b.test")).toEqual(["c.test", "d.test"]);
});

it("a folder that cannot be listed is told, and looked at again in the next round", async () => {
  const folder = await folderOf("b.test");
  const { round, asked } = await roundsOver(folder);
  const confs = join(folder, "renewal");
  for (let count = 0; count < 30_000; count += 1) writeFileSync(join(confs, `x${count}.conf`), "");
  expect((await round()).statuses).toMatchObject([{ healthy: false, line: expect.stringContaining(confs) }]);
  for (let count = 0; count < 30_000; count += 1) rmSync(join(confs, `x${count}.conf`));
  expect((await round()).statuses).toEqual([]);
  expect(asked).toEqual(["b.test"]);
});

it("every lineage of the folder that is due is renewed, and nginx is reloaded once for all", async () => {
  const { round, asked, diary, store } = await roundsOver(await folderOf("b.test", "c.test", "d.test"));
  expect((await round()).statuses).toEqual([]);
  expect(asked).toEqual(["b.test", "c.test", "d.test"]);
  expect(diary.filter((line) => line === "deploy")).toHaveLength(1);
  expect((await store.read("c.test"))?.version).toBe(2);
  await round();
  expect(asked).toHaveLength(3);
  expect(diary.filter((line) => line === "deploy")).toHaveLength(1);
});

it("more than fit into one round are renewed at once in the next", async () => {
  const { round, asked } = await roundsOver(await folderOf("b.test", "c.test", "d.test"), {}, undefined, {}, 2);
  expect((await round()).next.getTime()).toBeLessThanOrEqual(Date.now());
  expect((await round()).next.getTime()).toBeGreaterThan(Date.now() + 50_000);
  expect(asked).toEqual(["b.test", "c.test", "d.test"]);
});

it("one that waits for a reload takes nobody's place in a round", async () => {
  const folder = await folderOf("b.test");
  const refused = new Problem({ code: "config-test-failed", message: "no", fix: "f", retry: "look" });
  await (await roundsOver(folder, { deploy: refused })).round();
  for (const name of ["c.test", "d.test"]) {
    const given = await issued({ domains: [name], directory: "https://ca.test/dir", ...old });
    await storeIn(folder).save(lineage({ name, domains: [name], domainAsTyped: name }), given);
  }
  const { round, asked } = await roundsOver(folder, { deploy: refused }, undefined, {}, 1);
  expect((await round()).next.getTime()).toBeLessThanOrEqual(Date.now());
  await round();
  expect(asked).toEqual(["c.test", "d.test"]);
});

it("those that fail again and again have one turn a minute, and the others theirs before it", async () => {
  const names = ["b.test", "c.test", "d.test"];
  const silent = new Problem({ code: "nginx-silent", message: "no answer", fix: "start it", retry: "look" });
  const breaks = Object.fromEntries(names.map((name) => [name, silent]));
  const { round, asked } = await roundsOver(await folderOf(...names), breaks, undefined, {}, 2);
  expect((await round()).next.getTime()).toBeLessThanOrEqual(Date.now());
  const second = await round();
  expect(asked).toEqual(names);
  expect(second.next.getTime()).toBeGreaterThan(Date.now() + 50_000);
  expect(second.statuses.map(({ line }) => line.split(":")[0])).toEqual(names);
  await round();
  expect(asked).toEqual(names);
});

it("as many as fit into one round are no reason for the next at once", async () => {
  const { round } = await roundsOver(await folderOf("b.test", "c.test"), {}, undefined, {}, 2);
  expect((await round()).next.getTime()).toBeGreaterThan(Date.now() + 50_000);
});

it("certbot renew takes the lock once for all of them as well, and reloads nginx once", async () => {
  const { renew, asked, diary, store, screen } = await roundsOver(await folderOf("b.test", "c.test", "d.test"));
  expect(await renew("--no-random-sleep-on-renew")).toBe(0);
  expect(asked).toEqual(["b.test", "c.test", "d.test"]);
  // the served one's, which nginx has not taken yet, and one for all others
  expect(diary.filter((line) => ["lock", "deploy"].includes(line))).toEqual(["lock", "deploy", "deploy"]);
  expect((await store.read("d.test"))?.version).toBe(2);
  expect(screen.filter((line) => line.endsWith("(success)"))).toHaveLength(3);
  expect(await renew()).toBe(0);
  expect(diary.filter((line) => line === "deploy")).toHaveLength(2);
});

it("certbot renew that nginx does not take is no failure, and the next one makes up for it", async () => {
  const folder = await folderOf("b.test");
  const refused = new Problem({ code: "config-test-failed", message: "no", fix: "f", retry: "look" });
  const first = await roundsOver(folder, { deploy: refused });
  expect(await first.renew()).toBe(0);
  expect(first.screen).toContain("error: no");
  const second = await roundsOver(folder);
  expect(await second.renew("--dry-run")).toBe(0);
  expect(second.diary).not.toContain("deploy");
  expect(await second.renew()).toBe(0);
  expect(second.diary.filter((line) => line === "deploy")).toHaveLength(2);
});

it("a reload that fails is made up for, whatever was restarted in between", async () => {
  const folder = await folderOf("b.test");
  const refused = new Problem({ code: "config-test-failed", message: "no", fix: "f", retry: "look" });
  const first = await roundsOver(folder, { deploy: refused });
  await first.round();
  const second = await roundsOver(folder);
  await second.round();
  expect(second.asked).toEqual([]);
  expect(second.diary.filter((line) => line === "deploy")).toHaveLength(1);
});

it("one that fails is told with its name, and keeps none of the others from its renewal", async () => {
  const closed = new Problem({
    code: "validation-connection",
    message: "port 80",
    fix: "open it",
    retry: "after-a-fix",
  });
  const { round, asked, screen } = await roundsOver(await folderOf("b.test", "c.test"), { "b.test": closed });
  const { statuses } = await round();
  expect(asked).toEqual(["b.test", "c.test"]);
  expect(statuses).toMatchObject([{ line: expect.stringContaining("b.test: ") }]);
  expect(screen.join("\n")).toContain("b.test: error: port 80");
  // said once, told as long as it is so
  const before = screen.length;
  expect((await round()).statuses).toHaveLength(1);
  expect(screen.length).toBe(before);
});

/** The same certificate under another name, without the syncs of a real save. */
async function copyTo(folder: string, name: string): Promise<void> {
  await mkdir(join(folder, "archive", name));
  await mkdir(join(folder, "live", name));
  for (const kind of ["cert", "privkey", "chain", "fullchain"]) {
    await copyFile(join(folder, "archive/dify.test", `${kind}1.pem`), join(folder, "archive", name, `${kind}1.pem`));
    await symlink(`../../archive/${name}/${kind}1.pem`, join(folder, "live", name, `${kind}.pem`));
  }
  const conf = await readFile(join(folder, "renewal/dify.test.conf"), "utf8");
  await writeFile(join(folder, "renewal", `${name}.conf`), conf.replaceAll("dify.test", name));
}

it("a round in which none of hundreds of lineages is due parses each once, reads the ledger once, and asks each page once", async () => {
  const folder = await folderOf();
  const names = Array.from({ length: Number(process.env["LINEAGES"] ?? 200) }, (_, at) => `m${at}.test`);
  for (const name of names) await copyTo(folder, name);
  const window = { certificateId: "id", askAt: new Date(Date.now() + day) };
  await mkdir(join(folder, "httpsidecar"));
  const pages = Object.fromEntries(names.map((name) => [name, { window }]));
  await writeFile(join(folder, "httpsidecar", "ledger.json"), JSON.stringify({ pages }));
  const parsed: string[] = [];
  const read = new (class extends Map<string, never> {
    override set(conf: string, one: never): this {
      parsed.push(conf);
      return super.set(conf, one);
    }
  })();
  const notes: PropertyKey[] = [];
  const noted = new Proxy<LedgerMemory>(
    {},
    { set: (target, key, one) => notes.push(key) > 0 && Reflect.set(target, key, one) },
  );
  const { round, diary, asked, pagesRead } = await roundsOver(folder, {}, { read, mended: new Map() }, noted);
  for (let rounds = 1; rounds <= 2; rounds += 1) {
    expect(await round()).toMatchObject({ statuses: [] });
    expect({
      parsed: parsed.length,
      ledger: notes.filter((key) => key === "last").length,
      pages: pagesRead.length,
    }).toEqual({
      ...{ parsed: names.length + 1, ledger: 1, pages: rounds * names.length },
    });
  }
  expect({ diary, asked }).toEqual({ diary: [], asked: [] });
});
