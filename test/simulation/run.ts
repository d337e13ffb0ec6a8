import { readSchedule } from "../../src/config/schedule.ts";
import type { Lineage } from "../../src/model/lineage.ts";
import type { Outcome } from "../../src/model/outcome.ts";
import type { Parts, RunOptions } from "../../src/renewal/parts.ts";
import { updateLineage } from "../../src/renewal/update.ts";
import { runLoop } from "../../src/scheduler/loop.ts";
import { type AuthorityOptions, type SimulatedAuthority, simulatedAuthority } from "./authority.ts";
import { type SimulatedNginx, simulatedNginx } from "./deployer.ts";
import { type Disk, memoryDisk } from "./disk.ts";
import { type Inspector, inspector } from "./inspector.ts";
import { letsEncryptLimits, stagingLimits } from "./limits.ts";
import { type Second, secondSidecar } from "./second.ts";
import { type Shared, simulatedLedger, simulatedPendingOrders, simulatedStore } from "./store.ts";
import { day, hour } from "./weather.ts";
import { Killed, makeWorld, type World } from "./world.ts";

export const directory = "https://acme-v02.api.letsencrypt.org/directory";
const twinDirectory = "https://acme-staging-v02.api.letsencrypt.org/directory";
export const lifetimes = [90 * day, 64 * day, 45 * day, 160 * hour] as const;
const options: RunOptions = { directory, force: false, byHand: false };
/** Sunday nights, for one seed in five: RENEW_SCHEDULE. */
const schedule = readSchedule("0 3 * * 0");
const optionsOf = (seed: number): RunOptions => (seed % 5 === 0 ? { ...options, schedule } : options);
const lineage: Lineage = { name: "sim.test", domains: ["sim.test", "www.sim.test"], domainAsTyped: "sim.test" };
/** One name more, and later back again. */
const lineageOf = (world: World): Lineage =>
  world.renamed().times % 2 === 0 ? lineage : { ...lineage, domains: [...lineage.domains, "api.sim.test"] };

/** One rule or part broken on purpose. */
export interface Breakage {
  parts?: (parts: Parts, world: World) => Partial<Parts>;
  wait?: (ms: number) => number;
  next?: (outcome: Outcome) => Date;
}

export interface Run {
  seed: number;
  years: number;
  looks: number;
  kills: number;
  issued: number;
  orders: number;
  failedValidations: number;
  losses: number;
}

interface Scene {
  world: World;
  disk: Disk;
  authority: SimulatedAuthority;
  twin: SimulatedAuthority;
  nginx: SimulatedNginx;
  inspector: Inspector;
  breakage: Breakage;
  shared: Shared;
}

/** Lives one lineage through the years of a seed. Throws Violation, with the seed in it. */
export async function simulate(seed: number, years: number, breakage: Breakage = {}): Promise<Run> {
  const world = makeWorld(seed, years);
  const disk = memoryDisk(world);
  const lifetime = lifetimes[seed % lifetimes.length] ?? 90 * day;
  const authority = simulatedAuthority(world, {
    ...ofProduction(disk, lifetime),
    exempts: Math.floor(seed / 4) % 2 === 1,
  });
  const twin = simulatedAuthority(world, ofStaging(disk, lifetime));
  const nginx = simulatedNginx(world);
  const shared = { locked: false, mendedAfter: -1 };
  const scene = {
    world,
    disk,
    authority,
    twin,
    nginx,
    breakage,
    shared,
    inspector: inspector(world, authority, nginx, optionsOf(seed)),
  };
  const second = secondOf(scene);
  while (world.now() < world.end) await liveUntilKilled(scene, second);
  scene.inspector.end();
  const { orders, issued, failed: failedValidations } = authority.counts;
  const { looks } = scene.inspector;
  const trouble = { kills: world.kills(), losses: world.losses(), failedValidations };
  return { seed, years, looks: looks(), issued, orders, ...trouble };
}

