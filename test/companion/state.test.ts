import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { JournalEntry, Memory } from "../../src/companion/parts.ts";
import { companionState } from "../../src/companion/state.ts";
import { temporaryFolder } from "../support/folders.ts";

const memory: Memory = {
  https: "on",
  challenge: true,
  lastWritten: { NGINX_HTTPS_ENABLED: "true" },
  envFileSaid: "false",
  writtenAt: "2026-11-20T12:00:00.000Z",
  extras: { condition: "proven", id: "c1", startedAt: "2026-11-20T09:00:00Z", text: "http2 on;\n" },
  said: ["next-up-recreates-nginx"],
  applied: { id: "abc", startedAt: "2026-11-20T11:00:00Z", values: { CERTBOT_DOMAIN: "shop.example" } },
};

const entry: JournalEntry = {
  id: "abc",
  startedAt: "2026-11-20T11:00:00Z",
  plan: {
    where: "env",
    path: "/stack/.env",
    service: "nginx",
    values: { NGINX_HTTPS_ENABLED: "true" },
    before: Buffer.from([0xff, 0x00, 0x0a]),
    after: Buffer.from("NGINX_HTTPS_ENABLED=true\n"),
    passedOver: [],
  },
  files: [{ path: "/etc/nginx/conf.d/default.conf", content: Buffer.from([0xfe, 0x41]) }],
  memory,
};

async function emptyState() {
  const folder = await temporaryFolder();
  const lines: string[] = [];
  return { folder, lines, state: companionState({ folder, print: (line) => lines.push(line) }) };
}

test("a new companion remembers nothing", async () => {
  const { state } = await emptyState();
  expect(await state.read()).toEqual({
    https: "unset",
    challenge: false,
    lastWritten: {},
    envFileSaid: undefined,
    writtenAt: undefined,
    said: [],
    applied: undefined,
  });
  expect(await state.journal.read()).toBeUndefined();
});

test("what was written is read again, from a file that only the owner may read", async () => {
  const { folder, state } = await emptyState();
  await state.write(memory);
  expect(await state.read()).toEqual(memory);
  expect((await stat(join(folder, "state.json"))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["state.json"]);
});

test("nothing known of writing and applying is kept as such", async () => {
  const { state } = await emptyState();
  const early = { ...memory, writtenAt: undefined, applied: undefined };
  await state.write(early);
  expect(await state.read()).toEqual(early);
});

test("a file of an earlier version, which knew nothing of the env file, is read", async () => {
  const { folder, state } = await emptyState();
  const { envFileSaid: _, extras, ...earlier } = memory;
  const formerExtras = { ...extras, condition: undefined, wish: extras?.condition };
  await writeFile(join(folder, "state.json"), JSON.stringify({ ...earlier, extras: formerExtras }));
  expect(await state.read()).toEqual({ ...memory, envFileSaid: undefined });
});

test.each(["", "{", '{"https":"perhaps"}', '{"https":"on","challenge":true,"lastWritten":{"PATH":"x"},"said":[]}'])(
  "a damaged file (%j) is said, and kept beside by the next write",
  async (text) => {
    const { folder, lines, state } = await emptyState();
    await writeFile(join(folder, "state.json"), text);
    expect((await state.read()).https).toBe("unset");
    expect(lines).toEqual([expect.stringContaining(`warning: ${folder}/state.json is damaged`)]);
    await state.write(memory);
    expect(await readFile(join(folder, "state.json.damaged"), "utf8")).toBe(text);
  },
);

test("the journal gives back every byte, and is gone after the drop", async () => {
  const { folder, state } = await emptyState();
  await state.journal.open(entry);
  expect((await stat(join(folder, "journal.json"))).mode & 0o777).toBe(0o600);
  expect(await state.journal.read()).toEqual(entry);

  await state.journal.drop();
  expect(await state.journal.read()).toBeUndefined();
  await state.journal.drop();
});

test("a journal for a file that was not there, and one for no file, are read as written", async () => {
  const { state } = await emptyState();
  const created = { ...entry, plan: { ...entry.plan, before: undefined } } as JournalEntry;
  await state.journal.open(created);
  expect(await state.journal.read()).toEqual(created);

  for (const because of ["never", "no-file", "no-domain"] as const) {
    const nowhere: JournalEntry = { ...entry, plan: { where: "nowhere", because, passedOver: ["x"] } };
    await state.journal.open(nowhere);
    expect(await state.journal.read()).toEqual(nowhere);
  }
});

test("a journal that is too large is refused before anything is touched", async () => {
  const { folder, state } = await emptyState();
  const files = [{ path: "/etc/nginx/nginx.conf", content: Buffer.alloc(13 * 1024 * 1024) }];
  await expect(state.journal.open({ ...entry, files })).rejects.toMatchObject({ code: "no-space" });
  expect(await readdir(folder)).toEqual([]);
});
