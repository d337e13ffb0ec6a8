import { chmod, readFile, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { issued, storeIn } from "./stored.ts";

const others = Array.from({ length: 99 }, (_, at) => `n${at}.many.test`);
const edited =
  (how: (text: string) => string) =>
  async (folder: string, name: string): Promise<void> => {
    const conf = join(folder, "renewal", `${name}.conf`);
    await writeFile(conf, how(await readFile(conf, "utf8")), "utf8");
  };
const by = (way: string) => edited((text) => text.replace(/authenticator = .*/, `authenticator = ${way}`));
const kinds = ["cert", "chain", "fullchain", "privkey"];

async function asCopies(folder: string, name: string): Promise<void> {
  for (const path of kinds.map((kind) => join(folder, "live", name, `${kind}.pem`))) {
    const bytes = await readFile(path);
    await unlink(path);
    await writeFile(path, bytes);
  }
}

async function dangling(folder: string, name: string): Promise<void> {
  const path = join(folder, "live", name, "cert.pem");
  await unlink(path);
  await symlink(`../../archive/${name}/cert9.pem`, path);
}

/** What is done to a lineage, what it is listed as, and as what once a run has mended what loses nothing. */
const habits: readonly [
  name: string,
  how: (folder: string, name: string) => Promise<void>,
  now: string,
  then?: string,
][] = [
  ["100-names", async () => {}, "read"],
  ["xn--fiq228c.test", async () => {}, "read"],
  ["網站.test", async () => {}, "read"],
  ["-dash.test-0001", async () => {}, "read"],
  ["crlf.test", edited((text) => text.replaceAll("\n", "\r\n")), "read"],
  ["bom.test", edited((text) => `\ufeff${text}`), "read"],
  ["close.test", edited((text) => text.replaceAll(" = ", "=")), "read"],
  ["sections.test", edited((text) => `${text}[mystery]\nx = 1\n[[deep]]\ny = z\n`), "read"],
  ["other-ca.test", edited((text) => text.replace(/server = .*/, "server = https://ca.test/dir")), "read"],
  ["nginx.test", by("nginx"), "read"],
  ["apache.test", by("apache"), "read"],
  ["dns.test", by("dns-plugin-nobody-has"), "read"],
  ["private.test", (folder, name) => chmod(join(folder, "renewal", `${name}.conf`), 0o600), "read"],
  [
    "twice.test",
    edited((text) => text.replace("[renewalparams]", "$&\nserver = https://first.test/")),
    "conf-unreadable",
  ],
  ["empty.test", edited(() => ""), "lineage-broken"],
  ["copies.test", asCopies, "lineage-broken"],
  ["dangling.test", dangling, "lineage-broken", "read"],
  ["no-live.test", (folder, name) => rm(join(folder, "live", name), { recursive: true }), "lineage-broken", "read"],
  ["no-archive.test", (folder, name) => rm(join(folder, "archive", name), { recursive: true }), "lineage-broken"],
];

test("every lineage of a folder is read or named with its fault, and a run mends what loses nothing", async () => {
  const folder = await temporaryFolder();
  const store = storeIn(folder);
  for (const [name, how] of habits) {
    const names = ["a.test", ...(name === "100-names" ? others : [])] as const;
    await store.save({ name, domains: names, domainAsTyped: "a.test" }, await issued({ domains: names }));
    await how(folder, name);
  }
  const listed = async () =>
    Object.fromEntries((await store.list()).map((one) => [one.name, "problem" in one ? one.problem.code : "read"]));
  const copy = await readFile(join(folder, "live/copies.test/privkey.pem"));
  expect(await listed()).toEqual(Object.fromEntries(habits.map(([name, , now]) => [name, now])));
  await store.exclusively(async () => {});
  expect(await listed()).toEqual(Object.fromEntries(habits.map(([name, , now, then]) => [name, then ?? now])));
  expect(await readFile(join(folder, "live/copies.test/privkey.pem"))).toEqual(copy);
  const { certificate } = Object.fromEntries((await store.list()).map((one) => [one.name, one]))["100-names"] as {
    certificate: { domains: readonly string[] };
  };
  expect(certificate.domains).toHaveLength(100);
});
