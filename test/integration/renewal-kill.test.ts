import { randomInt } from "node:crypto";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pendingOrderStore } from "../../src/store/pending-orders.ts";
import { storeIn } from "../store/stored.ts";
import { temporaryFolder } from "../support/folders.ts";
import { expectNginxTakes } from "../support/nginx-test.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";
import { repeat, soak } from "../support/soak.ts";

const name = "kill.example.com";
const child = join(import.meta.dirname, "../support/sidecar-child.ts");

let pebble: Pebble;
beforeAll(async () => {
  pebble = await startPebble();
});
afterAll(() => pebble.stop());

interface Look {
  lines: readonly string[];
  /** undefined: it was killed */
  ended: string | undefined;
}

/** One look, killed at a boundary or after so many milliseconds, or left alone. */
async function look(folder: string, kill: { at?: number; afterMs?: number; webroot?: string } = {}): Promise<Look> {
  const { webroot = pebble.webroot } = kill;
  const words = [child, folder, webroot, pebble.directory, pebble.caFile, `${kill.at ?? 0}`];
  const running = execa(process.execPath, words, { reject: false, all: true });
  if (kill.afterMs !== undefined) setTimeout(() => running.kill("SIGKILL"), kill.afterMs);
  const { all } = await running;
  const lines = all.split("\n");
  return { lines, ended: lines.find((line) => line.startsWith("ended "))?.slice("ended ".length) };
}

/** The next start; the killed one's lock helper may need a moment to let go. */
async function startAgain(folder: string): Promise<Look> {
  for (let turn = 0; turn < 50; turn++) {
    const again = await look(folder);
    if (!again.ended?.includes("another run is at work")) return again;
  }
  throw new Error("the lock did not become free");
}

/** Our reader, the real certbot, openssl and the real nginx agree that the lineage is whole. */
async function expectWhole(folder: string): Promise<void> {
  const certificate = await storeIn(folder).read(name);
  const folders = ["--config-dir", folder, "--work-dir", `${folder}/.work`, "--logs-dir", `${folder}/.logs`];
  const { all } = await execa("certbot", ["certificates", ...folders], { all: true });
  expect(all).toContain(`Serial Number: ${certificate?.serial.toLowerCase().replace(/^0+/, "")}`);
  expect(all).not.toContain("INVALID");
  const live = join(folder, "live", name);
  const ofKey = await execa("openssl", ["pkey", "-in", join(live, "privkey.pem"), "-pubout"]);
  const ofChain = await execa("openssl", ["x509", "-in", join(live, "fullchain.pem"), "-noout", "-pubkey"]);
  expect(ofChain.stdout).toBe(ofKey.stdout);
  await expectNginxTakes(live);
}

interface Round {
  killed: Look;
  /** orders in both runs together */
  orders: number;
  /** the killed one had an order on its shelf */
  wasOpen: boolean;
}

async function killAndStartAgain(kill: { at?: number; afterMs?: number }): Promise<Round> {
  const folder = await temporaryFolder();
  const before = pebble.orders();
  const killed = await look(folder, kill);
  const wasOpen = (await pendingOrderStore(folder).read(name)) !== undefined;
  const again = await startAgain(folder);
  // how it ended tells more than what is then not there
  expect([kill, again.ended]).toEqual([kill, expect.stringMatching(/^(?:renewed|deployed|kept)$/)]);
  await expectWhole(folder);
  return { killed, wasOpen, orders: pebble.orders() - before };
}

// npm test has every third of them, and the one that costs an order.
test("killed at a boundary between two steps, the next start finishes what was begun", async () => {
  const whole = await look(await temporaryFolder());
  expect(whole.ended).toBe("renewed");
  const boundaries = whole.lines.filter((line) => /^\d+ (?:before|after) /.test(line));
  expect(boundaries.length).toBeGreaterThan(20);
  for (const [index, where] of boundaries.entries()) {
    // nothing happens between the end of one step and the beginning of the next
    if (where.includes("before") && boundaries[index - 1]?.includes("after")) continue;
    if (!soak && index % 3 !== 0 && !where.endsWith("before shelf.put")) continue;
    const at = index + 1;
    const { killed, orders } = await killAndStartAgain({ at });
    expect([where, killed.ended]).toEqual([where, undefined]);
    // only between the authority's answer and the shelf is an order lost; the boundary before shelf.put is that moment
    const most = where.endsWith("before shelf.put") ? 2 : 1;
    expect([where, orders <= most]).toEqual([where, true]);
  }
});

test("started again and again after a failed validation, it costs one order and one validation", async () => {
  const folder = await temporaryFolder();
  const elsewhere = await temporaryFolder();
  const before = pebble.orders();
  const looks: (string | undefined)[] = [];
  for (let start = 0; start < 5; start++) looks.push((await look(folder, { webroot: elsewhere })).ended);
  expect(looks[0]).toMatch(/^failed the CA reached a web server that does not have httpsidecar's challenge file/);
  expect(looks.slice(1)).toEqual(["paused", "paused", "paused", "paused"]);
  expect(pebble.orders() - before).toBe(1);
});

test("killed at any moment, the next start ends with a whole lineage and no order that was not needed", async () => {
  for (let round = 0; round < (soak ? 6 : 3) * repeat; round++) {
    const afterMs = randomInt(50, 1500);
    const { orders, wasOpen } = await killAndStartAgain({ afterMs });
    expect([afterMs, orders <= (wasOpen ? 1 : 2)]).toEqual([afterMs, true]);
  }
});
