import { watch } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledger } from "../../src/store/ledger.ts";
import { pendingOrderStore } from "../../src/store/pending-orders.ts";
import { storeIn } from "../store/stored.ts";
import { temporaryFolder } from "../support/folders.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";
import { dueNames, fillFolder, type Place, renewHere } from "../support/renew-many.ts";
import { repeat } from "../support/soak.ts";

let pebble: Pebble;
beforeAll(async () => {
  pebble = await startPebble();
});
afterAll(() => pebble.stop());

async function placeWith(due: number, fresh: number): Promise<Place> {
  const { webroot, directory, caFile } = pebble;
  const place = { folder: await temporaryFolder(), webroot, directory, caFile };
  await fillFolder(place, due, fresh);
  return place;
}

/** How often the ledger became another file meanwhile. */
async function countWrites(folder: string, work: () => Promise<unknown>): Promise<number> {
  const place = join(folder, "httpsidecar");
  await mkdir(place, { recursive: true, mode: 0o700 });
  let writes = 0;
  const watcher = watch(place, (event, file) => {
    if (event === "rename" && file === "ledger.json") writes += 1;
  });
  await work();
  await sleep(50);
  watcher.close();
  return writes;
}

const countOf = (lines: readonly string[], line: string) => lines.filter((each) => each.startsWith(line)).length;

test("a folder of which some are due: few requests, few writes of the ledger, one reload, and certbot's summary in its order", async () => {
  const [due, fresh] = [8, 40];
  const place = await placeWith(due, fresh);
  const before = pebble.requests().length;
  const screen: string[] = [];
  const writes = await countWrites(place.folder, async () =>
    expect(await renewHere(place, (line) => screen.push(line))).toBe(0),
  );
  const asked = pebble.requests().slice(before);
  expect(countOf(asked, "GET /dir")).toBe(1);
  expect(countOf(asked, "GET /draft-ietf-acme-ari-03/renewalInfo/")).toBe(fresh);
  expect(countOf(asked, "POST /sign-me-up")).toBe(1);
  expect(countOf(asked, "POST /finalize-order/")).toBe(due);
  expect(countOf(asked, "GET /nonce-plz")).toBeLessThanOrEqual(6);
  // a try, an order and a certificate each, and one for all that rests
  expect(writes).toBeGreaterThan(due / 2);
  expect(writes).toBeLessThanOrEqual(3 * due + 1);
  expect(countOf(screen, "reloaded")).toBe(1);
  const listed = (word: string) =>
    screen.filter((line) => line.endsWith(`(${word})`)).map((line) => line.split("/").at(-2));
  expect(listed("success")).toEqual(dueNames(due).toSorted());
  const processed = screen.filter((line) => line.startsWith("Processing ")).map((line) => line.split("/").at(-1));
  expect(processed).toEqual(processed.toSorted());
  expect(processed).toHaveLength(due + fresh);

  // the new ones are asked about once, and from then on all is remembered
  for (const [requests, most] of [
    [due, 1],
    [0, 0],
  ]) {
    const since = pebble.requests().length;
    const again: string[] = [];
    expect(await countWrites(place.folder, () => renewHere(place, (line) => again.push(line)))).toBe(most);
    expect(pebble.requests().length - since).toBe(requests);
    expect(countOf(again, "Certificate not yet due")).toBe(due + fresh);
  }
});

/** Names whose order the CA took, by what it keeps of each. */
async function openOrders(folder: string, names: readonly string[]) {
  const store = pendingOrderStore(folder);
  const all = await Promise.all(names.map(async (name) => ((await store.read(name)) ? [name] : [])));
  return all.flat();
}

async function renewedIn(folder: string): Promise<readonly string[]> {
  const all = await storeIn(folder).list();
  return all.flatMap((each) => ("certificate" in each && each.certificate.version === 2 ? [each.name] : []));
}

test("killed among several orders: each that was sent is a try in the ledger, and the next run finishes what was begun", {
  timeout: 300_000,
}, async () => {
  const due = 12;
  const names = dueNames(due);
  for (let round = 0; round < 3 * repeat; round += 1) {
    const place = await placeWith(due, 0);
    const { folder } = place;
    const before = pebble.orders();
    const words = [join(import.meta.dirname, "../support/renew-child.ts"), folder, place.webroot, place.directory];
    const running = execa(process.execPath, [...words, place.caFile], { reject: false });
    // a moment after the CA has heard of some
    await expect.poll(() => pebble.orders() - before, { timeout: 20_000, interval: 5 }).toBeGreaterThan(round);
    await sleep(40 * round);
    running.kill("SIGKILL");
    await running;
    const sent = pebble.orders() - before;
    const book = ledger(folder, () => undefined);
    const entries = await Promise.all(names.map((name) => book.read(name)));
    const tried = entries.filter(({ attempts, orders, saved }) => attempts.length > 0 || orders.length > 0 || saved);
    // an order that replaces another is sent a second time without that where the CA does not know the other
    expect([sent, 2 * tried.length >= sent]).toEqual([sent, true]);

    const settled = new Set([...(await openOrders(folder, names)), ...(await renewedIn(folder))]);
    const screen: string[] = [];
    const code = await renewHere(place, (line) => screen.push(line));
    expect([code, screen.filter((line) => line.startsWith("error"))]).toEqual([0, []]);
    expect((await renewedIn(folder)).toSorted()).toEqual(names.toSorted());
    // none is ordered again whose order was kept
    const ordered = pebble.orders() - before - sent;
    expect([settled.size, ordered <= 2 * (due - settled.size)]).toEqual([settled.size, true]);
  }
});