/** What the second sidecar does, the same as the first. */
function secondOf(scene: Scene): Second {
  const parts = partsOf(scene);
  const { signal } = new AbortController();
  return secondSidecar(
    scene.world,
    async () => (await updateLineage(lineageOf(scene.world), optionsOf(scene.world.seed), parts, signal)).next,
  );
}

async function liveUntilKilled(scene: Scene, second: Second): Promise<void> {
  const { world } = scene;
  world.revive();
  try {
    await serve(scene, second);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    world.revive();
    // the container starts again
    world.pass(3000);
  }
}

/** What `serve` does: the real loop around the real look. */
async function serve(scene: Scene, second: Second): Promise<void> {
  const { world, inspector, breakage } = scene;
  const parts = second.besides(partsOf(scene));
  const stop = new AbortController();
  async function look(): Promise<Date> {
    const byHand = world.is("impatientHand") && world.chance.happens(0.5);
    const outcome = await updateLineage(lineageOf(world), { ...optionsOf(world.seed), byHand }, parts, stop.signal);
    inspector.look(outcome, await parts.store.read(lineage.name), lineageOf(world).domains);
    if (world.now() >= world.end) stop.abort();
    return breakage.next?.(outcome) ?? outcome.next;
  }
  async function wait(ms: number): Promise<boolean> {
    inspector.wait(ms);
    const hurried = world.is("impatientHand") ? Math.min(ms, 2 * 60_000) : ms;
    await second.passUntil(untilRenaming(world, world.now() + (breakage.wait?.(hurried) ?? hurried)));
    world.step();
    world.loseVolume((whole) => loseVolume(scene, whole));
    if (world.chance.happens(0.001)) scene.nginx.disturb();
    return false;
  }
  await runLoop(look, { clock: parts.clock, signal: stop.signal, wait });
}

/** Other names come with a new start. */
function untilRenaming(world: World, moment: number): number {
  const next = world.weather.renamings.find((at) => at > world.now()) ?? Infinity;
  return Math.min(moment, next);
}

/** What stays of a volume that is not lost as a whole is our own folder in it. */
function loseVolume({ disk, inspector }: Scene, whole: boolean): void {
  disk.lose(whole ? [""] : ["live/", "archive/", "conf"]);
  inspector.lost();
}

function partsOf(scene: Scene): Parts {
  const { world, disk, authority, twin, nginx, inspector, shared } = scene;
  const real: Parts = {
    store: simulatedStore(world, disk, { saved: inspector.saved, shared }),
    accounts: { find: async (asked) => (asked === directory ? accountOn(disk) : undefined) },
    ledger: simulatedLedger(disk),
    pendingOrders: simulatedPendingOrders(disk),
    // a closed port is not seen from inside; sometimes a router makes everything doubtful
    preflight: { check: async () => (world.chance.happens(0.05) ? ["the public name cannot be seen from here"] : []) },
    authority,
    rehearsal: { directory: twinDirectory, authority: twin },
    deployer: nginx,
    clock: { now: world.clock },
    random: world.chance.next,
    say: inspector.say,
  };
  return { ...real, ...scene.breakage.parts?.(real, world) };
}

function accountOn(disk: Disk) {
  const id = disk.read("account");
  return id === undefined ? undefined : { id, privateKeyPem: "", url: id };
}

function ofProduction(disk: Disk, lifetime: number): AuthorityOptions {
  const accounts = { find: () => disk.read("account"), save: (id: string) => disk.replace("account", id) };
  return { directory, lifetime, limits: letsEncryptLimits(), accounts, staging: false, exempts: true };
}

function ofStaging(disk: Disk, lifetime: number): AuthorityOptions {
  const accounts = { find: () => disk.read("twin account"), save: (id: string) => disk.replace("twin account", id) };
  return { directory: twinDirectory, lifetime, limits: stagingLimits(), accounts, staging: true, exempts: false };
}
