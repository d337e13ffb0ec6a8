import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TxtRecord } from "../../src/model/dns.ts";
import { presentedRecords } from "../../src/store/presented-records.ts";

const record = (value: string): TxtRecord => ({
  zone: "a.test",
  fqdn: "_acme-challenge.a.test",
  value,
  domain: "a.test",
});
const one = record("A".repeat(43));
const two = record("_".repeat(43));
const probe = record(`httpsidecar-probe-${"a1".repeat(12)}`);
const fresh = () => mkdtemp(join(tmpdir(), "presented-"));

test("records that are made at once are all written down, and another process finds them", async () => {
  const folder = await fresh();
  const records = presentedRecords(folder, () => 5);
  await Promise.all([one, two, probe].map((each) => records.add(each)));
  await records.remove(two);
  expect(await presentedRecords(folder).read()).toEqual([
    { ...one, at: 5 },
    { ...probe, at: 5 },
  ]);
});

test("a record that no challenge has is not taken from the file, so that nobody has it removed", async () => {
  const folder = await fresh();
  await mkdir(join(folder, "httpsidecar"));
  const forged = [record("v=spf1 -all"), { ...one, fqdn: 7 }, one];
  await writeFile(join(folder, "httpsidecar", "dns-records.json"), JSON.stringify(forged));
  expect(await presentedRecords(folder).read()).toEqual([one]);
});

test("a damaged file counts as none", async () => {
  const folder = await fresh();
  await mkdir(join(folder, "httpsidecar"));
  await writeFile(join(folder, "httpsidecar", "dns-records.json"), "{");
  expect(await presentedRecords(folder).read()).toEqual([]);
});

test("records that two processes write down at once are all there", async () => {
  const folder = await fresh();
  const writers = ["A", "B"].map((letter) =>
    spawn(process.execPath, [join(import.meta.dirname, "presented-child.ts"), folder, letter, "15"], {
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  await Promise.all(writers.map(({ stdout }) => once(stdout, "data")));
  const ended = writers.map((writer) => once(writer, "exit"));
  for (const { stdin } of writers) stdin.write("\n");
  expect(await Promise.all(ended)).toEqual([
    [0, null],
    [0, null],
  ]);
  expect(await presentedRecords(folder).read()).toHaveLength(30);
});

test("a process that was killed while it wrote keeps no other one waiting", async () => {
  const folder = await fresh();
  await mkdir(join(folder, "httpsidecar"));
  const holder = spawn(process.execPath, [
    join(import.meta.dirname, "store-child.ts"),
    "hold",
    join(folder, "httpsidecar"),
    "",
  ]);
  await once(holder.stdout, "data");
  const added = presentedRecords(folder).add(one);
  holder.kill("SIGKILL");
  await added;
  expect(await presentedRecords(folder).read()).toMatchObject([one]);
});
