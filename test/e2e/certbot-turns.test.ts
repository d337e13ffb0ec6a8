import { generateKeyPairSync } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Account } from "../../src/model/lineage.ts";
import { accountStore } from "../../src/store/accounts.ts";
import { authorityAt, lineageOf, plainly } from "../support/acme.ts";
import { chanceOf } from "../support/chance.ts";
import { readImages } from "../support/images.ts";
import { newProjectName, projectFolder, removeLeftovers, removeProject } from "../support/leftovers.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";
import { cases, repeat, soak } from "../support/soak.ts";
import {
  certbotOf,
  type Seen,
  seenIn,
  setTable,
  sidecarOf,
  type Table,
  type Transport,
} from "../support/transports.ts";

const images = readImages();
const project = newProjectName();
const seed = Math.floor(Math.random() * 2 ** 31);
const chance = chanceOf(seed);
const name = "turns.test";
const programs = ["certbot 5", "certbot 4", "certbot 2"] as const;
const [newest, ...older] = programs;
const certbots: readonly [Side, ...Side[]] = [newest, ...cases<Side>([], older)];
const turns = soak ? 20 : 2;
const force = ["renew", "--cert-name", name, "--force-renewal", "--no-random-sleep-on-renew"];
let pebble: Pebble;
let table: Table;
type Side = "ours" | (typeof programs)[number];
let hands: Readonly<Partial<Record<Side, Transport>>>;

async function typed(side: Side, ...words: readonly string[]) {
  const hand = hands[side];
  if (hand === undefined) throw new Error(`${side} is in the long run alone`);
  return await hand(...words);
}

/** One store, four programs in containers of their own, and the first certificate from us. */
beforeAll(async () => {
  await removeLeftovers();
  pebble = await startPebble();
  table = { folder: `${projectFolder(project)}/store`, second: pebble.webroot, pebble, project };
  await setTable(table);
  hands = {
    ours: await sidecarOf(images.httpsidecar, table, [name]),
    "certbot 5": await certbotOf(images.certbot, table),
    ...(soak && {
      "certbot 4": await certbotOf(images.certbot4, table),
      "certbot 2": await certbotOf(images.certbot2, table),
    }),
  };
  const who = ["-n", "--agree-tos", "--register-unsafely-without-email", "--server", pebble.directory];
  const first = await typed("ours", "certonly", ...who, "--webroot", "-w", "/var/www/html", "-d", name);
  expect(first).toMatchObject({ exitCode: 0 });
});

afterAll(async () => {
  await removeProject(project);
  await pebble.stop();
});

/** What we remember of our own orders would stop us at five a week: here is one lineage for the whole of a life. */
async function forgetOrders(): Promise<void> {
  await rm(join(table.folder, "httpsidecar"), { recursive: true, force: true });
}

async function present(): Promise<Seen> {
  const seen = (await seenIn(table.folder, [name])).get(name);
  if (seen === undefined) throw new Error(`${name} is gone`);
  return seen;
}

test(`${turns} turns in a random order (seed ${seed}): each adds a version, and another sees it`, async () => {
  const diary: string[] = [];
  for (let turn = 1; turn <= turns; turn++) {
    // each of both at least once where there are two turns
    const isOurs = soak ? chance.happens(0.5) : turn === 1;
    const by = isOurs ? "ours" : chance.oneOf(certbots);
    const witness = by === "ours" ? chance.oneOf(certbots) : "ours";
    diary.push(`${by}, seen by ${witness}`);
    const { version = 0 } = await present();
    await forgetOrders();
    expect(await typed(by, ...force), diary.join("; ")).toMatchObject({ exitCode: 0 });
    const now = await present();
    expect(now.version, diary.join("; ")).toBe(version + 1);
    const { output } = await typed(witness, "certificates");
    expect(output, diary.join("; ")).toMatch(new RegExp(`Serial Number: 0*${now.serial.replace(/^0+/, "")}\\n`, "i"));
    expect(output, diary.join("; ")).toMatch(/\(VALID: \d+ days\)/);
  }
});

test(`started at the same moment, seed ${seed}: one waits or gives way, and the store stays whole`, async () => {
  const meetings = soak ? 5 * repeat : 2;
  const count = { waited: 0, gaveWay: 0 };
  const haveMet = () => count.waited + count.gaveWay > 0;
  for (let turn = 1; turn <= meetings || (!haveMet() && turn <= 20); turn++) {
    const before = await present();
    await forgetOrders();
    const { theirs, ours } = await atOnce(chance.oneOf(certbots));
    // we wait for our turn; certbot does not
    expect(ours, `meeting ${turn}`).toMatchObject({ exitCode: 0 });
    if (theirs.exitCode !== 0) expect(theirs.output).toContain("Another instance of Certbot is already running");
    count.gaveWay += theirs.exitCode === 0 ? 0 : 1;
    count.waited += ours.output.includes("another run is at work; waiting") ? 1 : 0;
    const after = await present();
    expect(after.version, `meeting ${turn}`).toBe((before.version ?? 0) + (theirs.exitCode === 0 ? 2 : 1));
  }
  console.log(`${meetings} meetings or more: we waited ${count.waited} times, certbot gave way ${count.gaveWay} times`);
  expect(haveMet()).toBe(true);
  expect((await typed("certbot 5", "certificates")).output).toMatch(/\(VALID: \d+ days\)/);
}, 600_000);

/** Real certbot needs longer from its start to its lock than we do. */
async function atOnce(peer: Side) {
  const theirs = typed(peer, ...force);
  await sleep(chance.between(0, 1500));
  const ours = await typed("ours", ...force);
  return { theirs: await theirs, ours };
}

test("an account whose folder is lost is replaced by a new one, with which all go on", async () => {
  await rm(join(table.folder, "accounts"), { recursive: true });
  await forgetOrders();
  const lost = await typed("certbot 5", ...force);
  expect(lost).toMatchObject({ exitCode: 1, output: expect.stringContaining("1 renew failure(s)") });
  expect(await typed("ours", ...force)).toMatchObject({ exitCode: 0 });
  for (const certbot of certbots) expect(await typed(certbot, ...force), certbot).toMatchObject({ exitCode: 0 });
});

test("an account with an EC key is used by all, and its key and id stay", async () => {
  await rm(join(table.folder, "accounts"), { recursive: true });
  await forgetOrders();
  const { id, url } = await registerWithEcKey();
  for (const side of ["ours", ...certbots] as const)
    expect(await typed(side, ...force), side).toMatchObject({ exitCode: 0 });
  expect((await present()).conf).toContain(`account = ${id}\n`);
  expect(await accountStore(table.folder).find(pebble.directory)).toMatchObject({ id, url });
});

/** Nobody here makes such accounts, but other programs do: it is registered by its key, and kept as certbot keeps it. */
async function registerWithEcKey(): Promise<Account> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const privateKeyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const { save, find } = accountStore(table.folder);
  const { authority } = authorityAt(pebble, {
    accounts: { find: async () => ({ id: "", privateKeyPem, url: "" }), save },
  });
  await authority.issue(lineageOf("other.test"), plainly());
  const account = await find(pebble.directory);
  if (account === undefined) throw new Error("no account was kept");
  return account;
}
