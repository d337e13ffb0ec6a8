import { once } from "node:events";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { answerUpdateCert } from "../../src/assemble/answering.ts";
import { Problem } from "../../src/model/problem.ts";
import { type CommandWorld, type } from "../support/command-line.ts";
import { temporaryFolder } from "../support/folders.ts";
import { certificate } from "../support/given.ts";
import { eventually } from "../support/wire.ts";

/** What the last look posted. */
const posting = (healthy: boolean, next: Date | undefined) => ({ status: { healthy, line: "", next } });
const well = posting(true, new Date("2027-06-01T00:00:00Z"));

const good: CommandWorld = {
  ...well,
  stored: certificate(),
  entry: {
    deployed: "AA:BB",
    asked: ["dify.test"],
    proof: {
      at: new Date("2026-11-20T11:00:00Z"),
      different: false,
      mended: false,
      outside: "https://dify.test is live",
    },
  },
};

/** All that such a look does; the spelling's link is only made where it is missing. */
const looking = ["lock", "link"];

test("says what update-cert would say when all is well, and leaves a log and a status as it would", async () => {
  const { answer, diary, posted, log } = await connect(good);
  expect(answer).toBe(
    "dify.test: kept (not due for renewal), valid until 2027-01-30\nnext renewal: 2026-12-31 (automatic)\n\0",
  );
  expect(diary).toEqual(looking);
  expect(posted).toContainEqual(expect.objectContaining({ healthy: true, line: expect.stringContaining("kept") }));
  expect(log).toContain("words: update-cert\n");
  expect(log).toContain("INFO:httpsidecar:dify.test: kept (not due for renewal), valid until 2027-01-30\n");
});

test.for<{ when: string; world: CommandWorld }>([
  { when: "no look was made yet", world: { ...good, ...posting(true, undefined) } },
  { when: "the next look is due", world: { ...good, ...posting(true, new Date("2026-11-20T12:01:00Z")) } },
  { when: "the last look failed", world: { ...good, ...posting(false, new Date("2027-06-01T00:00:00Z")) } },
  { when: "there is no certificate", world: well },
  { when: "a renewal is due", world: { ...good, now: new Date("2027-01-20T00:00:00Z") } },
  { when: "nginx was not seen to serve it", world: { ...good, entry: {} } },
  { when: "what is served is to be looked at again", world: { ...good, entry: { deployed: "AA:BB" } } },
  { when: "a warning is to be said", world: { ...good, environment: { CERTBOT_EMAIL: "ops" } } },
  { when: "the options ask for a rehearsal", world: { ...good, environment: { CERTBOT_OPTIONS: "--dry-run" } } },
  { when: "the settings cannot be used", world: { ...good, environment: { CERTBOT_DOMAIN: "localhost" } } },
  { when: "another run holds the lock", world: { ...good, breaksAt: { lock: locked() } } },
])("says nothing and does nothing when $when", async ({ world }) => {
  const { answer, diary, log } = await connect(world);
  expect(answer).toBe("");
  expect(looking).toEqual(expect.arrayContaining(diary));
  expect(log).toBe("");
});

test("leaves no log of a look that nobody waits for any more", async () => {
  const run = await temporaryFolder();
  const stop = new AbortController();
  let reads = 0;
  // as long as the disk takes
  const ini = () => sleep(50, []).finally(() => (reads += 1));
  const serving = serve({ ...good, assembly: { ini } }, run, stop);
  const path = join(run, "update-cert.sock");
  await isThere(path);
  const socket = createConnection(path);
  await once(socket, "connect");
  socket.destroy();
  // for the loop, for this look, and once it is over for the next one
  await expect.poll(() => reads).toBe(3);
  stop.abort();
  expect((await serving).diary).toEqual(looking);
  expect(await readdir(run)).not.toContain("logs");
});

test("lets only its own user knock, and takes the place of what an earlier one left", async () => {
  const run = await temporaryFolder();
  await writeFile(join(run, "update-cert.sock"), "left over");
  const { answer, mode } = await connect(good, run);
  expect(answer).toMatch(/^dify\.test: kept/);
  expect(mode & 0o077).toBe(0);
});

test("goes on without, where no socket can be made", async () => {
  const run = await temporaryFolder();
  await mkdir(join(run, "update-cert.sock", "in the way"), { recursive: true });
  const stop = new AbortController();
  const serving = serve(good, run, stop);
  await sleep(200);
  stop.abort();
  expect((await serving).code).toBe(0);
});

function locked(): Problem {
  return new Problem({ code: "locked", message: "another run is at work", fix: "wait", retry: "look" });
}

function serve(world: CommandWorld, run: string, stop: AbortController) {
  const folders = { config: "/etc/letsencrypt", webroot: "/var/www/html", logs: join(run, "logs"), run, state: run };
  const environment = { ...world.environment, CERTBOT_AUTO: "false" };
  return type("serve", { ...world, environment, stop, assembly: { ...world.assembly, folders, answerUpdateCert } });
}

/** Asks a `serve` that waits, and stops it. */
async function connect(world: CommandWorld, run?: string) {
  const folder = run ?? (await temporaryFolder());
  const path = join(folder, "update-cert.sock");
  const stop = new AbortController();
  const serving = serve(world, folder, stop);
  await isThere(path);
  const socket = createConnection(path);
  await once(socket, "connect");
  const answer = await text(socket);
  const { mode } = await stat(path);
  stop.abort();
  const logs = await readdir(join(folder, "logs")).catch(() => []);
  const log = logs.length > 0 ? await readFile(join(folder, "logs", "letsencrypt.log"), "utf8") : "";
  return { ...(await serving), answer, mode, log };
}

function isThere(path: string): Promise<void> {
  return eventually(async () => expect((await stat(path)).isSocket()).toBe(true));
}
